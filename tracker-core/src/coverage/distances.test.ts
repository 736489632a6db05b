import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { townOf, type Street } from '../pipeline/testing/town.ts';
import { distanceTo, distancesFrom, type NetworkPoint, type Ways } from './distances.ts';

/** Shortest ways between all corners of a town of straight streets, by Floyd and Warshall. */
function oracle(streets: readonly Street[]) {
  const name = ([east, north]: readonly [number, number]) => `${east},${north}`;
  const corners = [...new Set(streets.flatMap(({ line }) => line.map(name)))];
  const at = new Map(corners.map((corner, i) => [corner, i]));
  const way = corners.map((_, i) => corners.map((__, j) => (i === j ? 0 : Infinity)));
  for (const { line } of streets) {
    const [a, b] = [at.get(name(line[0]!))!, at.get(name(line[1]!))!];
    way[a]![b] = way[b]![a] = Math.hypot(line[1]![0] - line[0]![0], line[1]![1] - line[0]![1]);
  }
  for (const k of corners.keys())
    for (const i of corners.keys())
      for (const j of corners.keys()) way[i]![j] = Math.min(way[i]![j]!, way[i]![k]! + way[k]![j]!);
  return (a: readonly [number, number], b: readonly [number, number]) => way[at.get(name(a))!]![at.get(name(b))!]!;
}

const corner = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
/** Some of the block sides of a grid of 200 m, each a street of its own. */
const streets = fc
  .uniqueArray(fc.tuple(corner, fc.boolean()), {
    minLength: 2,
    maxLength: 14,
    selector: ([[e, n], up]) => `${e} ${n} ${up}`,
  })
  .map((all) =>
    all.map(([[east, north], up], i): Street => ({
      id: `s${i}`,
      line: [[east * 200, north * 200], up ? [east * 200, north * 200 + 200] : [east * 200 + 200, north * 200]],
    })),
  );

describe('distances over the network', () => {
  it('agree with Floyd and Warshall within 0.1 %', () => {
    fc.assert(
      fc.property(streets, fc.nat(), fc.nat(), (all, a, b) => {
        const town = townOf(all);
        const shortest = oracle(all);
        const [from, to] = [all[a % all.length]!, all[b % all.length]!];
        const distances = distancesFrom(town, { edge: town.edgeNo(from.id)!, offset_m: 50 }, 1e6);
        const got_m = distanceTo(distances, { edge: town.edgeNo(to.id)!, offset_m: 150 });
        const ends = [0, 1].flatMap((f) =>
          [0, 1].map((t) => (f === 0 ? 50 : 150) + shortest(from.line[f]!, to.line[t]!) + (t === 0 ? 150 : 50)),
        );
        const wanted_m = from === to ? 100 : Math.min(...ends);
        if (wanted_m === Infinity) expect(got_m).toBe(Infinity);
        else expect(Math.abs(got_m - wanted_m)).toBeLessThan(0.001 * wanted_m + 0.1);
      }),
      { numRuns: 80 },
    );
  });

  it('as drawn go along a one-way street only as it may be driven', () => {
    const town = townOf([
      {
        id: 'one',
        oneway: 'forward',
        line: [
          [0, 0],
          [200, 0],
        ],
      },
      {
        id: 'round',
        line: [
          [200, 0],
          [200, 100],
          [0, 100],
          [0, 0],
        ],
      },
    ]);
    const [early, late] = [50, 150].map((offset_m) => ({ edge: 0, offset_m })) as [NetworkPoint, NetworkPoint];
    const far = (from: NetworkPoint, to: NetworkPoint, ways?: Ways) =>
      distanceTo(distancesFrom(town, from, 1_000, ways), to);
    expect(far(early, late, 'drawn')).toBeCloseTo(100, 0);
    expect(far(late, early, 'drawn')).toBeCloseTo(500, 0);
    expect(far(late, early)).toBeCloseTo(100, 0);
    expect(far(late, { edge: 1, offset_m: 350 }, 'drawn')).toBeCloseTo(400, 0);
    expect(far(late, { edge: 1, offset_m: 350 })).toBeCloseTo(200, 0);
  });

  it('end at the limit', () => {
    const town = townOf([
      {
        id: 'a',
        line: [
          [0, 0],
          [100, 0],
        ],
      },
      {
        id: 'b',
        line: [
          [100, 0],
          [200, 0],
        ],
      },
      {
        id: 'c',
        line: [
          [200, 0],
          [300, 0],
        ],
      },
    ]);
    const distances = distancesFrom(town, { edge: 0, offset_m: 0 }, 150);
    expect(distanceTo(distances, { edge: 1, offset_m: 50 })).toBeCloseTo(150, 0);
    expect(distanceTo(distances, { edge: 2, offset_m: 50 })).toBe(Infinity);
  });
});
