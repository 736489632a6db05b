import { casesChannel, positionsChannel, progressChannel } from '@sweepline/contract';
import { gridTown, latOf, lonOf } from '../town.mjs';

export const MUNICIPALITY = 'bench';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 7;
/** What grows with the years, not with the fleet: as a multiple of the entries. */
const RECORDS = 10;
/** Routes are fewer than vehicles, and each has its legs. */
const ROUTES = { share: 0.4, legs: 30 };
const KINDS = ['idle', 'off-route', 'signal-lost', 'will-miss', 'gear-off-on-route'];
const iso = (ms) => new Date(ms).toISOString();
const of = (count, make) => Array.from({ length: count }, (_, n) => make(n));
const plate = (n) => `B ${String(n).padStart(4, '0')}`;

/**
 * Lists of a big city as the service answers them: `entries` of everything, and a week of `board.vehicles` with
 * `board.each` assignments a day. `list`: what comes in pages, by path; `one`: whole answers; `hello`: the live picture.
 */
export function longLists(entries, board) {
  const now_ms = Date.now();
  const town = gridTown(2_000);
  const edge = (n) => town.streets[n % town.streets.length].id;
  const vehicles = of(Math.max(entries, board.vehicles), (n) => ({
    id: `v${n}`,
    no: n,
    plate: plate(n),
    municipality: MUNICIPALITY,
    contractor: `c${n % 20}`,
    operations: ['sweep'],
    gearSensors: ['brush'],
  }));
  const assignment = (n) => ({
    assignment: `a${n}`,
    route: `r${n}`,
    routeName: `Round ${n}`,
    operation: 'sweep',
    vehicle: `v${n % vehicles.length}`,
    crew: null,
    from: iso(now_ms - 2 * HOUR_MS),
    to: iso(now_ms + 2 * HOUR_MS),
    status: 'running',
    planned_m: 12_000,
    covered_m: 2 * (n % 6_000),
    excused_m: 0,
    required_share: 0.9,
    forecast: null,
  });
  const incident = (n, state) => ({
    id: `i${n}-${state}`,
    no: n,
    municipality: MUNICIPALITY,
    kind: KINDS[n % KINDS.length],
    severity: n % 9 === 0 ? 'critical' : 'warning',
    state,
    vehicle: `v${n % vehicles.length}`,
    assignment: null,
    from: iso(now_ms - (n % 300) * 60_000),
    to: null,
    lat: null,
    lon: null,
    edge: edge(n),
    figures: {},
    note: null,
    assignee: null,
    history: [],
  });
  const excuse = (n) => ({
    id: `e${n}`,
    no: n,
    municipality: MUNICIPALITY,
    assignment: `a${n}`,
    route: `r${n}`,
    vehicle: `v${n % vehicles.length}`,
    contractor: `c${n % 20}`,
    from: iso(now_ms - DAY_MS),
    to: iso(now_ms - DAY_MS + HOUR_MS),
    ground: 'parked-cars',
    note: 'The kerb was parked full.',
    state: 'proposed',
    proposedBy: 'contractor',
    planned_m: 120,
    stretches: [{ edge: edge(n), side: 'right', from_m: 0, to_m: 110 }],
    attachments: [],
    history: [{ at: iso(now_ms - n * 1_000), by: 'contractor', action: 'proposed' }],
  });
  const passage = (n) => ({
    vehicle: `v${n % vehicles.length}`,
    plate: plate(n % vehicles.length),
    contractor: 'c0',
    edge: edge(0),
    operation: 'sweep',
    side: 'right',
    forward: true,
    from: iso(now_ms - n * 17_000),
    to: iso(now_ms - n * 17_000 + 9_000),
    from_m: 0,
    to_m: 100,
    speed_kmh: 6.5,
    verdict: 'worked',
    marks: [],
  });
  const user = {
    login: 'bench',
    name: 'Bench',
    role: 'administrator',
    municipalities: [MUNICIPALITY],
    contractor: null,
  };
  const live = vehicles.slice(0, entries).map(({ id, no, plate: shown, contractor }) => {
    const [east_m, north_m] = town.streets[no % town.streets.length].line[0];
    return {
      no,
      vehicle: id,
      plate: shown,
      contractor,
      operations: ['sweep'],
      gearWired: true,
      interval_s: 10,
      state: 'working',
      ts: iso(now_ms),
      lat: latOf(north_m),
      lon: lonOf(east_m),
      heading_deg: 90,
      speed_kmh: 6,
      gearOn: true,
    };
  });
  const list = {
    '/municipalities': [
      { id: MUNICIPALITY, name: 'Bench', timezone: 'Europe/Chisinau', locale: 'en', drivesOn: 'right' },
    ],
    '/vehicles': vehicles,
    '/contractors': of(20, (n) => ({ id: `c${n}`, name: `Contractor ${n}`, municipality: MUNICIPALITY })),
    '/devices': vehicles.map(({ id }) => ({
      id: `${id}-d`,
      vehicle: id,
      municipality: MUNICIPALITY,
      interval_s: 10,
      revoked: false,
      online: true,
      seenAt: iso(now_ms),
    })),
    '/users': of(entries, (n) => ({ ...user, login: `user-${n}`, name: `User ${n}`, role: 'operator', locale: 'en' })),
    '/audit': of(RECORDS * entries, (n) => ({
      no: RECORDS * entries - n,
      at: iso(now_ms - n * 60_000),
      login: 'bench',
      action: 'PUT /vehicles/{id}',
      object: `v${n}`,
      municipality: MUNICIPALITY,
      body: null,
    })),
    '/excuses': of(entries, excuse),
    '/incidents': of(RECORDS * entries, (n) => incident(n, 'resolved')),
    '/notices': of(RECORDS * entries, (n) => ({
      id: `n${n}`,
      kind: 'claim-issued',
      claim: `claim-${n}`,
      number: String(n),
      at: iso(now_ms - n * HOUR_MS),
      readAt: n < 20 ? null : iso(now_ms),
    })),
    '/routes': of(Math.round(ROUTES.share * entries), (n) => ({
      id: `r${n}`,
      municipality: MUNICIPALITY,
      name: `Round ${n}`,
      operation: 'sweep',
      version: 1,
      legs: of(ROUTES.legs, (m) => ({
        edge: edge(n * ROUTES.legs + m),
        side: m % 2 === 0 ? 'right' : 'left',
        passes: 1,
        from_m: 0,
        to_m: 100,
      })),
      planned_m: 12_000,
      unmatched: [],
    })),
    [`/municipalities/${MUNICIPALITY}/quality`]: [],
  };
  const one = new Map(
    Object.entries({
      '/session': { user: { ...user, locale: 'en' } },
      '/settings': { mapStyleUrl: null },
      [`/municipalities/${MUNICIPALITY}/areas`]: { type: 'FeatureCollection', features: [] },
      [`/municipalities/${MUNICIPALITY}/week`]: weekOf(vehicles.slice(0, board.vehicles), board.each, now_ms),
      [`/municipalities/${MUNICIPALITY}/edges/${encodeURIComponent(edge(0))}/passages`]: {
        edge: edge(0),
        name: null,
        edges: [edge(0)],
        passages: of(entries, passage).toReversed(),
        truncated: false,
      },
    }).map(([path, answer]) => [path, JSON.stringify(answer)]),
  );
  const hello = {
    type: 'hello',
    protocol: 1,
    serverTime: iso(now_ms),
    channels: {
      [positionsChannel(MUNICIPALITY)]: 0,
      [progressChannel(MUNICIPALITY)]: 0,
      [casesChannel(MUNICIPALITY)]: 0,
    },
    snapshot: {
      vehicles: live,
      assignments: of(entries, assignment),
      incidents: of(entries, (n) => incident(n, 'open')),
    },
  };
  return { list, one, hello: JSON.stringify(hello), edge: edge(0) };
}

function weekOf(vehicles, each, now_ms) {
  const today_ms = Math.floor(now_ms / DAY_MS) * DAY_MS;
  const monday_ms = today_ms - ((new Date(today_ms).getUTCDay() + 6) % 7) * DAY_MS;
  const date = (n) => iso(monday_ms + n * DAY_MS).slice(0, 10);
  return {
    from: date(0),
    to: date(DAYS),
    timezone: 'Europe/Chisinau',
    days: of(DAYS, (n) => ({
      date: date(n),
      from: iso(monday_ms + n * DAY_MS - 2 * HOUR_MS),
      to: iso(monday_ms + (n + 1) * DAY_MS - 2 * HOUR_MS),
    })),
    assignments: vehicles.flatMap(({ id }, v) =>
      of(DAYS * each, (n) => {
        const from_ms = monday_ms + Math.floor(n / each) * DAY_MS + (4 + 4 * (n % each)) * HOUR_MS;
        return {
          id: `${id}.${n}`,
          municipality: MUNICIPALITY,
          route: `R-${v % 90}`,
          routeVersion: 1,
          routeName: `Round ${v % 90}`,
          operation: 'sweep',
          planned_m: 12_000,
          vehicle: id,
          from: iso(from_ms),
          to: iso(from_ms + 5 * HOUR_MS),
          crew: null,
          contract: null,
          retroactive: false,
          schedule: null,
          continues: null,
          handedOverTo: null,
        };
      }),
    ),
    occurrences: [],
    conflicts: [],
  };
}
