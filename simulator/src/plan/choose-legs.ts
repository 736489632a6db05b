import type { Random } from '../random/random.ts';
import type { Graph } from '../town/graph.ts';
import type { DrivesOn, FleetOperation, Kerb, PlannedLeg } from './plan.ts';

/** Streets that are cleaned; motorways, trunk roads and yards are not the fleet's. */
const CLEANED = new Set([
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
  'road',
  'MAJOR',
  'MINOR',
]);
const BUSY = new Set(['primary', 'secondary', 'tertiary', 'MAJOR']);
const SHORTEST_EDGE_M = 12;
/** Ways longer than this are cut at a junction into legs of about half of it. */
const LONGEST_LEG_M = 500;

/** The edges a plan may name. */
export function cleanedEdges(graph: Graph): number[] {
  const edges = graph.town.edges.keys();
  return Array.from(edges).filter((index) => {
    const edge = graph.town.edges[index]!;
    return edge.name !== null && CLEANED.has(edge.class) && edge.length_m >= SHORTEST_EDGE_M && graph.main.has(index);
  });
}

function kerbsOf(oneway: boolean, drivesOn: DrivesOn, random: Random): readonly Kerb[] {
  const far: Kerb = drivesOn === 'right' ? 'left' : 'right';
  const draw = random.next();
  if (oneway) return draw < 0.55 ? [drivesOn] : draw < 0.8 ? ['right', 'left'] : [far];
  return draw < 0.82 ? ['right', 'left'] : draw < 0.92 ? ['right'] : ['left'];
}

/** Places along the edge where legs begin and end: its ends, and junctions in between where it is long. */
function cutsOf(graph: Graph, index: number): number[] {
  const edge = graph.town.edges[index]!;
  const junctions = (graph.along[index]!.length > 0 ? graph.along[index]! : graph.against[index]!).map((link) =>
    Math.max(link.from_m, link.to_m),
  );
  junctions.sort((a, b) => a - b);
  const cuts = [0];
  for (const at_m of junctions) {
    const last = cuts.at(-1)!;
    if (edge.length_m > LONGEST_LEG_M && at_m - last >= LONGEST_LEG_M / 2 && edge.length_m - at_m >= SHORTEST_EDGE_M)
      cuts.push(at_m);
  }
  return [...cuts, edge.length_m];
}

/** Which kerbs of an edge are to be served and how often; the same for the same seed whatever else is planned. */
export function legsOf(
  graph: Graph,
  index: number,
  operation: FleetOperation,
  drivesOn: DrivesOn,
  random: Random,
): PlannedLeg[] {
  const edge = graph.town.edges[index]!;
  const chance = random.fork(`legs/${operation}/${edge.id}`);
  const kerbs = kerbsOf(edge.oneway !== 'no', drivesOn, chance);
  const passes = operation === 'sweep' && chance.chance(BUSY.has(edge.class) ? 0.6 : 0.25) ? 2 : 1;
  const cuts = cutsOf(graph, index);
  return cuts
    .slice(1)
    .flatMap((to_m, i) => kerbs.map((side) => ({ edge: index, side, from_m: cuts[i]!, to_m, passes })));
}
