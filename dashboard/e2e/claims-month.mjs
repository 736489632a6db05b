// A contractor of its own with a month behind it: a route along real streets, driven by a real device over MQTT with gaps.
import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';

const BROKER = process.env.SWEEPLINE_MQTT ?? 'mqtt://127.0.0.1:1883';
const METRES_PER_DEGREE = 111_320;
const STEP_S = 5;
const WORKING_MS = 2.5;
const FAST_MS = 8;
const LENGTH_M = 2_400;
const WINDOW_MS = 25 * 60_000;
/** Sealing looks around once a minute. */
const SEALED_WITHIN_MS = 150_000;

const distance = ([lonA, latA], [lonB, latB]) =>
  Math.hypot((lonB - lonA) * Math.cos((latA * Math.PI) / 180), latB - latA) * METRES_PER_DEGREE;
const lengthOf = (line) => line.slice(1).reduce((sum, point, n) => sum + distance(line[n], point), 0);
const keyOf = ([lon, lat]) => `${lon.toFixed(7)} ${lat.toFixed(7)}`;
const turn = (a, b, c) => {
  const heading = ([lonA, latA], [lonB, latB]) =>
    Math.atan2((lonB - lonA) * Math.cos((latA * Math.PI) / 180), latB - latA);
  const angle = Math.abs(heading(b, c) - heading(a, b));
  return Math.min(angle, 2 * Math.PI - angle);
};

/** A walk along named streets, as straight as they go: `[{edge, name, line, forward}]`. */
function walkOf(basemap) {
  const streets = basemap.features.filter(
    ({ properties: { kind = 'street', name, oneway }, geometry }) =>
      kind === 'street' && name && (oneway ?? 'no') === 'no' && geometry.type === 'LineString',
  );
  const at = new Map();
  for (const { properties, geometry } of streets)
    for (const forward of [true, false]) {
      const line = forward ? geometry.coordinates : geometry.coordinates.toReversed();
      const from = keyOf(line[0]);
      at.set(from, [...(at.get(from) ?? []), { edge: String(properties.id), name: properties.name, line, forward }]);
    }
  let best = [];
  let best_m = 0;
  for (const first of [...at.values()].flat()) {
    if (lengthOf(first.line) < 120) continue;
    const walk = [first];
    const seen = new Set([first.edge]);
    let walked_m = lengthOf(first.line);
    while (walked_m < LENGTH_M) {
      const { line } = walk.at(-1);
      const [before, end] = line.slice(-2);
      const next = (at.get(keyOf(end)) ?? [])
        .filter(({ edge }) => !seen.has(edge))
        .map((one) => ({ one, angle: turn(before, end, one.line[1]) }))
        .filter(({ angle }) => angle < Math.PI / 2.5)
        .sort((a, b) => a.angle - b.angle)[0];
      if (next === undefined) break;
      walk.push(next.one);
      seen.add(next.one.edge);
      walked_m += lengthOf(next.one.line);
    }
    const names = new Set(walk.map(({ name }) => name)).size;
    if (walked_m >= LENGTH_M && names >= 3) return walk;
    if (walked_m > best_m) [best, best_m] = [walk, walked_m];
  }
  return best;
}

/** Fixes along the walk from one share of it to another; what happens on the way is told by the share that is reached. */
function drive(walk, from_ms, { from = 0, to = 1, fast = [2, 2], up = [2, 2] }) {
  const line = walk.flatMap(({ line: points }, n) => (n === 0 ? points : points.slice(1)));
  const whole_m = lengthOf(line);
  const fixes = [];
  const within = (share, [begin, end]) => share >= begin && share < end;
  let segment = 0;
  let before_m = 0;
  let at_m = from * whole_m;
  for (let n = 0; at_m <= to * whole_m; n++) {
    while (segment < line.length - 2 && before_m + distance(line[segment], line[segment + 1]) < at_m) {
      before_m += distance(line[segment], line[segment + 1]);
      segment += 1;
    }
    const length_m = distance(line[segment], line[segment + 1]) || 1;
    const share = Math.min(1, (at_m - before_m) / length_m);
    const [lon, lat] = [0, 1].map((k) => line[segment][k] + (line[segment + 1][k] - line[segment][k]) * share);
    const done = at_m / whole_m;
    const speed = within(done, fast) ? FAST_MS : WORKING_MS;
    fixes.push({
      ts: new Date(from_ms + n * STEP_S * 1_000).toISOString(),
      lat: Number(lat.toFixed(7)),
      lon: Number(lon.toFixed(7)),
      speed_kmh: Number((speed * 3.6).toFixed(1)),
      accuracy_m: 4,
      satellites: 11,
      ignition: true,
      gear: { brush: !within(done, up) },
      seq: n,
    });
    at_m += speed * STEP_S;
  }
  // Parked until the window ends: what is silent with the motor off is no gap.
  const last = fixes.at(-1);
  for (let ts = Date.parse(last.ts) + 60_000; ts < from_ms + WINDOW_MS; ts += 60_000)
    fixes.push({ ...last, ts: new Date(ts).toISOString(), speed_kmh: 0, ignition: false, gear: { brush: false } });
  return fixes;
}

/** What went wrong on the days of the month. */
const DAYS = [
  { to: 1 },
  { to: 0.82 },
  { to: 1, fast: [0.3, 0.5] },
  { to: 0.7 },
  { to: 1, up: [0.55, 0.68] },
  { to: 0.93, fast: [0.1, 0.18] },
  { to: 1 },
  { from: 0.12, to: 0.95 },
  { to: 0.6 },
  { to: 1, up: [0.2, 0.26] },
];

/** The first day of the month before a date's, `YYYY-MM-DD`. */
export function lastMonth(now_ms) {
  const now = new Date(now_ms);
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
  const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)).toISOString().slice(0, 10);
  return { from, to };
}

async function wait(what, within_ms, look) {
  for (const until = Date.now() + within_ms; Date.now() < until;) {
    if (await look()) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`${what}: not within ${within_ms / 1_000} s`);
}

/**
 * A contractor with a vehicle, a route and ten sealed days of last month, under ids that begin with a name, and a user
 * of the contractor and an auditor: `{ town, contractor, route, vehicle, people, month }`.
 */
export async function makeMonth(administrator, name) {
  const [town] = (await administrator.get('/municipalities')).items;
  const month = lastMonth(Date.now());
  const [contractor, vehicle, device, route] = ['c', 'v', 'd', 'r'].map((word) => `${name}-${word}`);
  await administrator.put(`/contractors/${contractor}`, { name: 'Contractor 7', municipality: town.id });
  await administrator.put(`/vehicles/${vehicle}`, {
    plate: 'CLM 214',
    municipality: town.id,
    contractor,
    operations: ['sweep'],
    gearSensors: ['brush'],
  });
  const { secret } = await administrator.put(`/devices/${device}`, { vehicle, interval_s: STEP_S });
  const walk = walkOf(await administrator.get(`/municipalities/${town.id}/basemap`));
  await administrator.put(`/routes/${route}`, {
    municipality: town.id,
    name: walk[0].name,
    operation: 'sweep',
    legs: walk.map(({ edge, forward }) => ({ edge, side: forward === (town.drivesOn === 'right') ? 'right' : 'left' })),
  });
  const begin_ms = Date.parse(`${month.from}T05:00:00Z`);
  const days = DAYS.map((day, n) => ({ ...day, id: `${name}-${n + 1}`, from_ms: begin_ms + (1 + n * 2) * 86_400_000 }));
  const client = await mqtt.connectAsync(BROKER, { clientId: device, username: device, password: secret });
  for (const day of days) {
    const fixes = drive(walk, day.from_ms + 20_000, day);
    for (let at = 0; at < fixes.length; at += 500)
      await client.publishAsync(`fleet/v1/${town.id}/${device}/telemetry`, JSON.stringify(fixes.slice(at, at + 500)), {
        qos: 1,
      });
  }
  await client.endAsync();
  for (const { id, from_ms } of days)
    await administrator.put(`/assignments/${id}`, {
      route,
      vehicle,
      from: new Date(from_ms).toISOString(),
      to: new Date(from_ms + WINDOW_MS).toISOString(),
    });
  const people = {};
  for (const [role, own] of [
    ['auditor', {}],
    ['contractor', { contractor }],
  ]) {
    const password = randomBytes(12).toString('hex');
    const login = `${name}-${role}`;
    await administrator.put(`/users/${login}`, {
      name: `Test ${role}`,
      role,
      municipalities: [town.id],
      locale: 'en',
      password,
      ...own,
    });
    people[role] = { login, password };
  }
  await wait('the seal of last month', SEALED_WITHIN_MS, async () => {
    for (const { id } of days)
      if ((await administrator.get(`/assignments/${id}/coverage`)).status !== 'sealed') return false;
    return true;
  });
  return { town, contractor, vehicle, route, walk, people, month };
}

/** Terms with a rule of several kinds, for what is not clicked together. */
const termsOf = (from) => ({
  from,
  prices: [{ operation: 'sweep', perMetre: '1.85' }],
  completion: { leg: '95', route: '90' },
  gps: { grade: 'C' },
  deadlines: { answerDays: 7, decisionDays: 14 },
  overlap: 'greatest',
  cap: { month: 50_000_00 },
  keyRates: [{ from, percent: '8.5' }],
  rules: [
    {
      id: 'route',
      kind: 'penalty',
      clause: '6.2',
      on: { fact: 'undone', per: 'route', above: '10' },
      charge: { sum: 'percent', percent: '2', of: 'route' },
      repeat: { from: 2, factor: '1.5' },
    },
    {
      id: 'fast',
      kind: 'penalty',
      clause: '6.4',
      on: { fact: 'incident', kinds: ['too-fast-working', 'gear-off-on-route'] },
      charge: { sum: 'fixed', amount: 500_00 },
      warnings: 1,
      cap: { month: 2_000_00 },
    },
    {
      id: 'month',
      kind: 'bonus',
      on: { fact: 'completed', per: 'route', atLeast: '99' },
      charge: { sum: 'percent', percent: '1', of: 'route' },
    },
  ],
});

/** A contract over the month's work with terms: its id. */
export async function makeContract(administrator, made, name) {
  const contract = `${name}-k`;
  const year = made.month.from.slice(0, 4);
  await administrator.put(`/contracts/${contract}`, {
    municipality: made.town.id,
    contractor: made.contractor,
    number: '118/25',
    from: `${year}-01-01`,
    to: `${Number(year) + 1}-12-31`,
    currency: 'MDL',
    price: 1_200_000_00,
    operations: ['sweep'],
  });
  await administrator.post(`/contracts/${contract}/terms`, termsOf(`${year}-01-01`));
  return contract;
}

/** The same and its claim, sent, with an objection to its second line: `{ contract, claim, line }`. */
export async function makeClaim(administrator, made, name) {
  const contract = await makeContract(administrator, made, name);
  const { id: claim } = await administrator.post(`/contracts/${contract}/claims`, made.month);
  await wait(
    'the draft',
    SEALED_WITHIN_MS,
    async () => (await administrator.get(`/claims/${claim}`)).state === 'draft',
  );
  await administrator.post(`/claims/${claim}/issue`);
  const lines = (await administrator.get(`/claims/${claim}/lines?state=standing&limit=1000`)).items;
  const objected = lines.filter(({ kind }) => kind === 'non-payment')[1].no;
  await administrator.post(`/claims/${claim}/answer`, {
    lines: lines.map(({ no }) =>
      no === objected
        ? { no, answer: 'object', reason: 'Проезд был закрыт аварийной бригадой.' }
        : { no, answer: 'accept' },
    ),
    send: true,
  });
  return { contract, claim, line: objected };
}
