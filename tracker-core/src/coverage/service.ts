import { instantOf, metresOf, type EdgeService, type ServiceAnswer } from '@sweepline/contract';
import type { StreetNetwork } from '../network/network.ts';
import type { EdgeNo, Passage } from '../pipeline/stages.ts';
import { insideWindow } from './ledger.ts';
import { drivingKerb } from './sides.ts';

/** The union of stretches of one edge, and when the last of them was left. */
interface Union {
  readonly stretches: { from_cm: number; to_cm: number }[];
  last_ms: number;
}

interface EdgeUnions {
  readonly driven: Union;
  readonly left: Union;
  readonly right: Union;
}

/**
 * What was done on every edge from one instant to another (half-open), planned or not. Work of a drive whose side nothing
 * shows goes to its driving side.
 * @param passages of all vehicles the answer is about, in any order
 */
export function serviceAnswer(
  network: StreetNetwork,
  drivesOn: 'left' | 'right',
  passages: Iterable<Passage>,
  from_ms: number,
  to_ms: number,
): ServiceAnswer {
  const byEdge = new Map<EdgeNo, EdgeUnions>();
  for (const passage of passages) {
    const part = insideWindow(passage, from_ms, to_ms);
    if (part === null) continue;
    let unions = byEdge.get(passage.edge);
    if (unions === undefined) byEdge.set(passage.edge, (unions = { driven: none(), left: none(), right: none() }));
    const at_ms = Math.min(passage.leave_ms, to_ms);
    add(unions.driven, part, at_ms);
    if (passage.verdict !== 'worked') continue;
    const side = passage.serves === 'undecided' ? drivingKerb(drivesOn, passage.forward) : passage.serves;
    if (side !== 'right') add(unions.left, part, at_ms);
    if (side !== 'left') add(unions.right, part, at_ms);
  }
  const order = network.edges.map((_, edge) => edge);
  order.sort((a, b) => (network.edges[a]!.id < network.edges[b]!.id ? -1 : 1));
  return { edges: order.map((edge) => edgeService(network, edge, byEdge.get(edge))) };
}

function edgeService(network: StreetNetwork, edge: EdgeNo, unions: EdgeUnions | undefined): EdgeService {
  const { id, length_cm } = network.edges[edge]!;
  return {
    edge: id,
    length_m: metresOf(length_cm),
    driven_m: metresOf(length(unions?.driven)),
    sides: { left: sideService(unions?.left), right: sideService(unions?.right) },
    lastPassAt: lastOf(unions?.driven),
  };
}

const sideService = (union: Union | undefined) => ({ covered_m: metresOf(length(union)), lastPassAt: lastOf(union) });

const lastOf = (union: Union | undefined): string | null =>
  union === undefined || union.stretches.length === 0 ? null : instantOf(union.last_ms);

const none = (): Union => ({ stretches: [], last_ms: -Infinity });

function add(union: Union, stretch: { from_cm: number; to_cm: number }, at_ms: number): void {
  union.stretches.push(stretch);
  if (at_ms > union.last_ms) union.last_ms = at_ms;
}

function length(union: Union | undefined): number {
  if (union === undefined) return 0;
  const sorted = union.stretches.sort((a, b) => a.from_cm - b.from_cm);
  let sum_cm = 0;
  let reached_cm = 0;
  for (const { from_cm, to_cm } of sorted) {
    if (to_cm <= reached_cm) continue;
    sum_cm += to_cm - Math.max(from_cm, reached_cm);
    reached_cm = to_cm;
  }
  return sum_cm;
}
