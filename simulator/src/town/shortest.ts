import type { Graph, Link } from './graph.ts';

/** Binary heap of nodes by cost. */
class Queue {
  readonly #costs: number[] = [];
  readonly #nodes: number[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  push(node: number, cost: number): void {
    const [costs, nodes] = [this.#costs, this.#nodes];
    let i = nodes.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (costs[parent]! <= cost) break;
      costs[i] = costs[parent]!;
      nodes[i] = nodes[parent]!;
      i = parent;
    }
    costs[i] = cost;
    nodes[i] = node;
  }

  pop(): { node: number; cost: number } {
    const [costs, nodes] = [this.#costs, this.#nodes];
    const top = { node: nodes[0]!, cost: costs[0]! };
    const [node, cost] = [nodes.pop()!, costs.pop()!];
    const size = nodes.length;
    if (size === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && costs[child + 1]! < costs[child]!) child++;
      if (costs[child]! >= cost) break;
      costs[i] = costs[child]!;
      nodes[i] = nodes[child]!;
      i = child;
    }
    costs[i] = cost;
    nodes[i] = node;
    return top;
  }
}

export interface Found {
  readonly node: number;
  readonly cost_s: number;
  readonly links: readonly Link[];
}

/**
 * Dijkstra from `start` to the node with the least driving time plus `extra_s(node)`; null where nothing wanted can be
 * reached. `extra_s` answers null for a node that is not wanted.
 */
export function nearest(graph: Graph, start: number, extra_s: (node: number) => number | null): Found | null {
  const costs = new Map([[start, 0]]);
  const by = new Map<number, Link>();
  const done = new Set<number>();
  const queue = new Queue();
  queue.push(start, 0);
  let best: { node: number; cost_s: number } | null = null;
  while (queue.size > 0) {
    const { node, cost } = queue.pop();
    if (done.has(node)) continue;
    if (best !== null && cost >= best.cost_s) break;
    done.add(node);
    const extra = extra_s(node);
    if (extra !== null && (best === null || cost + extra < best.cost_s)) best = { node, cost_s: cost + extra };
    for (const link of graph.out[node]!) {
      const through = cost + link.cost_s;
      if (through < (costs.get(link.to) ?? Infinity)) {
        costs.set(link.to, through);
        by.set(link.to, link);
        queue.push(link.to, through);
      }
    }
  }
  if (best === null) return null;
  const links: Link[] = [];
  for (let at = best.node; at !== start;) {
    const link = by.get(at)!;
    links.unshift(link);
    at = link.from;
  }
  return { ...best, links };
}

/** The quickest way between two nodes. @throws Error where there is none. */
export function wayBetween(graph: Graph, from: number, to: number): readonly Link[] {
  const found = nearest(graph, from, (node) => (node === to ? 0 : null));
  if (found === null) throw new Error(`no way from node ${from} to node ${to}`);
  return found.links;
}

/** Driving time from `start` to every node; Infinity where it cannot be reached. */
export const timesFrom = (graph: Graph, start: number): Float64Array => costsFrom(graph, start, (link) => link.cost_s);

/** Metres of the shortest way between two nodes, which need not be the quickest; Infinity where there is none. */
export const shortestBetween = (graph: Graph, from: number, to: number): number =>
  costsFrom(graph, from, (link) => link.length_m, to)[to]!;

/** Least costs to every node, or to as many as it takes to reach `until`. */
function costsFrom(graph: Graph, start: number, costOf: (link: Link) => number, until?: number): Float64Array {
  const costs = new Float64Array(graph.nodes.length).fill(Infinity);
  costs[start] = 0;
  const queue = new Queue();
  queue.push(start, 0);
  while (queue.size > 0) {
    const { node, cost } = queue.pop();
    if (node === until) break;
    if (cost > costs[node]!) continue;
    for (const link of graph.out[node]!) {
      const through = cost + costOf(link);
      if (through < costs[link.to]!) {
        costs[link.to] = through;
        queue.push(link.to, through);
      }
    }
  }
  return costs;
}
