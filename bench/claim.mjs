import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../tracker-core/dist/store/open.js';
import { insertResult } from '../tracker-core/dist/store/series/results.js';
import { claimPage } from './claim-page.mjs';
import { randomOf } from './random.mjs';
import { MUNICIPALITY } from './service/fleet.mjs';
import { startService } from './service/start.mjs';
import { cpuSeconds, databaseOf, residentMegabytes } from './service/usage.mjs';
import { figure, printTable, printTitle } from './table.mjs';
import { gridTown, townGeoJson } from './town.mjs';

const MONTH = { from: '2026-10-01', to: '2026-11-01', days: 31 };
const VEHICLES = 200;
const CONTRACTOR = 'cleaner';
const LEG_CM = 11_000;
const LEGS_A_STREET = 10;
const TARGET_S = 10;
const POLL_MS = 50;
const LOOK_MS = 100;
const HOUR_MS = 3_600_000;
const REASONS = ['not-reached', 'no-data', 'too-fast', 'gear-off', 'wrong-side'];
const TERMS = {
  from: MONTH.from,
  prices: [{ operation: 'sweep', perMetre: '1.85' }],
  completion: { leg: '95', route: '90' },
  gps: { grade: 'B' },
  deadlines: { answerDays: 5, decisionDays: 10 },
  overlap: 'greatest',
  cap: { month: 500_000_000 },
  rules: [
    {
      id: 'leg',
      kind: 'penalty',
      on: { fact: 'undone', per: 'leg' },
      charge: { sum: 'fixed', amount: 5_000 },
      warnings: 2,
    },
    {
      id: 'metres',
      kind: 'penalty',
      on: { fact: 'undone', per: 'route', reasons: ['gear-off', 'too-fast'] },
      charge: { sum: 'per-metre', price: '0.5' },
    },
    {
      id: 'route',
      kind: 'penalty',
      on: { fact: 'undone', per: 'route', above: '5' },
      charge: { sum: 'percent', percent: '10', of: 'route' },
      cure_h: 24,
    },
    {
      id: 'late',
      kind: 'penalty',
      on: { fact: 'incident', kinds: ['late-start', 'idle'] },
      charge: { sum: 'fixed', amount: 20_000 },
      repeat: { from: 3, factor: '1.5' },
    },
    { id: 'uptime', kind: 'penalty', on: { fact: 'uptime', below: '95' }, charge: { sum: 'fixed', amount: 10_000 } },
    {
      id: 'good',
      kind: 'bonus',
      on: { fact: 'completed', per: 'day', atLeast: '99' },
      charge: { sum: 'percent', percent: '1', of: 'day' },
    },
  ],
};

/**
 * A month's claim: so many sealed results in the embedded database, then the draft from the request to its last line.
 * @param {{quick: boolean, results?: number, legs?: number, profile?: string}} options
 */
export async function claim({ quick, results = quick ? 1_200 : 12_000, legs = 100, profile }) {
  printTitle(`A claim over a month and ${VEHICLES} vehicles: ${figure(results, 0)} sealed results of ${legs} legs`);
  const dataDir = mkdtempSync(join(tmpdir(), 'sweepline-bench-'));
  try {
    await makeTown(dataDir, legs);
    const written = await writeMonth(dataDir, results, legs);
    let service = await startService({ dataDir, profile });
    try {
      await service.api.put('/contracts/k', contractBody());
      await service.api.post('/contracts/k/terms', TERMS);
      const drafted = [await dryRun(service), await draft(service)];
      // What the draft left in memory is not the documents'.
      await service.stop();
      service = await startService({ dataDir, profile });
      printTable(
        ['', 'seconds', 'target', 'lines', 'MB service', 'most', 'MB database', 'cpu s service', 'cpu s database'],
        [...drafted, ...(await documents(service)), await drop(service)],
      );
      const [{ id }] = (await service.api.get('/claims')).items;
      await claimPage(service, MUNICIPALITY, id);
      console.log(`  writing the results took ${figure(written / 1_000)} s\n`);
    } finally {
      await service.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const contractBody = () => ({
  municipality: MUNICIPALITY,
  contractor: CONTRACTOR,
  number: '118/25',
  from: MONTH.from,
  to: '2027-09-30',
  currency: 'MDL',
  price: 10_000_000_000,
  operations: ['sweep'],
});

async function makeTown(dataDir, legs) {
  const service = await startService({ dataDir });
  try {
    const { api } = service;
    await api.put(`/municipalities/${MUNICIPALITY}`, {
      name: 'Town',
      timezone: 'Europe/Chisinau',
      locale: 'en',
      drivesOn: 'right',
    });
    await api.put(`/municipalities/${MUNICIPALITY}/network`, townGeoJson(gridTown(20_000)), 'application/geo+json');
    await api.put(`/contractors/${CONTRACTOR}`, { name: 'Town cleaning', municipality: MUNICIPALITY });
    for (let n = 0; n < VEHICLES; n++) {
      await api.put(`/vehicles/v${n}`, {
        plate: `BENCH ${n}`,
        municipality: MUNICIPALITY,
        contractor: CONTRACTOR,
        operations: ['sweep'],
        gearSensors: ['brush'],
      });
      const planned = edgesOf(n, legs).map((edge) => ({ edge, side: 'right' }));
      await api.put(`/routes/r${n}`, {
        municipality: MUNICIPALITY,
        name: `Round ${n}`,
        operation: 'sweep',
        legs: planned,
      });
    }
  } finally {
    await service.stop();
  }
}

/** Blocks of some streets side by side. */
const edgesOf = (route, legs) =>
  Array.from({ length: legs }, (_, at) => {
    const street = Math.floor(at / LEGS_A_STREET);
    return `r${(route + street) % 90}-${((route * 7) % 80) + (at % LEGS_A_STREET)}`;
  });

async function writeMonth(dataDir, results, legs) {
  const begin = performance.now();
  const random = randomOf(7);
  const quiet = { info() {}, warn() {}, error() {} };
  const store = await openStore({ databaseUrl: null, dataDir: join(dataDir, 'database'), log: quiet });
  try {
    const aDay = Math.ceil(results / MONTH.days);
    for (let day = 0, made = 0; day < MONTH.days; day++) {
      await store.db.transaction(async (db) => {
        for (let n = 0; n < aDay && made < results; n++, made++) {
          const vehicle = n % VEHICLES;
          const from_ms = Date.UTC(2026, 9, 1 + day, 2 + 7 * Math.floor(n / VEHICLES));
          const id = `a${day}-${n}`;
          await writeAssignment(db, id, vehicle, from_ms);
          const answer = answerOf(id, edgesOf(vehicle, legs), from_ms, random);
          await insertResult(db, {
            assignment: id,
            revision: 1,
            sealed_ms: from_ms + 30 * HOUR_MS,
            digest: answer.digest,
            cause: 'sealed',
            difference: {},
            state: 'standing',
            basis: null,
            answer,
          });
          if (random() < 0.25) await writeIncident(db, id, vehicle, from_ms);
        }
      });
    }
  } finally {
    await store.close();
  }
  return performance.now() - begin;
}

const instant = (epoch_ms) => new Date(epoch_ms).toISOString();

const writeAssignment = (db, id, vehicle, from_ms) =>
  db.query(
    `insert into assignment (id, municipality, route, route_version, vehicle, from_at, to_at, retroactive)
     values ($1, $2, $3, 1, $4, $5, $6, false)`,
    [id, MUNICIPALITY, `r${vehicle}`, `v${vehicle}`, instant(from_ms), instant(from_ms + 6 * HOUR_MS)],
  );

const writeIncident = (db, assignment, vehicle, from_ms) =>
  db.query(
    `insert into incident (id, key, municipality, contractor, vehicle, assignment, kind, severity, from_at, to_at, figures, state)
     values ($1, $1, $2, $3, $4, $5, 'idle', 'warning', $6, $7, '{}', 'open')`,
    [
      `i-${assignment}`,
      MUNICIPALITY,
      CONTRACTOR,
      `v${vehicle}`,
      assignment,
      instant(from_ms + HOUR_MS),
      instant(from_ms + 2 * HOUR_MS),
    ],
  );

/** A shift as they are: every other one without a gap, the rest with some streets left, part of a leg or whole. */
function answerOf(assignment, edges, from_ms, random) {
  const missed = random() < 0.5 ? 0 : 1 + Math.floor(random() * 12);
  const begin = Math.floor(random() * edges.length);
  const reason = REASONS[Math.floor(random() * REASONS.length)];
  const uncovered_cm = Object.fromEntries(REASONS.map((one) => [one, 0]));
  let covered_cm = 0;
  const legs = edges.map((edge, at) => {
    const gone = (at - begin + edges.length) % edges.length < missed;
    const done_cm = gone ? (random() < 0.7 ? 0 : Math.floor(random() * LEG_CM)) : LEG_CM;
    const lastPassAt = instant(from_ms + at * 180_000);
    covered_cm += done_cm;
    uncovered_cm[reason] += LEG_CM - done_cm;
    const pieces = [];
    // A leg is passed in a few fixes: its piece is cut where what qualifies it changes.
    const cuts = [0, Math.floor(done_cm / 2), done_cm].filter((cm, n, all) => n === 0 || cm > all[n - 1]);
    for (let n = 1; n < cuts.length; n++)
      pieces.push({
        from_m: cuts[n - 1] / 100,
        to_m: cuts[n] / 100,
        state: 'covered',
        at: lastPassAt,
        vehicle: 'v1',
        confidence: 0.93,
        marks: n === 1 ? [] : ['low-confidence'],
      });
    if (done_cm < LEG_CM)
      pieces.push({ from_m: done_cm / 100, to_m: LEG_CM / 100, state: 'uncovered', reason, marks: [] });
    return {
      edge,
      side: 'right',
      pass: 1,
      length_m: LEG_CM / 100,
      covered_m: done_cm / 100,
      lastPassAt: done_cm === 0 ? null : lastPassAt,
      pieces,
    };
  });
  const good = random();
  return {
    assignment,
    routeVersion: 1,
    rulesVersion: '1',
    matcherVersion: '1',
    revision: 1,
    status: 'sealed',
    sealedAt: instant(from_ms + 30 * HOUR_MS),
    digest: createHash('sha256').update(assignment).digest('hex'),
    planned_m: (edges.length * LEG_CM) / 100,
    covered_m: covered_cm / 100,
    excused_m: 0,
    uncovered_m: Object.fromEntries(REASONS.map((one) => [one, uncovered_cm[one] / 100])),
    quality: {
      grade: good < 0.8 ? 'A' : good < 0.95 ? 'B' : 'C',
      uptime_pct: good < 0.8 ? 99.1 : good < 0.95 ? 96.2 : 90.4,
      fixes: 1_440,
      rejected: 0,
      conflicts: 0,
      fieldErrors: 0,
      gaps: [],
    },
    legs,
  };
}

async function measured({ pid }, what, work) {
  const database = databaseOf(pid);
  const before = { service: cpuSeconds(pid), database: cpuSeconds(database) };
  let most = 0;
  const look = () => (most = Math.max(most, residentMegabytes(pid)));
  const looking = setInterval(look, LOOK_MS);
  const begin = performance.now();
  const lines = await work();
  look();
  clearInterval(looking);
  const seconds = (performance.now() - begin) / 1_000;
  return [
    what,
    figure(seconds),
    figure(TARGET_S, 0),
    figure(lines, 0),
    figure(residentMegabytes(pid), 0),
    figure(most, 0),
    figure(residentMegabytes(database), 0),
    figure(cpuSeconds(pid) - before.service),
    figure(cpuSeconds(database) - before.database),
  ];
}

const dryRun = (service) =>
  measured(service, 'dry run, two drafts at once', async () => {
    const { from, to } = MONTH;
    const { draft } = await service.api.post('/contracts/k/dry-run', { from, to, terms: TERMS });
    return draft.totals.lines;
  });

const draft = (service) =>
  measured(service, 'draft, to its last line', async () => {
    const { from, to } = MONTH;
    let one = await service.api.post('/contracts/k/claims', { from, to });
    while (one.state === 'drafting') {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      one = await service.api.get(`/claims/${one.id}`);
    }
    if (one.state !== 'draft') throw new Error(JSON.stringify(one.history));
    return one.totals.lines;
  });

const newest = async ({ api }) => (await api.get('/claims?limit=1')).items[0].id;

/** The documents in which all lines stand; how many bytes instead of lines. */
async function documents(service) {
  const id = await newest(service);
  const rows = [];
  for (const format of ['xlsx', 'pdf'])
    rows.push(
      await measured(service, `all lines as ${format}, bytes`, async () => {
        const path = `${service.http}/api/v1/claims/${id}/document?format=${format}&locale=en`;
        const answer = await fetch(path, { headers: { authorization: `Bearer ${service.api.token}` } });
        if (!answer.ok) throw new Error(await answer.text());
        return (await answer.arrayBuffer()).byteLength;
      }),
    );
  return rows;
}

/** The dearest case: a line that is charged, under a cap of the month, so that every line behind it is looked at again. */
const drop = (service) =>
  measured(service, 'drop a line, settle what hung on it', async () => {
    const id = await newest(service);
    const { items } = await service.api.get(`/claims/${id}/lines?kind=penalty&state=standing&limit=1`);
    const { changed } = await service.api.post(`/claims/${id}/lines/${items[0].no}/drop`, { reason: 'bench' });
    return changed.length + 1;
  });
