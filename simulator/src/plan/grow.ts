import type { Random } from '../random/random.ts';
import type { Graph } from '../town/graph.ts';
import { timesFrom } from '../town/shortest.ts';

/** What an area is grown for: how long its work may take. */
export interface Demand {
  readonly target_s: number;
}

const middleNode = (graph: Graph, edge: number): number => {
  const links = graph.along[edge]!.length > 0 ? graph.along[edge]! : graph.against[edge]!;
  return links[links.length >> 1]!.from;
};

/** Seeds far from each other: each next one is the edge farthest from all before it. */
function seedsOf(graph: Graph, edges: readonly number[], count: number, random: Random): number[] {
  const places = edges.map((edge) => graph.nodes[middleNode(graph, edge)]!);
  const away = new Float64Array(edges.length).fill(Infinity);
  const seeds: number[] = [];
  for (let at = random.whole(0, edges.length - 1); seeds.length < count;) {
    seeds.push(edges[at]!);
    const seed = places[at]!;
    let farthest = 0;
    places.forEach((place, i) => {
      away[i] = Math.min(away[i]!, Math.hypot(place.x - seed.x, place.y - seed.y));
      if (away[i]! > away[farthest]!) farthest = i;
    });
    at = farthest;
  }
  return seeds;
}

/**
 * Deals edges to areas, each around its own seed: the area that is least full takes the free edge that is the quickest to
 * reach from its seed, until every area has its time or no edge is left. So areas are contiguous and of the size asked.
 */
export function growAreas(
  graph: Graph,
  edges: readonly number[],
  demands: readonly Demand[],
  cost_s: (edge: number) => number,
  random: Random,
): number[][] {
  const seeds = seedsOf(graph, edges, demands.length, random);
  const areas = demands.map(({ target_s }, i) => {
    const times = timesFrom(graph, middleNode(graph, seeds[i]!));
    const queue = [...edges].sort((a, b) => times[middleNode(graph, a)]! - times[middleNode(graph, b)]! || a - b);
    return { target_s, queue, next: 0, filled_s: 0, edges: [] as number[] };
  });
  const taken = new Set<number>();
  for (
    let open = [...areas];
    open.length > 0;
    open = open.filter((area) => area.filled_s < area.target_s && area.next < area.queue.length)
  ) {
    const area = open.reduce((least, other) =>
      other.filled_s / other.target_s < least.filled_s / least.target_s ? other : least,
    );
    while (area.next < area.queue.length && taken.has(area.queue[area.next]!)) area.next++;
    const edge = area.queue[area.next];
    if (edge === undefined) continue;
    taken.add(edge);
    area.edges.push(edge);
    area.filled_s += cost_s(edge);
  }
  return areas.map((area) => area.edges);
}
