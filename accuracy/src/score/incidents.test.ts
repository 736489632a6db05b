import { describe, expect, it } from 'vitest';
import type { IncidentKind } from '@sweepline/contract';
import type { IncidentFact } from '@sweepline/tracker-core/pure';
import type { FaultKind, FleetPlan, Trip } from '@sweepline/simulator/pure';
import { START_MS } from '../plans.ts';
import { falseIncidents, trueShares } from './incidents.ts';

const vehicle = { id: 'v', interval_s: 5, gearSensors: ['brush'], operation: 'sweep' };
const plan = {
  graph: { town: { edges: [{ id: 'e' }] } },
  assignments: [
    { id: 'a', from_s: 0, vehicle, route: { legs: [{ edge: 0, side: 'right', from_m: 0, to_m: 100, passes: 2 }] } },
  ],
} as unknown as FleetPlan;
const tripWith = (kind?: FaultKind, value: number | null = null, way_m = 1_000): Trip =>
  ({
    vehicle,
    ways: [{ from_s: 1_100, to_s: 1_300, way_m, shortest_m: 1_000 }],
    effects: kind === undefined ? [] : [{ fault: { kind, value }, from_s: 1_000, to_s: 1_600, legs: [] }],
  }) as unknown as Trip;
const incident = (kind: IncidentKind, from_s: number): IncidentFact =>
  ({ kind, vehicle: 'v', assignment: 'a', from_ms: START_MS + from_s * 1000, lon: null, lat: null }) as IncidentFact;
const served = (to_m: number, pass: number) =>
  ({ assignment: 'a', edge: 'e', side: 'right', pass, from_m: 0, to_m, at_s: 0 }) as const;
const done = [served(100, 1), served(100, 2)];
const isFalse = (
  one: IncidentFact,
  trip: Trip,
  truth: readonly (Omit<ReturnType<typeof served>, 'at_s'> & { readonly at_s: number })[] = done,
): boolean => falseIncidents([one], plan, [trip], truth).length === 1;

describe('an incident that stands', () => {
  it('is false where nothing happened', () => {
    expect(isFalse(incident('off-route', 1_200), tripWith())).toBe(true);
    expect(isFalse(incident('missed', 5_000), tripWith())).toBe(true);
  });

  it('is right for a fault that leaves or may cause its kind, at its time', () => {
    expect(isFalse(incident('signal-lost', 1_000), tripWith('gap'))).toBe(false);
    expect(isFalse(incident('signal-lost', 4_000), tripWith('gap'))).toBe(true);
    expect(isFalse(incident('idle', 1_100), tripWith('gap'))).toBe(true);
    expect(isFalse(incident('missed', 7_000), tripWith('gap'))).toBe(false);
  });

  it('is right for a machine that truly came late', () => {
    const begun = (at_s: number) => done.map((one) => ({ ...one, at_s }));
    expect(isFalse(incident('late-start', 0), tripWith(), begun(890))).toBe(true);
    expect(isFalse(incident('late-start', 0), tripWith(), begun(905))).toBe(false);
    expect(isFalse(incident('no-show', 0), tripWith(), begun(905))).toBe(true);
    expect(isFalse(incident('no-show', 0), tripWith(), [])).toBe(false);
  });

  it('is dated by a wrong clock', () => {
    expect(isFalse(incident('conflict', 600), tripWith('clock-skew', -240))).toBe(false);
    expect(isFalse(incident('conflict', 300), tripWith('clock-skew', -240))).toBe(true);
  });

  it('is right for a route that truly was not done', () => {
    expect(isFalse(incident('missed', 5_000), tripWith(), [served(100, 1), served(60, 2)])).toBe(false);
    expect(isFalse(incident('will-miss', 3_000), tripWith(), [served(100, 1), served(60, 2)])).toBe(false);
    expect(isFalse(incident('missed', 5_000), tripWith(), [served(100, 1), served(90, 2)])).toBe(true);
  });
});

describe('a device of two minutes', () => {
  it('may leave too little for the route to be proved', () => {
    const sparse = { ...tripWith(), vehicle: { ...vehicle, interval_s: 120 } } as unknown as Trip;
    expect(isFalse(incident('missed', 5_000), sparse)).toBe(false);
    expect(isFalse(incident('off-route', 5_000), sparse)).toBe(true);
  });
});

describe('driving with the gear up', () => {
  const lifted = (length_m: number): Trip =>
    ({
      ...tripWith(),
      moves: [{ edge: 0, doing: 'lifted', from_s: 1_200, to_s: 1_230, length_m }],
    }) as unknown as Trip;
  const gearOff = incident('gear-off-on-route', 1_200);

  it('is one where it was about as far as the rules ask, on a leg still due', () => {
    expect(isFalse(gearOff, lifted(95), [])).toBe(false);
    expect(isFalse(gearOff, lifted(60), [])).toBe(true);
    expect(isFalse(gearOff, lifted(95), done)).toBe(true);
  });
});

describe('a way between two works', () => {
  it('is off the route where it is a third longer than the shortest', () => {
    expect(isFalse(incident('off-route', 1_200), tripWith(undefined, null, 1_250))).toBe(true);
    expect(isFalse(incident('off-route', 1_200), tripWith(undefined, null, 1_350))).toBe(false);
    expect(isFalse(incident('off-route', 4_000), tripWith(undefined, null, 1_350))).toBe(true);
  });
});

describe('the share truly served', () => {
  it('is of all passes', () => {
    expect(trueShares(plan, [served(100, 1)]).get('a')).toBe(0.5);
  });
});
