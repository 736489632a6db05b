import type { Position } from 'geojson';
import { measure, metresPerDegree, placeAlong, type MeasuredLine } from './measured-line.ts';
import { boxAround, type Box } from './box.ts';
import type { Street } from './edge-lines.ts';

/** A line long enough to carry the name of its street, with the edges that it was joined of. */
export interface NameLine {
  readonly key: string;
  readonly name: string;
  readonly main: boolean;
  readonly edges: readonly string[];
  readonly coordinates: readonly Position[];
}

/** Two ways of one name join where the turn between them is no sharper than this. */
const MAX_TURN_DEG = 75;
/** A carriageway this near to a longer one of the same name is the other half of the same street. */
const PARALLEL_M = 45;
const PARALLEL_SHARE = 0.7;
const SAMPLE_M = 40;

const MAIN_CLASSES = /^(motorway|trunk|primary|secondary|tertiary)$/;

/** Shared vertices are written equal; six decimals forgive what rounding did. */
const nodeKey = (place: Position): string => `${place[0]!.toFixed(6)} ${place[1]!.toFixed(6)}`;

interface End {
  readonly street: Street;
  readonly atStart: boolean;
  /** Bearing out of the node into the street, degrees. */
  readonly out_deg: number;
}

function bearing_deg(from: Position, to: Position): number {
  const { lon_m, lat_m } = metresPerDegree(from[1]!);
  return (Math.atan2((to[0]! - from[0]!) * lon_m, (to[1]! - from[1]!) * lat_m) * 180) / Math.PI;
}

const endKey = (street: Street, atStart: boolean): string => `${street.id}\n${atStart ? 's' : 'e'}`;

/** Pairs the ends that meet at a node, straightest first. */
function pairEnds(ends: readonly End[], joined: Map<string, End>): void {
  const pairs = ends.flatMap((one, i) =>
    ends.slice(i + 1).map((other) => ({
      one,
      other,
      turn_deg: Math.abs(180 - Math.abs(((other.out_deg - one.out_deg + 540) % 360) - 180)),
    })),
  );
  for (const { one, other, turn_deg } of pairs.sort((a, b) => a.turn_deg - b.turn_deg)) {
    if (turn_deg > MAX_TURN_DEG) return;
    const a = endKey(one.street, one.atStart);
    const b = endKey(other.street, other.atStart);
    if (joined.has(a) || joined.has(b) || one.street === other.street) continue;
    joined.set(a, other);
    joined.set(b, one);
  }
}

/** Ways joined end to end; of two carriageways the longer, with the streets of both. */
interface Chain {
  readonly streets: readonly Street[];
  readonly line: MeasuredLine;
  readonly box: Box;
  /** Places along the line, close enough to see what runs beside it. */
  readonly samples: readonly Position[];
}

function samplesOf(line: MeasuredLine): Position[] {
  const samples: Position[] = [];
  for (let at_m = 0; at_m < line.length_m; at_m += SAMPLE_M) samples.push(placeAlong(line, at_m));
  return [...samples, line.coordinates.at(-1)!];
}

/** Walks from street to street out of both ends until the name stops. */
function walk(first: Street, joined: Map<string, End>, used: Set<Street>): Chain {
  const chain: { street: Street; forwards: boolean }[] = [{ street: first, forwards: true }];
  used.add(first);
  for (const leaveByStart of [false, true]) {
    let end = joined.get(endKey(first, leaveByStart));
    while (end && !used.has(end.street)) {
      used.add(end.street);
      const link = { street: end.street, forwards: leaveByStart ? !end.atStart : end.atStart };
      if (leaveByStart) chain.unshift(link);
      else chain.push(link);
      end = joined.get(endKey(end.street, !end.atStart));
    }
  }
  const coordinates: Position[] = [];
  for (const { street, forwards } of chain) {
    const line = forwards ? street.line.coordinates : street.line.coordinates.toReversed();
    coordinates.push(...(coordinates.length > 0 ? line.slice(1) : line));
  }
  const line = measure(coordinates);
  return { streets: chain.map(({ street }) => street), line, box: boxAround(coordinates)!, samples: samplesOf(line) };
}

function apart([west, south, east, north]: Box, other: Box): boolean {
  const { lon_m, lat_m } = metresPerDegree(south);
  const [across, up] = [PARALLEL_M / lon_m, PARALLEL_M / lat_m];
  return other[0] > east + across || other[2] < west - across || other[1] > north + up || other[3] < south - up;
}

function runsBeside(short: Chain, long: Chain): boolean {
  if (apart(short.box, long.box)) return false;
  const { lon_m, lat_m } = metresPerDegree(short.box[1]);
  const near = ([lon, lat]: Position): boolean =>
    long.samples.some((other) => Math.hypot((other[0]! - lon!) * lon_m, (other[1]! - lat!) * lat_m) < PARALLEL_M);
  return short.samples.filter(near).length >= short.samples.length * PARALLEL_SHARE;
}

function joinWays(ways: readonly Street[]): Chain[] {
  const nodes = new Map<string, End[]>();
  for (const street of ways) {
    const { coordinates } = street.line;
    for (const atStart of [true, false]) {
      const [at, into] = atStart ? [coordinates[0]!, coordinates[1]!] : [coordinates.at(-1)!, coordinates.at(-2)!];
      const end = { street, atStart, out_deg: bearing_deg(at, into) };
      const key = nodeKey(at);
      const ends = nodes.get(key);
      if (ends) ends.push(end);
      else nodes.set(key, [end]);
    }
  }
  const joined = new Map<string, End>();
  for (const ends of nodes.values()) pairEnds(ends, joined);
  const used = new Set<Street>();
  return ways.flatMap((street) => (used.has(street) ? [] : [walk(street, joined, used)]));
}

/** Of chains that run side by side the longest, carrying the streets of the others. */
function withoutTwins(chains: readonly Chain[]): Chain[] {
  const kept: Chain[] = [];
  for (const chain of chains.toSorted((a, b) => b.line.length_m - a.line.length_m)) {
    const twin = kept.findIndex((longer) => runsBeside(chain, longer));
    if (twin < 0) kept.push(chain);
    else kept[twin] = { ...kept[twin]!, streets: [...kept[twin]!.streets, ...chain.streets] };
  }
  return kept;
}

/**
 * Lines for the names of streets: ways of one name joined end to end, of two carriageways only the longer.
 * Ways as mapped are too short to carry a name.
 */
export function nameLines(streets: Iterable<Street>): NameLine[] {
  const byName = new Map<string, Street[]>();
  for (const street of streets) {
    if (!street.name || street.line.coordinates.length < 2) continue;
    const same = byName.get(street.name);
    if (same) same.push(street);
    else byName.set(street.name, [street]);
  }
  return [...byName].flatMap(([name, ways]) =>
    withoutTwins(joinWays(ways)).map(({ streets: joined, line }, i) => ({
      key: `${name}\n${i}`,
      name,
      main: joined.some((street) => MAIN_CLASSES.test(street.class ?? '')),
      edges: joined.map(({ id }) => id),
      coordinates: line.coordinates,
    })),
  );
}
