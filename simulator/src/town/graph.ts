import { turnBetween, headingOf, type Point } from './plane.ts';
import type { Edge, Town } from './town.ts';

/** A stretch of an edge between two junctions, in one permitted direction. Backwards links have `from_m` > `to_m`. */
export interface Link {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  readonly from_m: number;
  readonly to_m: number;
  readonly length_m: number;
  readonly forward: boolean;
  /** Driving time without work. */
  readonly cost_s: number;
}

export interface Graph {
  readonly town: Town;
  readonly nodes: readonly Point[];
  /** Links that leave a node. */
  readonly out: readonly (readonly Link[])[];
  /** The edge's links in order of digitising, and against it; empty where the direction is not permitted. */
  readonly along: readonly (readonly Link[])[];
  readonly against: readonly (readonly Link[])[];
  /** Nodes from which every other of them can be reached and which can be reached from every other. */
  readonly mainNodes: ReadonlySet<number>;
  /** Edges that lie between such nodes alone. */
  readonly main: ReadonlySet<number>;
}

/** Transit speeds by class, km/h: what a sweeper does between jobs, below the limit. */
const TRANSIT_KMH: Readonly<Record<string, number>> = {
  motorway: 45,
  trunk: 42,
  primary: 40,
  secondary: 40,
  tertiary: 36,
  unclassified: 32,
  residential: 28,
  living_street: 18,
  service: 18,
};

export const transitSpeed = (edge: Edge): number => TRANSIT_KMH[edge.class.replace('_link', '')] ?? 28;

/** Vertices that more than one line has, and ends, become nodes. */
function nodesOf(town: Town): { ids: Map<string, number>; points: Point[] } {
  const uses = new Map<string, number>();
  const key = (vertex: readonly number[]): string => `${vertex[0]},${vertex[1]}`;
  for (const { vertices } of town.edges) {
    vertices.forEach((vertex, i) => {
      const weight = i === 0 || i === vertices.length - 1 ? 2 : 1;
      uses.set(key(vertex), (uses.get(key(vertex)) ?? 0) + weight);
    });
  }
  const ids = new Map<string, number>();
  const points: Point[] = [];
  for (const { vertices, points: placed } of town.edges) {
    vertices.forEach((vertex, i) => {
      if (uses.get(key(vertex))! < 2 || ids.has(key(vertex))) return;
      ids.set(key(vertex), points.length);
      points.push(placed[i]!);
    });
  }
  return { ids, points };
}

/** Streets noded at shared vertices; one-ways respected. */
export function graphOf(town: Town): Graph {
  const { ids, points } = nodesOf(town);
  const out: Link[][] = points.map(() => []);
  const along: Link[][] = [];
  const against: Link[][] = [];
  town.edges.forEach((edge, index) => {
    const stops: { node: number; at_m: number }[] = [];
    edge.vertices.forEach((vertex, i) => {
      const node = ids.get(`${vertex[0]},${vertex[1]}`);
      if (node !== undefined) stops.push({ node, at_m: edge.at_m[i]! });
    });
    const [forwards, backwards]: [Link[], Link[]] = [[], []];
    for (let i = 1; i < stops.length; i++) {
      const [a, b] = [stops[i - 1]!, stops[i]!];
      const length_m = b.at_m - a.at_m;
      const cost_s = length_m / (transitSpeed(edge) / 3.6) + 3;
      const common = { edge: index, length_m, cost_s };
      if (edge.oneway !== '-1')
        forwards.push({ ...common, from: a.node, to: b.node, from_m: a.at_m, to_m: b.at_m, forward: true });
      if (edge.oneway !== 'yes')
        backwards.unshift({ ...common, from: b.node, to: a.node, from_m: b.at_m, to_m: a.at_m, forward: false });
    }
    along.push(forwards);
    against.push(backwards);
    for (const link of [...forwards, ...backwards]) out[link.from]!.push(link);
  });
  const mainNodes = mainPart(out);
  return { town, nodes: points, out, along, against, mainNodes, main: edgesWithin(mainNodes, along, against) };
}

function reachable(next: readonly (readonly number[])[], start: number): Set<number> {
  const seen = new Set([start]);
  for (const node of seen) for (const other of next[node]!) seen.add(other);
  return seen;
}

/** The largest strongly connected part, found from a few starts: a street network has one that holds nearly everything. */
function mainPart(out: readonly Link[][]): Set<number> {
  const ahead = out.map((links) => links.map((link) => link.to));
  const behind: number[][] = out.map(() => []);
  for (const links of out) for (const link of links) behind[link.to]!.push(link.from);
  let best = new Set<number>();
  for (let i = 0; i < 12 && best.size * 2 < out.length; i++) {
    const start = Math.floor((i * out.length) / 12);
    const back = reachable(behind, start);
    const both = new Set([...reachable(ahead, start)].filter((node) => back.has(node)));
    if (both.size > best.size) best = both;
  }
  return best;
}

function edgesWithin(
  nodes: ReadonlySet<number>,
  along: readonly (readonly Link[])[],
  against: readonly (readonly Link[])[],
): Set<number> {
  const inside = (links: readonly Link[]): boolean => links.every((link) => nodes.has(link.from) && nodes.has(link.to));
  return new Set(
    Array.from(along.keys()).filter(
      (edge) => along[edge]!.length + against[edge]!.length > 0 && inside(along[edge]!) && inside(against[edge]!),
    ),
  );
}

/** Where a way `at_m` along the edge lies, and the heading of the line there as digitised. */
export function placeOn(edge: Edge, at_m: number): Point & { readonly heading_deg: number } {
  const { points, at_m: ways } = edge;
  let i = 1;
  while (i < points.length - 1 && ways[i]! < at_m) i++;
  const [a, b] = [points[i - 1]!, points[i]!];
  const share = Math.min(1, Math.max(0, (at_m - ways[i - 1]!) / Math.max(ways[i]! - ways[i - 1]!, 1e-9)));
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share, heading_deg: headingOf(b.x - a.x, b.y - a.y) };
}

/** Degrees turned at the node between two links. */
export function turnAt(town: Town, before: Link, after: Link): number {
  const heading = (link: Link, at_m: number): number => {
    const { heading_deg } = placeOn(town.edges[link.edge]!, at_m);
    return link.forward ? heading_deg : (heading_deg + 180) % 360;
  };
  const inwards = (link: Link): number => Math.sign(link.to_m - link.from_m) * Math.min(1, link.length_m / 2);
  return turnBetween(heading(before, before.to_m - inwards(before)), heading(after, after.from_m + inwards(after)));
}
