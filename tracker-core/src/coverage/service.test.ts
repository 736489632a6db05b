import { ServiceAnswer, instantOf } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import Value from 'typebox/value';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import type { VehicleSetting } from '../pipeline/stages.ts';
import { Driver, MORNING_MS, SWEEPER, townOf } from '../pipeline/testing/town.ts';
import { serviceAnswer } from './service.ts';

const town = townOf([
  {
    id: 'b',
    line: [
      [0, 0],
      [200, 0],
    ],
  },
  {
    id: 'a',
    line: [
      [200, 0],
      [200, 200],
    ],
  },
  {
    id: 'one',
    line: [
      [200, 0],
      [400, 0],
    ],
    oneway: 'forward',
  },
]);

const passagesOf = (driver: Driver, setting: Partial<VehicleSetting> = {}) =>
  recomputeVehicle({ setting: { ...SWEEPER, ...setting }, network: town }, driver.fixes, []).passages;

const byEdge = (
  passages: ReturnType<typeof passagesOf>,
  from_ms = 0,
  to_ms = 9e15,
  drivesOn: 'left' | 'right' = 'right',
) => {
  const answer = serviceAnswer(town, drivesOn, passages, from_ms, to_ms);
  expect(Value.Check(ServiceAnswer, answer)).toBe(true);
  return Object.fromEntries(answer.edges.map((edge) => [edge.edge, edge]));
};

describe('service', () => {
  it('names every edge in the order of ids, with exactly its fields', () => {
    const { edges } = serviceAnswer(town, 'right', [], 0, 1);
    expect(edges.map(({ edge }) => edge)).toEqual(['a', 'b', 'one']);
    const none = { covered_m: 0, lastPassAt: null };
    expect(edges[0]).toEqual({
      edge: 'a',
      length_m: town.edges[1]!.length_cm / 100,
      driven_m: 0,
      sides: { left: none, right: none },
      lastPassAt: null,
    });
  });

  it('counts metres once however often they are driven, work only on the kerb it served', () => {
    const driver = new Driver()
      .drive([0, 0], [200, 0])
      .wait(300)
      .drive([0, 0], [200, 0])
      .wait(60)
      .drive([200, 0], [0, 0], { brush: false });
    const { b } = byEdge(passagesOf(driver));
    expect(b!.driven_m).toBeCloseTo(200, 0);
    expect(b!.sides.right.covered_m).toBeCloseTo(200, 0);
    expect(b!.sides.left).toEqual({ covered_m: 0, lastPassAt: null });
    expect(Date.parse(b!.lastPassAt!)).toBeGreaterThan(Date.parse(b!.sides.right.lastPassAt!));
  });

  it('a street that is merely crossed was not driven', () => {
    const crossing = townOf([
      {
        id: 'way',
        line: [
          [0, 0],
          [100, 0],
          [200, 0],
        ],
      },
      {
        id: 'across',
        line: [
          [100, -100],
          [100, 0],
          [100, 100],
        ],
      },
    ]);
    const { passages } = recomputeVehicle(
      { setting: SWEEPER, network: crossing },
      new Driver().drive([0, 0], [200, 0], { noise_m: 1 }).fixes,
      [],
    );
    const { edges } = serviceAnswer(crossing, 'right', passages, 0, 9e15);
    expect(edges.map(({ edge, driven_m }) => [edge, Math.round(driven_m / 10)])).toEqual([
      ['across', 0],
      ['way', 20],
    ]);
  });

  it('work whose side nothing shows goes to the driving side', () => {
    const middle = () => passagesOf(new Driver().drive([200, 0], [400, 0], { right_m: 0 }));
    expect(byEdge(middle())['one']!.sides.right.covered_m).toBeCloseTo(200, 0);
    expect(byEdge(middle(), 0, 9e15, 'left')['one']!.sides.left.covered_m).toBeCloseTo(200, 0);
  });

  it('cuts a drive at the ends of the time asked about', () => {
    const passages = passagesOf(new Driver().drive([0, 0], [200, 0]));
    const to_ms = MORNING_MS + 40_000;
    const { b } = byEdge(passages, MORNING_MS, to_ms);
    expect(b!.driven_m).toBeGreaterThan(97);
    expect(b!.driven_m).toBeLessThan(103);
    expect(b!.lastPassAt).toBe(instantOf(to_ms));
    const rest = byEdge(passages, to_ms)['b']!;
    expect(b!.driven_m + rest.driven_m).toBeCloseTo(200, 0);
  });
});
