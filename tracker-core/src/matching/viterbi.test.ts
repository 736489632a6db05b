import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineLength, pointAlong } from '../geometry/line.ts';
import { metresBetween, scaleAt } from '../geometry/ruler.ts';
import { buildNetwork } from '../network/build.ts';
import type { Edge, Graph, Network } from '../network/network.ts';
import type { Fix, Matched, Place } from '../pipeline/stages.ts';
import { bareFix, run } from '../testing/ascii-map.ts';
import { MATCH_LIMITS as limits } from './limits.ts';
import { drivenOf, odometerErr } from './told.ts';

/**
 * The matcher against an oracle that shares none of its code: every sequence of states is tried, each priced from the
 * definitions in DOMAIN.md and the limits. What the matcher hands out, whatever it pruned on the way, must be a sequence
 * of the least cost.
 */

/** Off the network (arc −1), or on an arc in one of its directions. */
interface State {
  readonly arc: number;
  readonly backward: boolean;
  /** Metres from where the arc is entered, and from where it begins as drawn. */
  readonly along_m: number;
  readonly drawn_m: number;
  /** Place in metres from the fix. */
  readonly east: number;
  readonly north: number;
  readonly distance_m: number;
  /** Of the street there, from north. */
  readonly angle: number;
  readonly emission: number;
  /** What its direction costs. */
  readonly directed: number;
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
const sigmaOf = ({ accuracy_m }: Fix) =>
  accuracy_m === null ? limits.unknownSigma_m : clamp(accuracy_m, limits.leastSigma_m, limits.greatestSigma_m);

function statesOf({ graph }: Network, fix: Fix): State[] {
  const { accuracy_m, heading_deg, speed_kmh } = fix;
  const radius = accuracy_m === null ? 45 : clamp(3 * accuracy_m, 30, 60);
  const sigma = sigmaOf(fix);
  // The carriageway is the street; from its edge on distance counts.
  const emission = (metres: number) =>
    (Math.max(0, metres - limits.halfStreet_m) / sigma) ** 2 / 2 + limits.besideCost * metres;
  const near: { arc: number; drawn_m: number; east: number; north: number; distance_m: number; angle: number }[] = [];
  for (let arc = 0; arc < graph.connectorsFrom; arc++) {
    const place = nearest(graph, arc, fix);
    if (place.distance_m <= radius) near.push({ arc, ...place });
  }
  near.sort((a, b) => a.distance_m - b.distance_m);
  const off = { arc: -1, backward: false, along_m: 0, drawn_m: 0, east: 0, north: 0, distance_m: 0, angle: 0 };
  const states: State[] = [{ ...off, emission: emission(25), directed: 0 }];
  for (const place of near.slice(0, limits.candidates)) {
    for (const backward of [false, true]) {
      const headed = heading_deg !== null && (speed_kmh ?? 99) >= 1.5;
      const agrees = Math.cos((heading_deg ?? 0) * (Math.PI / 180) - place.angle) * (backward ? -1 : 1);
      const against = headed ? limits.headingCost * 0.5 * Math.max(0, 0.9 - agrees) : 0;
      const along_m = backward ? graph.arcLength_m[place.arc]! - place.drawn_m : place.drawn_m;
      const wrongWay = graph.arcOneway[place.arc] === (backward ? 1 : -1) ? limits.againstOnewayCost : 0;
      states.push({ ...place, backward, along_m, emission: emission(place.distance_m), directed: against + wrongWay });
    }
  }
  return states;
}

/** The point of an arc next to a fix; angles from north. */
function nearest({ arcVertex, vertices }: Graph, arc: number, { lon, lat }: Fix) {
  const { kx, ky } = scaleAt(lat);
  let best = { drawn_m: 0, east: NaN, north: NaN, distance_m: Infinity, angle: 0 };
  let before_m = 0;
  for (let v = arcVertex[arc]!; v + 1 < arcVertex[arc + 1]!; v++) {
    const [ax, ay, bx, by] = [0, 1, 2, 3].map((k) =>
      k % 2 === 0 ? (vertices[2 * v + k]! - lon) * kx : (vertices[2 * v + k]! - lat) * ky,
    ) as [number, number, number, number];
    const size = Math.hypot(bx - ax, by - ay);
    const t = Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / size ** 2));
    const [east, north] = [ax + t * (bx - ax), ay + t * (by - ay)];
    const distance_m = Math.hypot(east, north);
    // Next to a bend the street has two headings: the fix is none to ask about.
    if (Math.abs(distance_m - best.distance_m) < 1e-6) best = { ...best, angle: NaN };
    else if (distance_m < best.distance_m) {
      best = { drawn_m: before_m + t * size, east, north, distance_m, angle: Math.atan2(bx - ax, by - ay) };
    }
    before_m += size;
  }
  return best;
}

const startOf = ({ arcFrom, arcTo }: Graph, arc: number, backward: boolean) => (backward ? arcTo : arcFrom)[arc]!;
const endOf = ({ arcFrom, arcTo }: Graph, arc: number, backward: boolean) => (backward ? arcFrom : arcTo)[arc]!;

/** Metres of penalty for entering an arc. */
function entering({ connectorsFrom, arcOneway }: Graph, arc: number, backward: boolean): number {
  if (arc >= connectorsFrom) return limits.connector_m;
  return arcOneway[arc] === (backward ? 1 : -1) ? limits.againstOneway_m : 0;
}

function turning(graph: Graph, node: number): number {
  let arcs = 0;
  for (let arc = 0; arc < graph.arcs; arc++) {
    for (const backward of [false, true]) if (startOf(graph, arc, backward) === node) arcs++;
  }
  return arcs === 1 ? limits.turnAtDeadEnd_m : limits.turnBack_m;
}

interface Way {
  readonly metres: number;
  readonly penalty_m: number;
  readonly first: readonly [arc: number, backward: boolean] | null;
  readonly last: readonly [arc: number, backward: boolean] | null;
}

/** The cheapest way between two nodes in metres and penalties, by trying every one that passes no node twice. */
function cheapest(graph: Graph, from: number, to: number): Way | null {
  let best: Way | null = null;
  const go = (at: number, way: Way, passed: ReadonlySet<number>) => {
    if (at === to && (best === null || way.metres + way.penalty_m < best.metres + best.penalty_m)) best = way;
    for (let arc = 0; arc < graph.arcs; arc++) {
      for (const backward of [false, true]) {
        const head = endOf(graph, arc, backward);
        const metres = way.metres + graph.arcLength_m[arc]!;
        if (startOf(graph, arc, backward) !== at || passed.has(head) || metres > 400) continue;
        const penalty_m = way.penalty_m + entering(graph, arc, backward);
        const last = [arc, backward] as const;
        go(head, { metres, penalty_m, first: way.first ?? last, last }, new Set([...passed, head]));
      }
    }
  };
  go(from, { metres: 0, penalty_m: 0, first: null, last: null }, new Set([from]));
  return best;
}

/** What it costs to change over to a street beside: the error would have changed by more than by staying. */
function asideOf(
  from: State,
  to: State,
  seconds: number,
  fix: Fix,
  [moved, northward]: readonly [number, number],
): number {
  if (from.arc === to.arc && from.backward === to.backward) return 0;
  if (Math.abs(Math.cos(to.angle - from.angle)) < limits.besideAlike) return 0;
  const across = (east: number, north: number) => Math.cos(to.angle) * east - Math.sin(to.angle) * north;
  const { accuracy_m } = fix;
  const claimed = Math.min(limits.greatestSigma_m, Math.max(limits.leastSigma_m, accuracy_m ?? limits.unknownSigma_m));
  const variance = limits.sway_m ** 2 + claimed ** 2 * (1 - Math.exp(-seconds / limits.errorKept_s) ** 2);
  const jump = across(to.east - from.east, to.north - from.north) ** 2 - across(moved, northward) ** 2;
  return Math.min(limits.sidestepMost, Math.max(0, jump / variance / 2));
}

/** Cost of coming from one state to a state of the next fix. */
function transition(network: Network, a: Fix, from: State, b: Fix, to: State, silence_s: number): number {
  const { graph } = network;
  const straight = metresBetween(a.lon, a.lat, b.lon, b.lat);
  const seconds = (b.ts_ms - a.ts_ms) / 1000;
  const tooFast = straight > 100 && straight * 3.6 > limits.topSpeed_kmh * seconds;
  if (silence_s > limits.sparseJoin_s || tooFast) return 0;
  if (from.arc < 0 && to.arc < 0) return 0;
  if (from.arc < 0 || to.arc < 0) return Math.min(limits.breakCost, limits.leaveCost);
  const beta = limits.beta_m + limits.betaPerSecond_m * seconds;
  // At least the chord was driven, and no more than the speeds at both ends make likely.
  const known = seconds <= limits.reckon_s && a.speed_kmh !== null && b.speed_kmh !== null;
  const reckoned = known ? Math.max(straight, (((a.speed_kmh! + b.speed_kmh!) / 2) * seconds) / 3.6) : straight;
  // Over a minute and more the odometer tells it, if the device tells headings too.
  const driven = drivenOf(a, b, silence_s * 1000, straight, limits);
  const differs = (metres: number) =>
    (Number.isNaN(driven) ? Math.max(straight - metres, metres - reckoned, 0) : Math.abs(metres - driven)) / beta;
  let least: number = limits.breakCost;
  const { kx, ky } = scaleAt(b.lat);
  const leap = Math.hypot((a.lon - b.lon) * kx + from.east - to.east, (a.lat - b.lat) * ky + from.north - to.north);
  if (leap <= limits.leap_m) least = Math.min(least, limits.leapCost + Math.abs(leap - straight) / beta);
  const told = Number.isNaN(driven) ? 0 : driven + odometerErr(driven, limits);
  const fits = Math.max(limits.searchDetour * straight + limits.searchSlack_m, told);
  const most = Math.min(fits, (limits.topSpeed_kmh / 3.6) * seconds + limits.searchSlack_m);
  const aside = asideOf(from, to, seconds, b, [(b.lon - a.lon) * kx, (b.lat - a.lat) * ky]);
  const offer = (metres: number, penalty_m: number) => {
    if (metres > most + from.distance_m + to.distance_m) return;
    least = Math.min(least, differs(metres) + penalty_m / limits.penaltyScale_m + aside);
  };
  const left = graph.arcLength_m[from.arc]! - from.along_m;
  const same = from.arc === to.arc;
  // On along the same arc there is no better way; a short way back is standing still.
  const gone = to.along_m - from.along_m;
  if (same && from.backward === to.backward && gone > -limits.jitter_m) {
    offer(Math.max(0, gone), Math.max(0, -gone));
    if (gone >= 0) return least;
  }
  // Turned where it stood.
  const back = to.along_m - left;
  if (same && from.backward !== to.backward && back > -limits.jitter_m) offer(Math.max(0, back), limits.turnBack_m);
  const [head, tail] = [endOf(graph, from.arc, from.backward), startOf(graph, to.arc, to.backward)];
  const way = cheapest(graph, head, tail);
  if (way === null) return least;
  const reverses = (one: readonly [number, boolean], other: readonly [number, boolean]) =>
    one[0] === other[0] && one[1] !== other[1];
  const [entered, leaving] = [[from.arc, from.backward] as const, [to.arc, to.backward] as const];
  let penalty_m = way.penalty_m + entering(graph, to.arc, to.backward);
  if (reverses(entered, way.first ?? leaving)) penalty_m += turning(graph, head);
  if (way.last !== null && reverses(way.last, leaving)) penalty_m += turning(graph, tail);
  offer(left + way.metres + to.along_m, penalty_m);
  return least;
}

/** Prices of all states, and of going from each to each of the next fix. */
function pricesOf(network: Network, fixes: readonly Fix[], silences_s: readonly number[]) {
  const states = fixes.map((fix) => statesOf(network, fix));
  const own = states.map((all, c) => {
    const before = fixes[c - 1];
    const moved = before === undefined ? Infinity : metresBetween(before.lon, before.lat, fixes[c]!.lon, fixes[c]!.lat);
    // Errors of fixes close together are one error.
    const weight = (after_m: number) => Math.min(1, Math.max(limits.leastWeight, moved / after_m));
    // The worse a receiver is, the longer it errs; how long a vehicle is off the streets has nothing to do with that.
    const erring = fixes[c]!.accuracy_m === null ? 30 : 7.5 * sigmaOf(fixes[c]!);
    return all.map(
      ({ arc, emission, directed }) =>
        weight(arc < 0 ? 30 : erring) * emission + weight(limits.newHeading_m) * directed,
    );
  });
  const between = states
    .slice(1)
    .map((all, c) =>
      states[c]!.map((from) =>
        all.map((to) => transition(network, fixes[c]!, from, fixes[c + 1]!, to, silences_s[c + 1]!)),
      ),
    );
  return { states, own, between };
}

/** The least cost of all sequences whose states are allowed, by trying each. */
function leastCost(
  { states, own, between }: ReturnType<typeof pricesOf>,
  allowed: (fix: number, state: State) => boolean,
) {
  const open = states.map((all, c) => all.flatMap((state, i) => (allowed(c, state) ? [i] : [])));
  let least = Infinity;
  const go = (c: number, before: number, cost: number): void => {
    if (c === states.length) {
      if (cost < least) least = cost;
      return;
    }
    for (const i of open[c]!) go(c + 1, i, cost + own[c]![i]! + (c === 0 ? 0 : between[c - 1]![before]![i]!));
  };
  go(0, 0, 0);
  return least;
}

const stands = ({ graph }: Network, place: Place | null, { arc, drawn_m }: State): boolean =>
  place === null || arc < 0
    ? place === null && arc < 0
    : graph.arcEdge[arc] === place.edge && Math.abs(graph.arcStart_m[arc]! + drawn_m - place.offset_m) < 0.01;

const metre = 1 / 111_195;
/** Grid places are a little askew, so that hardly two ways are equally long. */
const JITTER = [0, 1.3, 2.9, 4.7, 7.1];
const corner = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }));
const street = fc.record({
  line: fc
    .uniqueArray(corner, { minLength: 2, maxLength: 3, selector: ([x, y]) => 5 * x + y })
    // not back over itself: of two nearest points on one street either would do
    .filter(([a, b, c]) => c === undefined || (b![0] - a![0]) * (c[1] - b![1]) !== (b![1] - a![1]) * (c[0] - b![0])),
  oneway: fc.constantFrom('no' as const, 'no' as const, 'forward' as const, 'backward' as const),
});
const towns = fc.array(street, { minLength: 1, maxLength: 4 }).map((streets) => {
  const edges = streets.map(({ line, oneway }, e): Edge => {
    const coordinates = Float64Array.from(
      line.flatMap(([x, y]) => [
        0.001 + (x * 40 + JITTER[x]! * (1 + y / 7)) * metre,
        (y * 40 + JITTER[y]! * (1 + x / 5)) * metre,
      ]),
    );
    const length_cm = Math.round(lineLength(coordinates) * 100);
    return { id: `e${e}`, name: null, class: null, oneway, layer: 0, length_cm, coordinates };
  });
  return buildNetwork(edges).network;
});
const reading = fc.record({
  /** A place along a street and the error beside it; every fifth one anywhere. */
  street: fc.nat(3),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  off: fc.tuple(fc.integer({ min: -14, max: 14 }), fc.integer({ min: -14, max: 14 })),
  anywhere: fc.option(fc.tuple(fc.integer({ min: -30, max: 200 }), fc.integer({ min: -30, max: 200 })), { freq: 5 }),
  wait_s: fc.constantFrom(1, 5, 8, 8, 15, 15, 60, 190),
  accuracy_m: fc.constantFrom(null, 3, 14),
  heading_deg: fc.constantFrom(null, null, 0, 75, 180, 290),
  speed_kmh: fc.constantFrom(null, 1, 20),
  /** Since the reading before. */
  driven_m: fc.constantFrom(null, 0, 60, 140, 300),
});
type Reading = typeof reading extends fc.Arbitrary<infer Value> ? Value : never;

function fixesOf({ edges }: Network, readings: readonly Reading[]): Fix[] {
  let ts_ms = 0;
  let odometer_m = 0;
  return readings.map(({ street: one, share, off, anywhere, wait_s, driven_m, ...said }) => {
    odometer_m += driven_m ?? 0;
    const odometer_km = driven_m === null ? null : odometer_m / 1000;
    const line = edges[one % edges.length]!.coordinates;
    const [lon, lat] = pointAlong(line, share * lineLength(line));
    const place = anywhere?.map((m) => m * metre) ?? [lon - 0.001 + off[0] * metre, lat + off[1] * metre];
    return bareFix((ts_ms += wait_s * 1000), 0.001 + place[0]!, place[1]!, { ...said, odometer_km });
  });
}

/** The longest silence before each used fix; a parked one breaks it. */
function silencesOf(matched: readonly Matched[]): number[] {
  const silences: number[] = [];
  let [heard_ms, longest_ms] = [NaN, 0];
  for (const { fix, verdict } of matched) {
    if (verdict !== 'used' && verdict !== 'parked') continue;
    if (!Number.isNaN(heard_ms)) longest_ms = Math.max(longest_ms, fix.ts_ms - heard_ms);
    heard_ms = fix.ts_ms;
    if (verdict === 'parked') continue;
    silences.push(longest_ms / 1000);
    longest_ms = 0;
  }
  return silences;
}

test('what the matcher hands out is the cheapest of all sequences of states', { timeout: 60_000 }, () => {
  const seen = { off: 0, on: 0, arcs: 0 };
  fc.assert(
    fc.property(towns, fc.array(reading, { minLength: 2, maxLength: 6 }), (town, readings) => {
      fc.pre(town.graph.arcs <= 10);
      const { matched } = run(town, fixesOf(town, readings));
      const used = matched.filter(({ verdict }) => verdict === 'used');
      const prices = pricesOf(
        town,
        used.map(({ fix }) => fix),
        silencesOf(matched),
      );
      fc.pre(prices.states.every((all) => all.every(({ angle }) => !Number.isNaN(angle))));
      fc.pre(prices.states.reduce((all, { length }) => all * length, 1) < 400_000);
      const least = leastCost(prices, () => true);
      const given = leastCost(prices, (c, state) => stands(town, used[c]!.place, state));
      expect(given - least).toBeLessThan(1e-3);
      for (const { place } of used) seen[place === null ? 'off' : 'on']++;
      seen.arcs = Math.max(seen.arcs, town.graph.arcs);
    }),
    { numRuns: 1_000 },
  );
  // or nothing much was tried
  expect(Math.min(seen.off, seen.on)).toBeGreaterThan(100);
  expect(seen.arcs).toBeGreaterThan(6);
});
