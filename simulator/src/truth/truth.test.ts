import { describe, expect, it } from 'vitest';
import { planOf, quiet, scenarioOf, tripWith } from '../../test/worlds.ts';
import type { Stride } from '../drive/body.ts';
import { MoveRecorder } from './moves.ts';
import { RunRecorder, timeAt, type Run } from './runs.ts';
import { truthOf } from './truth.ts';

const assignment = quiet.assignments.find(({ vehicle }) => vehicle.number === 1)!;
const { vehicle } = assignment;
const leg = assignment.route.legs.find(({ edge, from_m }) => {
  const { oneway, length_m } = quiet.graph.town.edges[edge]!;
  return oneway === 'no' && length_m > 60 && from_m === 0;
})!;
const plan = {
  ...quiet,
  assignments: [{ ...assignment, route: { ...assignment.route, legs: [{ ...leg, to_m: 60, passes: 2 }] } }],
};

/** A drive over the leg's kerb, at even speed, from one place to another. */
const run = (from_s: number, to_s: number, from_m = 0, to_m = 60, changes: Partial<Run> = {}): Run => ({
  vehicle,
  edge: leg.edge,
  side: leg.side,
  from_m: Math.min(from_m, to_m),
  to_m: Math.max(from_m, to_m),
  from_s: assignment.from_s + from_s,
  to_s: assignment.from_s + to_s,
  times: [
    { at_m: from_m, at_s: assignment.from_s + from_s },
    { at_m: to_m, at_s: assignment.from_s + to_s },
  ],
  ...changes,
});
const lines = (...runs: Run[]) => truthOf(plan, runs).map(({ pass, from_m, to_m }) => `${pass}: ${from_m}-${to_m}`);

describe('what was truly served', () => {
  it('is the stretch that was worked', () => {
    expect(lines(run(600, 660, 10, 40))).toEqual(['1: 10-40']);
  });

  it('is a second pass two minutes after the first, metre by metre', () => {
    expect(lines(run(600, 660), run(700, 760))).toEqual(['1: 0-60']);
    expect(lines(run(600, 660), run(900, 960))).toEqual(['1: 0-60', '2: 0-60']);
    // Back the same way at once: where it turned it was just before, at the other end long ago.
    expect(lines(run(600, 660), run(670, 730, 60, 0))).toEqual(['1: 0-60', '2: 0-5']);
  });

  it('is not the other kerb, not out of the window, not more than was asked', () => {
    expect(lines(run(600, 660, 0, 60, { side: leg.side === 'left' ? 'right' : 'left' }))).toEqual([]);
    expect(lines(run(-700, -640))).toEqual([]);
    expect(lines(run(600, 660), run(900, 960), run(1_200, 1_260))).toEqual(['1: 0-60', '2: 0-60']);
  });

  it('counts another vehicle of the contractor at once', () => {
    const other = quiet.vehicles.find(
      (one) => one !== vehicle && one.operation === vehicle.operation && one.contractor === vehicle.contractor,
    )!;
    expect(lines(run(600, 660), run(610, 670, 0, 60, { vehicle: other }))).toEqual(['1: 0-60', '2: 0-60']);
  });

  it('adds up to nearly the whole plan on a day without faults', () => {
    const [trip] = [tripWith()];
    const own = planOf(scenarioOf('quiet'));
    const served = truthOf(own, trip.runs).filter((line) => line.assignment === assignment.id);
    const served_m = served.reduce((sum, { from_m, to_m }) => sum + to_m - from_m, 0);
    const planned_m = assignment.route.legs.reduce(
      (sum, { from_m, to_m, passes }) => sum + (to_m - from_m) * passes,
      0,
    );
    expect(served_m / planned_m).toBeGreaterThan(0.97);
    expect(served_m / planned_m).toBeLessThanOrEqual(1 + 1e-6);
  });
});

const strides = (...speeds: (readonly [kmh: number, gear?: boolean])[]): Stride[] =>
  speeds.map(([speed_kmh, gear = true], i) => ({
    edge: leg.edge,
    forward: true,
    from_m: i,
    to_m: i + 1,
    from_s: i,
    to_s: i + 1,
    speed_kmh,
    gear,
    lateral_m: 3,
  }));
const many = (count: number, kmh: number): (readonly [number])[] => Array.from({ length: count }, () => [kmh]);

describe('runs', () => {
  const runsOf = (all: Stride[]): string[] => {
    const recorder = new RunRecorder(vehicle, quiet.graph.town.edges, 'right');
    for (const stride of all) recorder.stride(stride);
    recorder.flush();
    return recorder.runs.map(({ from_m, to_m }) => `${from_m}-${to_m}`);
  };

  it('go on through less than ten seconds above the working speed, and break for more', () => {
    expect(runsOf(strides(...many(5, 8), ...many(9, 20), ...many(5, 8)))).toEqual(['0-19']);
    expect(runsOf(strides(...many(5, 8), ...many(11, 20), ...many(5, 8)))).toEqual(['0-5', '16-21']);
  });

  it('need the gear down', () => {
    expect(runsOf(strides([8], [8, false], [8]))).toEqual(['0-1', '2-3']);
  });

  it('know when they were where, whichever way they went', () => {
    const there = run(0, 60);
    const back = run(0, 60, 60, 0);
    expect(timeAt(there, 15) - assignment.from_s).toBeCloseTo(15);
    expect(timeAt(back, 15) - assignment.from_s).toBeCloseTo(45);
  });
});

describe('moves', () => {
  it('tell work from a lifted gear, from too fast and from driving', () => {
    const recorder = new MoveRecorder(vehicle);
    for (const stride of strides([8], [8], [8, false], [20], [20, false])) recorder.stride(stride);
    expect(recorder.moves.map(({ doing, length_m }) => `${doing} ${length_m}`)).toEqual([
      'worked 2',
      'lifted 1',
      'fast 1',
      'driven 1',
    ]);
  });
});
