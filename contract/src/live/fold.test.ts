import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../rest/incidents.ts';
import { EMPTY_LIVE_STATE, foldLive, type LiveInput, type LiveState } from './fold.ts';
import type { LiveAssignment, LiveLeg, LiveVehicle } from './messages.ts';
import { decodePositionFrame, encodePositionFrame } from './position-frame.ts';

const vehicle = (no: number, plate: string): LiveVehicle => ({
  no,
  vehicle: `v${no}`,
  plate,
  contractor: 'c',
  operations: ['sweep'],
  gearWired: true,
  interval_s: 10,
  state: 'silent',
  ts: null,
  lat: null,
  lon: null,
  heading_deg: null,
  speed_kmh: null,
  gearOn: false,
});
const assignment = (n: number, covered_m: number): LiveAssignment => ({
  assignment: `a${n}`,
  route: `r${n}`,
  routeName: 'Harbour',
  operation: 'sweep',
  vehicle: `v${n}`,
  crew: null,
  from: '2026-11-19T04:00:00.000Z',
  to: '2026-11-19T06:00:00.000Z',
  status: 'running',
  planned_m: 1000,
  covered_m,
  excused_m: 0,
  required_share: 0.9,
  forecast: null,
});
const incident = (n: number, state: Incident['state']): Incident => ({
  id: `i${n}`,
  no: n,
  municipality: 'm',
  kind: 'idle',
  severity: 'warning',
  state,
  vehicle: 'v1',
  assignment: null,
  from: '2026-11-19T04:00:00.000Z',
  to: null,
  lat: null,
  lon: null,
  edge: null,
  figures: {},
  note: null,
  assignee: null,
  history: [],
});
const leg = (edge: number, to_m: number): LiveLeg => ({
  edge: `e${edge}`,
  side: 'right',
  pass: 1,
  passes: 1,
  from_m: 0,
  to_m: 100,
  pieces: [{ from_m: 0, to_m, state: 'done' }],
});

const small = fc.nat({ max: 4 });
const input: fc.Arbitrary<LiveInput> = fc.oneof(
  fc
    .tuple(small, fc.string({ maxLength: 4 }))
    .map(([no, plate]): LiveInput => ({ type: 'vehicle', ch: 'positions/m', seq: 0, vehicle: vehicle(no, plate) })),
  fc
    .tuple(small, fc.nat({ max: 1000 }))
    .map(([n, m]): LiveInput => ({ type: 'assignment', ch: 'progress/m', seq: 0, assignment: assignment(n, m) })),
  fc
    .tuple(small, fc.constantFrom('open' as const, 'resolved' as const))
    .map(([n, s]): LiveInput => ({ type: 'incident', ch: 'cases/m', seq: 0, incident: incident(n, s) })),
  fc
    .tuple(small, fc.boolean(), fc.array(fc.tuple(small, fc.nat({ max: 100 })), { maxLength: 4 }))
    .map(([n, whole, legs]): LiveInput => ({
      type: 'legs',
      ch: 'progress/m',
      seq: 0,
      assignment: `a${n}`,
      whole,
      legs: [...new Map(legs.map(([e, m]) => [e, leg(e, m)])).values()],
    })),
  fc.array(fc.tuple(small, fc.nat({ max: 89 }), fc.nat({ max: 359 })), { maxLength: 4 }).map((rows): LiveInput => ({
    type: 'positions',
    seq: 0,
    rows: rows.map(([no, lat, heading_deg]) => ({
      no,
      ts_ms: 1_780_000_000_000,
      lat,
      lon: 28,
      heading_deg,
      speed_kmh: 6,
      state: 'working',
      gearOn: true,
      lowConfidence: false,
    })),
  })),
);

/** The server's own books: plain records, each message applied for itself. */
class Server {
  readonly vehicles = new Map<number, LiveVehicle>();
  readonly assignments = new Map<string, LiveAssignment>();
  readonly incidents = new Map<string, Incident>();
  readonly legs = new Map<string, Map<string, LiveLeg>>();

  apply(message: LiveInput): void {
    if (message.type === 'vehicle') this.vehicles.set(message.vehicle.no, message.vehicle);
    if (message.type === 'assignment') this.assignments.set(message.assignment.assignment, message.assignment);
    if (message.type === 'incident') this.incidents.set(message.incident.id, message.incident);
    if (message.type === 'legs') {
      const legs = message.whole
        ? new Map<string, LiveLeg>()
        : (this.legs.get(message.assignment) ?? new Map<string, LiveLeg>());
      for (const one of message.legs) legs.set(one.edge, one);
      this.legs.set(message.assignment, legs);
    }
    if (message.type === 'positions') {
      for (const { no, ts_ms, lat, lon, heading_deg, speed_kmh, state, gearOn } of message.rows) {
        const before = this.vehicles.get(no);
        if (before)
          this.vehicles.set(no, {
            ...before,
            ts: new Date(ts_ms).toISOString(),
            lat,
            lon,
            heading_deg,
            speed_kmh,
            state,
            gearOn,
          });
      }
    }
  }

  snapshot(): LiveInput[] {
    return [
      {
        type: 'hello',
        protocol: 1,
        serverTime: '2026-11-19T05:00:00.000Z',
        channels: {},
        snapshot: {
          vehicles: [...this.vehicles.values()],
          assignments: [...this.assignments.values()],
          incidents: [...this.incidents.values()],
        },
      },
      ...[...this.legs].map(([id, legs]): LiveInput => ({
        type: 'legs',
        ch: 'progress/m',
        seq: 0,
        assignment: id,
        whole: true,
        legs: [...legs.values()],
      })),
    ];
  }
}

const plain = (state: LiveState) => ({
  ...state,
  legs: Object.fromEntries([...state.legs].sort(([a], [b]) => a.localeCompare(b))),
});

describe('folding live messages', () => {
  it('gives the next snapshot, whatever the messages are and however they are batched', () => {
    fc.assert(
      fc.property(
        fc.array(input, { maxLength: 30 }),
        fc.array(input, { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        (before, after, batch) => {
          const server = new Server();
          for (const message of before) server.apply(message);
          let state = foldLive(EMPTY_LIVE_STATE, server.snapshot());
          for (const message of after) server.apply(message);
          for (let at = 0; at < after.length; at += batch) state = foldLive(state, after.slice(at, at + batch));
          expect(plain(state)).toEqual(plain(foldLive(EMPTY_LIVE_STATE, server.snapshot())));
        },
      ),
    );
  });

  it('keeps the identity of what did not change and never changes what was handed out', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 20 }), input, (before, next) => {
        const server = new Server();
        for (const message of before) server.apply(message);
        const state = foldLive(EMPTY_LIVE_STATE, server.snapshot());
        const copy = structuredClone(plain(state));
        const after = foldLive(state, [next]);
        expect(plain(state)).toEqual(copy);
        const kept = {
          vehicles: after.vehicles === state.vehicles,
          incidents: after.incidents === state.incidents,
          legs: after.legs === state.legs,
        };
        // A frame without a known vehicle changes none.
        const mayMove = next.type === 'vehicle' || next.type === 'positions';
        expect(kept).toEqual({
          vehicles: !mayMove || kept.vehicles,
          incidents: next.type !== 'incident',
          legs: next.type !== 'legs',
        });
        const touched = new Set(
          next.type === 'positions' ? next.rows.map((row) => row.no) : next.type === 'vehicle' ? [next.vehicle.no] : [],
        );
        const untouched = state.vehicles.filter((one) => !touched.has(one.no));
        expect(untouched.every((one) => after.vehicles.includes(one))).toBe(true);
      }),
    );
  });

  it('drops an assignment that was removed with its legs, and takes it up again', () => {
    const told = (n: number, of: object = {}): LiveInput => ({
      type: 'assignment',
      ch: 'progress/m',
      seq: n,
      assignment: { ...assignment(n, 10), ...of },
    });
    const legs: LiveInput = {
      type: 'legs',
      ch: 'progress/m',
      seq: 9,
      assignment: 'a2',
      whole: true,
      legs: [leg(1, 50)],
    };
    const before = foldLive(EMPTY_LIVE_STATE, [told(1), told(2), told(3), legs]);
    const after = foldLive(before, [told(2, { removed: true }), told(3, { covered_m: 20 })]);
    expect(after.assignments.map((one) => [one.assignment, one.covered_m])).toEqual([
      ['a1', 10],
      ['a3', 20],
    ]);
    expect(after.legs.has('a2')).toBe(false);
    expect(before.legs.has('a2')).toBe(true);
    expect(foldLive(after, [told(2, { removed: true })]).assignments).toHaveLength(2);
    expect(foldLive(after, [told(2)]).assignments).toHaveLength(3);
  });

  it('drops a vehicle that was removed, takes no position of it, and takes it up again', () => {
    const told = (no: number, of: object = {}): LiveInput => ({
      type: 'vehicle',
      ch: 'progress/m',
      seq: no,
      vehicle: { ...vehicle(no, `P ${no}`), ...of },
    });
    const row = { ts_ms: 1, lat: 1, lon: 2, heading_deg: null, speed_kmh: 5, state: 'driving' } as const;
    const before = foldLive(EMPTY_LIVE_STATE, [told(1), told(2), told(3)]);
    const after = foldLive(before, [
      told(2, { removed: true }),
      { type: 'positions', seq: 9, rows: [{ no: 2, ...row, gearOn: false, lowConfidence: false }] },
      told(3, { plate: 'new' }),
    ]);
    expect(after.vehicles.map(({ no, plate }) => [no, plate])).toEqual([
      [1, 'P 1'],
      [3, 'new'],
    ]);
    expect(before.vehicles).toHaveLength(3);
    expect(foldLive(after, [told(2, { removed: true })]).vehicles).toHaveLength(2);
    expect(foldLive(after, [told(2)]).vehicles).toHaveLength(3);
  });

  it('takes positions as the binary frame carries them', () => {
    const known = foldLive(EMPTY_LIVE_STATE, [
      { type: 'vehicle', ch: 'positions/m', seq: 1, vehicle: vehicle(3, 'KVD 214') },
    ]);
    const frame = encodePositionFrame({
      seq: 9,
      rows: [
        {
          no: 3,
          ts_ms: 1_780_000_000_000,
          lat: 46.99,
          lon: 28.86,
          heading_deg: null,
          speed_kmh: 5.5,
          state: 'working',
          gearOn: true,
          lowConfidence: false,
        },
      ],
    });
    const [moved] = foldLive(known, [{ type: 'positions', ...decodePositionFrame(frame) }]).vehicles;
    expect(moved).toMatchObject({
      plate: 'KVD 214',
      lat: 46.99,
      lon: 28.86,
      heading_deg: null,
      speed_kmh: 5.5,
      state: 'working',
      gearOn: true,
    });
  });
});
