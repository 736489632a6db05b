import Flatbush from 'flatbush';
import { cutAtContacts } from './noding/contacts.ts';
import { coincidencesOf } from './noding/coincidences.ts';
import { startCuts } from './noding/cuts.ts';
import { graphOf } from './noding/arcs.ts';
import { connectContinuations } from './noding/continuations.ts';
import { connectLooseEnds, degreesOf, type Bridged } from './noding/loose-ends.ts';
import { addBox, segmentsOf } from './noding/segments.ts';
import { cutAtSharedVertices } from './noding/shared-vertices.ts';
import type { Coincidences, Edge, Graph, Network } from './network.ts';

export interface Built {
  readonly network: Network;
  /** Dead ends that were joined to a near edge. */
  readonly bridged: readonly Bridged[];
  /** Edges that cross themselves. */
  readonly selfCrossing: ReadonlySet<number>;
}

/** The network of these edges, noded. */
export function buildNetwork(edges: readonly Edge[]): Built {
  const segments = segmentsOf(edges);
  const cuts = startCuts();
  const nodeOfVertex = cutAtSharedVertices(cuts, segments);
  const selfCrossing = cutAtContacts(cuts, edges, segments, nodeOfVertex);
  const degree = degreesOf(cuts, segments);
  const going = connectContinuations(cuts, edges, segments, nodeOfVertex, degree);
  const { connectors, bridged } = connectLooseEnds(cuts, edges, segments, nodeOfVertex, degree);
  const graph = graphOf(cuts, edges, segments, [...connectors, ...going]);
  const coincidences = coincidencesOf(edges, segments);
  return { network: networkOf(edges, graph, coincidences, indexOf(graph)), bridged, selfCrossing };
}

/**
 * Puts the parts together: what a build and what a snapshot have in common.
 * @param numberOf the edges' numbers by their ids, where they are known already
 */
export function networkOf(
  edges: readonly Edge[],
  graph: Graph,
  coincidences: Coincidences,
  index: Flatbush,
  numberOf: ReadonlyMap<string, number> = new Map(edges.map(({ id }, e) => [id, e])),
): Network {
  let length_cm = 0;
  for (const edge of edges) length_cm += edge.length_cm;
  return { edges, graph, coincidences, index, length_cm, edgeNo: (id) => numberOf.get(id) };
}

function indexOf({ segmentArc, vertices }: Graph): Flatbush {
  const index = new Flatbush(Math.max(1, segmentArc.length));
  for (let s = 0; s < segmentArc.length; s++) addBox(index, vertices, 2 * (s + segmentArc[s]!));
  // an empty index cannot be made: one box far from the world
  if (segmentArc.length === 0) index.add(1e6, 1e6, 1e6, 1e6);
  index.finish();
  return index;
}
