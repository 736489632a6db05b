/** Where edges are cut, and which cuts are one node. Nodes are numbers that may be merged at any time. */
export interface Cuts {
  /** Parallel lists: the edge, metres along it, the node. */
  readonly edge: number[];
  readonly at_m: number[];
  readonly node: number[];
  /** Union-find over nodes. */
  readonly parent: number[];
}

export const startCuts = (): Cuts => ({ edge: [], at_m: [], node: [], parent: [] });

export function newNode({ parent }: Cuts): number {
  parent.push(parent.length);
  return parent.length - 1;
}

export function nodeOf({ parent }: Cuts, node: number): number {
  let root = node;
  while (parent[root] !== root) root = parent[root]!;
  for (let at = node; at !== root;) {
    const next = parent[at]!;
    parent[at] = root;
    at = next;
  }
  return root;
}

/** The smaller number stays, so that the order of merging does not matter. */
export function mergeNodes(cuts: Cuts, a: number, b: number): void {
  const rootA = nodeOf(cuts, a);
  const rootB = nodeOf(cuts, b);
  if (rootA < rootB) cuts.parent[rootB] = rootA;
  else cuts.parent[rootA] = rootB;
}

export function cut(cuts: Cuts, edge: number, at_m: number, node: number): void {
  cuts.edge.push(edge);
  cuts.at_m.push(at_m);
  cuts.node.push(node);
}
