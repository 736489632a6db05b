import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineLength } from '../geometry/line.ts';
import { metresBetween, scaleAt } from '../geometry/ruler.ts';
import { buildNetwork } from '../network/build.ts';
import { wayBack, type Edge, type Graph, type Network, type Way } from '../network/network.ts';
import { bareFix } from '../testing/ascii-map.ts';
import { advance, start } from './advance.ts';
import { candidatesOf, radiusOf } from './candidates.ts';
import { cellAt, cellsOf, NO_CELL } from './cells.ts';
import { ALONG, bestState, costOf, DISTANCE, EAST, EMISSION, NORTH, ROW, type Column } from './column.ts';
import { MATCH_LIMITS as limits } from './limits.ts';
import { headOf, searcherOf, tailOf } from './reach.ts';

/** Cheapest path from one node to another, by trying every one within the length: [length, cost, first way, last way]. */
function slowest(graph: Graph, from: number, to: number, most_m: number): [number, number, Way, Way] | null {
  let best: [number, number, Way, Way] | null = null;
  const go = (at: number, length: number, cost: number, first: Way, last: Way, passed: ReadonlySet<number>) => {
    if (at === to && (best === null || cost < best[1])) best = [length, cost, first, last];
    for (const next of graph.leaving.subarray(graph.leavingFrom[at]!, graph.leavingFrom[at + 1]!)) {
      const end = length + graph.arcLength_m[next >> 1]!;
      const head = headOf(graph, next);
      if (end > most_m || passed.has(head)) continue;
      const price = cost + graph.arcLength_m[next >> 1]! + entering(graph, next);
      go(head, end, price, first < 0 ? next : first, next, new Set([...passed, head]));
    }
  };
  go(from, 0, 0, -1, -1, new Set([from]));
  return best;
}

function entering(graph: Graph, way: Way): number {
  if (way >> 1 >= graph.connectorsFrom) return limits.connector_m;
  return graph.arcOneway[way >> 1] === ((way & 1) === 1 ? 1 : -1) ? limits.againstOneway_m : 0;
}

function turning(graph: Graph, node: number): number {
  const alone = graph.leavingFrom[node + 1]! - graph.leavingFrom[node]! === 1;
  return alone ? limits.turnAtDeadEnd_m : limits.turnBack_m;
}

const numberOf = ({ numbers }: Column, state: number, field: number): number => numbers[ROW * state + field]!;

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
    (fa.lon - fb.lon) * kx + numberOf(a, i, EAST) - numberOf(b, j, EAST),
    (fa.lat - fb.lat) * ky + numberOf(a, i, NORTH) - numberOf(b, j, NORTH),
  );
  if (leap <= limits.leap_m) cost = Math.min(cost, limits.leapCost + Math.abs(leap - straight) / beta);
  const most = Math.min(limits.searchDetour * straight, (limits.topSpeed_kmh / 3.6) * seconds) + limits.searchSlack_m;
  const allowed = (m: number) => m <= most + numberOf(a, i, DISTANCE) + numberOf(b, j, DISTANCE);
  const [from, to] = [a.way[i]!, b.way[j]!];
  const from_m = numberOf(a, i, ALONG);
  const to_m = numberOf(b, j, ALONG);
  const left = graph.arcLength_m[from >> 1]! - from_m;
  const offers: [number, number][] = [];
  if (from === to && to_m - from_m > -limits.jitter_m) {
    const gone = to_m - from_m;
    offers.push([Math.max(0, gone), Math.max(0, -gone)]);
  }
  if (to === wayBack(from) && to_m - left > -limits.jitter_m) {
    offers.push([Math.max(0, to_m - left), limits.turnBack_m]);
  }
  const node = headOf(graph, from);
  const tail = tailOf(graph, to);
  const through = slowest(graph, node, tail, 400);
  if (through !== null) {
    const [length, priced, first, last] = through;
    let penalty = priced - length + entering(graph, to);
    if ((first < 0 ? to : first) === wayBack(from)) penalty += turning(graph, node);
    if (last >= 0 && last === wayBack(to)) penalty += turning(graph, tail);
    offers.push([left + length + to_m, penalty]);
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
        cost +
          transition(network, columns[c]!, i, columns[c + 1]!, j) +
          weight * numberOf(columns[c + 1]!, j, EMISSION),
      );
    }
  };
  for (let i = 0; i < columns[0]!.count; i++) go(0, i, numberOf(columns[0]!, i, EMISSION));
  return least;
}

const metre = 1 / 111_195;
/** So that no two paths are equally long. */
const JITTER = [0, 1.3, 2.9, 4.7, 7.1];
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
          const coordinates = Float64Array.from(
            [ax, ay, bx, by],
            (v, k) => (k % 2 === 0 ? 0.001 : 0) + (v * 40 + JITTER[v]! * (k + 1)) * metre,
          );
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
          const fix = bareFix(n * interval_s * 1000, 0.001 + x * metre, y * metre);
          const cell = cellAt(cellsOf(network), NO_CELL, fix.lon, fix.lat, radiusOf(fix, limits));
          return candidatesOf(network.graph, limits, cell, { fix, verdict: 'used' });
        });
        fc.pre(columns.reduce((all, { count }) => all * count, 1) < 30_000);
        columns.forEach((column, c) => (c === 0 ? start(column) : advance(searcher, columns[c - 1]!, column)));
        const last = columns[columns.length - 1]!;
        expect(costOf(last, bestState(last))).toBeCloseTo(bruteForce(network, columns), 4);
      },
    ),
    { numRuns: 100 },
  );
});
