import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineLength } from '../geometry/line.ts';
import { metresBetween, scaleAt } from '../geometry/ruler.ts';
import { buildNetwork } from '../network/build.ts';
import { wayBack, type Edge, type Graph, type Network, type Way } from '../network/network.ts';
import { bareFix } from '../testing/ascii-map.ts';
import { advance, start } from './advance.ts';
import { fillCandidates, startNeighbourhood } from './candidates.ts';
import { bestState, takeColumn, type Column } from './column.ts';
import { MATCH_LIMITS as limits } from './limits.ts';
import { headOf, searcherOf } from './reach.ts';

/** Cheapest way from a node to the start of `to`, by trying every path within the length: [length, cost, first way]. */
function slowest(graph: Graph, node: number, to: Way, most_m: number): [number, number, Way] | null {
  let best: [number, number, Way] | null = null;
  const go = (at: number, after: Way, length: number, cost: number, first: Way, used: Set<Way>) => {
    const choices = graph.leaving.subarray(graph.leavingFrom[at]!, graph.leavingFrom[at + 1]!);
    for (const next of choices) {
      if (used.has(next)) continue;
      let price = cost;
      if (after >= 0 && next === wayBack(after))
        price += choices.length === 1 ? limits.turnAtDeadEnd_m : limits.turnBack_m;
      if (next >> 1 >= graph.connectorsFrom) price += limits.connector_m;
      else if (graph.arcOneway[next >> 1] === ((next & 1) === 1 ? 1 : -1)) price += limits.againstOneway_m;
      if (best !== null && price > best[1] + 1e-9) continue;
      const start_way = first < 0 ? next : first;
      if (next === to && (best === null || price < best[1])) best = [length, price, start_way];
      const end = length + graph.arcLength_m[next >> 1]!;
      if (end > most_m) continue;
      used.add(next);
      go(headOf(graph, next), next, end, price + graph.arcLength_m[next >> 1]!, start_way, used);
      used.delete(next);
    }
  };
  go(node, -1, 0, 0, -1, new Set());
  return best;
}

/** Cost of coming from state i of one column to state j of the next, straight from the definitions. */
function transition({ graph }: Network, a: Column, i: number, b: Column, j: number): number {
  const [fa, fb] = [a.screened.fix, b.screened.fix];
  const straight = metresBetween(fa.lon, fa.lat, fb.lon, fb.lat);
  const seconds = (fb.ts_ms - fa.ts_ms) / 1000;
  let cost = limits.breakCost;
  if (i === 0 && j === 0) return 0;
  if (i === 0 || j === 0) return Math.min(cost, limits.leaveCost);
  const beta = limits.beta_m + limits.betaPerSecond_m * seconds;
  const price = (length: number, penalty: number) =>
    Math.abs(length - straight) / beta + penalty / limits.penaltyScale_m;
  const { kx, ky } = scaleAt(fb.lat);
  const leap = Math.hypot(
    (fa.lon - fb.lon) * kx + a.east_m[i]! - b.east_m[j]!,
    (fa.lat - fb.lat) * ky + a.north_m[i]! - b.north_m[j]!,
  );
  if (leap <= limits.leap_m) cost = Math.min(cost, limits.leapCost + Math.abs(leap - straight) / beta);
  const most = Math.min(limits.searchDetour * straight, (limits.topSpeed_kmh / 3.6) * seconds) + limits.searchSlack_m;
  const allowed = (m: number) => m <= most + a.distance_m[i]! + b.distance_m[j]!;
  const [from, to] = [a.way[i]!, b.way[j]!];
  const left = graph.arcLength_m[from >> 1]! - a.along_m[i]!;
  const offers: [number, number][] = [];
  if (from === to && b.along_m[j]! - a.along_m[i]! > -limits.jitter_m) {
    const gone = b.along_m[j]! - a.along_m[i]!;
    offers.push([Math.max(0, gone), Math.max(0, -gone)]);
  }
  if (to === wayBack(from) && b.along_m[j]! - left > -limits.jitter_m) {
    offers.push([Math.max(0, b.along_m[j]! - left), limits.turnBack_m]);
  }
  const through = slowest(graph, headOf(graph, from), to, 400);
  if (through !== null) {
    const [length, priced, first] = through;
    const node = headOf(graph, from);
    const alone = graph.leavingFrom[node + 1]! - graph.leavingFrom[node]! === 1;
    const turned = first === wayBack(from) ? (alone ? limits.turnAtDeadEnd_m : limits.turnBack_m) : 0;
    offers.push([left + length + b.along_m[j]!, priced - length + turned]);
  }
  const good = offers.filter(([length]) => allowed(length)).map(([length, penalty]) => price(length, penalty));
  return Math.min(cost, ...good);
}

/** Cost of the best of all sequences of states, by trying each. */
function bruteForce(network: Network, columns: readonly Column[]): number {
  let least = Infinity;
  const weightOf = (a: Column, b: Column) => {
    const [fa, fb] = [a.screened.fix, b.screened.fix];
    const moved = metresBetween(fa.lon, fa.lat, fb.lon, fb.lat);
    return Math.min(1, Math.max(limits.leastWeight, moved / limits.independent_m));
  };
  const go = (c: number, i: number, cost: number) => {
    if (c === columns.length - 1) {
      least = Math.min(least, cost);
      return;
    }
    const weight = weightOf(columns[c]!, columns[c + 1]!);
    for (let j = 0; j < columns[c + 1]!.count; j++) {
      go(
        c + 1,
        j,
        cost + transition(network, columns[c]!, i, columns[c + 1]!, j) + weight * columns[c + 1]!.emission[j]!,
      );
    }
  };
  for (let i = 0; i < columns[0]!.count; i++) go(0, i, columns[0]!.emission[i]!);
  return least;
}

const metre = 1 / 111_195;
const street = fc.record({
  ends: fc.tuple(
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 4 }),
  ),
  oneway: fc.constantFrom('no' as const, 'forward' as const),
});
const fixes = fc.array(fc.record({ x: fc.integer({ min: 0, max: 160 }), y: fc.integer({ min: 0, max: 160 }) }), {
  minLength: 2,
  maxLength: 4,
});

test('the recursion finds the cheapest of all sequences', () => {
  fc.assert(
    fc.property(
      fc.array(street, { minLength: 1, maxLength: 3 }),
      fixes,
      fc.constantFrom(8, 15),
      (streets, points, interval_s) => {
        const edges = streets.flatMap(({ ends: [ax, ay, bx, by], oneway }, e): Edge[] => {
          if (ax === bx && ay === by) return [];
          const coordinates = Float64Array.from([ax, ay, bx, by], (v, k) => (k % 2 === 0 ? 0.001 : 0) + v * 40 * metre);
          return [
            {
              id: `e${e}`,
              name: null,
              class: null,
              oneway,
              layer: 0,
              length_cm: Math.round(lineLength(coordinates) * 100),
              coordinates,
            },
          ];
        });
        fc.pre(edges.length > 0);
        const { network } = buildNetwork(edges);
        fc.pre(network.graph.arcs <= 9);
        const searcher = searcherOf(network, limits);
        const columns = points.map(({ x, y }, n) => {
          const column = takeColumn(
            { fix: bareFix(n * interval_s * 1000, 0.001 + x * metre, y * metre), verdict: 'used' },
            2 * limits.candidates + 1,
          );
          fillCandidates(network, limits, startNeighbourhood(), column);
          return column;
        });
        fc.pre(columns.reduce((all, { count }) => all * count, 1) < 30_000);
        columns.forEach((column, c) => (c === 0 ? start(column) : advance(searcher, columns[c - 1]!, column)));
        const last = columns[columns.length - 1]!;
        expect(last.cost[bestState(last)]).toBeCloseTo(bruteForce(network, columns), 4);
      },
    ),
    { numRuns: 100 },
  );
});
