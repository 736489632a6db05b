import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphOf } from './graph.ts';
import { nearest, timesFrom, wayBetween } from './shortest.ts';
import { readTown } from './town.ts';

/** A town of straight streets between numbered places on a circle. */
function townOf(pairs: readonly (readonly [number, number])[], count: number) {
  const place = (i: number): number[] => [
    10 + 0.01 * Math.cos((2 * Math.PI * i) / count),
    55 + 0.01 * Math.sin((2 * Math.PI * i) / count),
  ];
  const features = pairs.map(([a, b], id) => ({
    type: 'Feature',
    properties: { id: `e${id}`, class: 'residential', oneway: id % 3 === 0 ? 'yes' : 'no' },
    geometry: { type: 'LineString', coordinates: [place(a), place(b)] },
  }));
  return graphOf(readTown(JSON.stringify({ features }), 'circle'));
}

const count = 8;
const pairs = fc.array(
  fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a !== b),
  { minLength: 3, maxLength: 16 },
);

it('finds the same times as trying every detour, and ways that add up to them', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const graph = townOf(list, count);
      const n = graph.nodes.length;
      const slow = graph.nodes.map((_, a) => graph.nodes.map((_node, b) => (a === b ? 0 : Infinity)));
      for (const links of graph.out)
        for (const link of links) slow[link.from]![link.to] = Math.min(slow[link.from]![link.to]!, link.cost_s);
      for (let k = 0; k < n; k++)
        for (let a = 0; a < n; a++)
          for (let b = 0; b < n; b++) slow[a]![b] = Math.min(slow[a]![b]!, slow[a]![k]! + slow[k]![b]!);
      for (let a = 0; a < n; a++) {
        const times = timesFrom(graph, a);
        for (let b = 0; b < n; b++) {
          if (slow[a]![b] === Infinity) {
            expect(times[b]).toBe(Infinity);
            expect(() => wayBetween(graph, a, b)).toThrow('no way');
            continue;
          }
          expect(times[b]).toBeCloseTo(slow[a]![b]!, 6);
          const way = wayBetween(graph, a, b);
          expect(way.reduce((sum, link) => sum + link.cost_s, 0)).toBeCloseTo(slow[a]![b]!, 6);
          way.forEach((link, i) => expect(link.from).toBe(i === 0 ? a : way[i - 1]!.to));
        }
      }
    }),
    { numRuns: 60 },
  );
});

it('weighs what waits at a node against the way to it', () => {
  const graph = townOf(
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
      [0, 2],
    ],
    count,
  );
  const extra = [null, 1_000, 0, 0, null, null, null, null];
  const found = nearest(graph, 0, (node) => extra[node] ?? null);
  expect(found?.node).not.toBe(1);
  expect(nearest(graph, 0, () => null)).toBeNull();
});
