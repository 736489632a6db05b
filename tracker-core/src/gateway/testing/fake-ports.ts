import {
  says,
  type CoverageAnswer,
  type Incident,
  type LiveAssignment,
  type LiveVehicle,
  type PlanFactMonth,
} from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import { addCommand } from '../../store/objects/commands.ts';
import { findDevice } from '../../store/objects/devices.ts';
import { addNetwork, latestBasemap } from '../../store/objects/networks.ts';
import type { Audience, Ports } from '../ports.ts';

/** What the gateway asked of the service, by name. */
export interface Asked {
  readonly changed: string[];
  readonly admitted: string[];
  readonly revoked: string[];
  readonly cases: Incident[];
  readonly networks: { municipality: string; format: string; bytes: number }[];
}

export interface FakeFleet {
  vehicles: (LiveVehicle & { municipality: string })[];
  assignments: (LiveAssignment & { municipality: string; contractor: string })[];
  incidents: (Incident & { contractor: string })[];
}

const LEG_M = 100;

const coverageOf = (assignment: string): CoverageAnswer => ({
  assignment,
  routeVersion: 1,
  rulesVersion: '1',
  matcherVersion: '1',
  revision: 1,
  status: 'running',
  sealedAt: null,
  digest: `digest-${assignment}`,
  planned_m: LEG_M,
  covered_m: 0,
  excused_m: 0,
  uncovered_m: { 'not-reached': LEG_M, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 },
  quality: { grade: 'none', uptime_pct: null, fixes: 0, rejected: 0, conflicts: 0, fieldErrors: 0, gaps: [] },
  legs: [],
});

const noMonth: PlanFactMonth = {
  month: '2026-10',
  contractor: 'c',
  contractorName: 'c',
  assignments: 0,
  sealed: 0,
  planned_m: 0,
  covered_m: 0,
  excused_m: 0,
  open_m: 0,
  uncovered_m: { 'not-reached': 0, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 },
  window_s: 0,
  worked_s: 0,
  idle_s: 0,
  distance_m: 0,
  deadhead_m: 0,
  grades: { A: 0, B: 0, C: 0, none: 0 },
  routes: [],
};

/** Ports without a fleet behind them: every answer names what it was asked for, so that a leak can be seen. */
export function fakePorts(db: Db, asked: Asked, fleet: FakeFleet): Ports {
  const sees = ({ municipality, contractor }: Audience, one: { municipality: string; contractor: string }): boolean =>
    one.municipality === municipality && (contractor === null || one.contractor === contractor);
  let commands = 0;
  return {
    settled: async () => {},
    packs: {
      pack: async (claim) =>
        (async function* () {
          yield Buffer.from(claim);
        })(),
    },
    signing: { keys: async () => [], rotate: async () => [] },
    results: {
      coverage: async (assignment) => coverageOf(assignment),
      coverageGeoJson: async () => ({ type: 'FeatureCollection', features: [] }),
      recompute: async (assignment) => ({ digest: `digest-${assignment}`, revision: 1 }),
      revisions: async () => [],
      revision: async () => null,
      decided: async () => {},
      service: async (municipality, _from, _to, contractor) => ({
        edges: [
          {
            edge: `edge served by ${contractor ?? `c-${municipality}-1 and c-${municipality}-2`}`,
            length_m: LEG_M,
            driven_m: 0,
            sides: { left: { covered_m: 0, lastPassAt: null }, right: { covered_m: 0, lastPassAt: null } },
            lastPassAt: null,
          },
        ],
      }),
      fulfilment: async ({ municipality, timezone, from, to, by, contractor }) => {
        const figures = {
          planned_m: LEG_M,
          covered_m: LEG_M,
          excused_m: 0,
          open_m: 0,
          uncovered_m: { 'not-reached': 0, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 },
        };
        const whose = `plan of ${contractor ?? `c-${municipality}-1 and c-${municipality}-2`}`;
        const total = { assignments: 1, ...figures };
        return { municipality, from, to, timezone, by, total, groups: [{ key: whose, name: whose, ...figures }] };
      },
      track: async (vehicle) => ({ fixes: [{ ts: vehicle, receivedAt: vehicle, lat: 0, lon: 0 }], distance_m: 0 }),
    },
    replay: {
      vehicles: (municipality, contractor) =>
        fleet.vehicles
          .filter((one) => sees({ municipality, contractor }, one))
          .map(({ vehicle, ...one }) => ({ ...one, id: vehicle, gearSensors: [] })),
      hour: async (vehicles) => vehicles.map(({ id }) => new TextEncoder().encode(id)),
      passages: async (municipality, edge, { contractor }) => ({
        edge,
        name: `${municipality} ${contractor}`,
        edges: [edge],
        passages: [],
        truncated: false,
      }),
    },
    batches: {
      start: async () => {
        throw new Refused('unavailable', 'no batches here');
      },
      find: async () => null,
    },
    schedules: {
      apply: async () => ({ made: 0, changed: 0, removed: 0, kept: 0 }),
      clear: async () => ({ made: 0, changed: 0, removed: 0, kept: 0 }),
    },
    plan: {
      importNetwork: async (municipality, format, body) => {
        asked.networks.push({ municipality, format, bytes: body.length });
        const network = {
          municipality,
          tag: `${municipality}-${body.length}`,
          edges: 1,
          length_m: LEG_M,
          warnings: [],
        };
        await addNetwork(db, { ...network, snapshot: body, basemap: body }, 0);
        return { edges: 1, length_m: LEG_M, warnings: [] };
      },
      previewNetwork: async (_municipality, _format, body) => ({
        edges: 1,
        length_m: LEG_M,
        warnings: [],
        basemap: body,
      }),
      basemap: (municipality) => latestBasemap(db, municipality),
      resolveRoute: async (body) => {
        if (body.legs?.some((leg) => leg.edge === 'nowhere'))
          throw new Refused('unknown-edge', says('unknown-edges', { count: 1, edges: 'nowhere' }));
        const legs = (body.legs ?? []).flatMap(({ edge, side, passes }) =>
          (side === 'both' ? (['left', 'right'] as const) : [side]).map((one) => ({
            edge,
            side: one,
            passes: passes ?? 1,
            from_m: 0,
            to_m: LEG_M,
          })),
        );
        return { legs, planned_m: LEG_M * legs.length };
      },
      matchLines: async (municipality, format, body, side) => ({
        legs: [],
        planned_m: 0,
        unmatched: [{ from_m: 0, to_m: body.length, detail: `${municipality} ${format} ${side}` }],
        line: { length_m: body.length, matched_m: 0, share: 0, warnings: [] },
      }),
      streetsOf: async () => [],
      readTable: async () => ({ rows: [], leftOut: [] }),
      checkTable: async () => ({ rows: [], routes: [] }),
      tableTemplate: async () => new Uint8Array(),
      wayTo: async () => ({ block: { from_m: 0, to_m: LEG_M }, way: null }),
      routeGeoJson: async () => ({ type: 'FeatureCollection', features: [] }),
      changed: async (what, id) => void asked.changed.push(`${what} ${id}`),
    },
    devices: {
      admit: async (municipality, device) => void asked.admitted.push(`${municipality}/${device}`),
      revoke: async (municipality, device) => void asked.revoked.push(`${municipality}/${device}`),
      messages: () => [],
      turnedAway: () => [],
      quality: async (devices) => devices.map(() => []),
      address: () => 'mqtt://127.0.0.1:1883',
      command: async (vehicle, body, by) => {
        const id = `c${(commands += 1)}-${vehicle}`;
        const device = vehicle.replace(/^v/, 'd');
        if ((await findDevice(db, device)) === null)
          throw new Refused('wrong-state', says('no-device', { id: vehicle }));
        await addCommand(db, { id, vehicle, device, command: body, by, at_ms: 0, expires_ms: 60_000 });
        return { id };
      },
    },
    planFact: {
      rows: async () => [],
      months: async ({ municipality, contractor }) => [
        {
          ...noMonth,
          contractorName: `work of ${contractor ?? `c-${municipality}-1 and c-${municipality}-2`}`,
        },
      ],
    },
    acts: {
      reconcile: async () => {
        throw new Refused('unavailable', 'no acts here');
      },
    },
    documents: {
      claim: async (id, format, locale) =>
        (async function* () {
          yield Buffer.from(`${format} of ${id} in ${locale}`);
        })(),
      planFact: async ({ municipality }) => Buffer.from(`plan and fact of ${municipality}`),
    },
    claims: {
      resume: () => {},
      stopped: () => {},
      dryRun: async () => {
        throw new Refused('unavailable', 'no drafts here');
      },
    },
    cases: { changed: (incident) => void asked.cases.push(incident) },
    snapshots: {
      snapshot: (audience) => ({
        snapshot: {
          vehicles: fleet.vehicles.filter((vehicle) => sees(audience, vehicle)),
          assignments: fleet.assignments.filter((assignment) => sees(audience, assignment)),
          incidents: fleet.incidents.filter((incident) => sees(audience, incident)),
        },
        legs: fleet.assignments
          .filter((assignment) => sees(audience, assignment))
          .map(({ assignment }) => ({ type: 'legs' as const, assignment, whole: true, legs: [] })),
      }),
    },
    health: {
      dependencies: async () => ({ database: null, mqtt: null }),
      lacks: () => ['jobs'],
      metrics: async () => '# HELP sweepline_test x\n',
    },
  };
}
