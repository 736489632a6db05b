import { centimetresOf, metresOf, type Leg, type LegBody, type Side, says } from '@sweepline/contract';
import type { StreetNetwork } from '../network/network.ts';
import { Refused, worded } from '../refused.ts';

/** At most so many unknown edges are named in one answer. */
const NAMED = 50;

export interface ResolvedLegs {
  readonly legs: readonly Leg[];
  /** Σ length over (leg, pass), metres. */
  readonly planned_m: number;
}

/**
 * The legs of a plan as they lie on the streets: cut to whole centimetres, `both` made two.
 * @throws Refused `unknown-edge`; `duplicate-leg` where metres of one side are asked for twice; `invalid` where a cut does
 * not lie on its edge.
 */
export function resolveLegs(network: StreetNetwork, wished: readonly LegBody[]): ResolvedLegs {
  refuseUnknown(network, wished);
  const legs = wished.flatMap((leg) => resolveLeg(network, leg));
  refuseOverlaps(legs);
  const planned_cm = legs.reduce(
    (sum, { from_m, to_m, passes }) => sum + (centimetresOf(to_m) - centimetresOf(from_m)) * passes,
    0,
  );
  return { legs, planned_m: metresOf(planned_cm) };
}

function refuseUnknown(network: StreetNetwork, legs: readonly LegBody[]): void {
  const unknown = [...new Set(legs.map(({ edge }) => edge).filter((edge) => network.edgeNo(edge) === undefined))];
  if (unknown.length === 0) return;
  const many = unknown.length === 1 ? 'an edge is' : `${unknown.length} edges are`;
  const edges = unknown.slice(0, 5).join(', ');
  const saying = says('unknown-edges', { count: unknown.length, edges });
  throw new Refused('unknown-edge', worded(`${many} not in the network: ${edges}`, saying), {
    edges: unknown.slice(0, NAMED),
  });
}

function resolveLeg(network: StreetNetwork, { edge: id, side, passes, from_m, to_m }: LegBody): Leg[] {
  const { length_cm } = network.edges[network.edgeNo(id)!]!;
  const from_cm = centimetresOf(from_m ?? 0);
  const to_cm = to_m === undefined ? length_cm : centimetresOf(to_m);
  // A plan made elsewhere may have measured the street a little longer.
  const end_cm = to_cm > length_cm && to_cm <= length_cm * 1.01 + 100 ? length_cm : to_cm;
  if (from_cm >= end_cm || end_cm > length_cm) {
    const wrong = end_cm > length_cm || from_cm >= length_cm ? 'does not lie within' : 'is no stretch, forwards, of';
    throw new Refused(
      'invalid',
      worded(
        `leg ${id}: from_m ${metresOf(from_cm)} to_m ${metresOf(to_cm)} ${wrong} 0 and ${metresOf(length_cm)}`,
        says('leg-outside', { id, from: metresOf(from_cm), to: metresOf(to_cm), length: metresOf(length_cm) }),
      ),
      { edge: id, from_m: metresOf(from_cm), to_m: metresOf(to_cm), length_m: metresOf(length_cm) },
    );
  }
  const sides: readonly Side[] = side === 'both' ? ['right', 'left'] : [side];
  return sides.map((one) => ({
    edge: id,
    side: one,
    passes: passes ?? 1,
    from_m: metresOf(from_cm),
    to_m: metresOf(end_cm),
  }));
}

function refuseOverlaps(legs: readonly Leg[]): void {
  const there = new Map<string, Leg[]>();
  for (const leg of legs) {
    const key = `${leg.side} ${leg.edge}`;
    const before = there.get(key);
    if (before === undefined) there.set(key, [leg]);
    else before.push(leg);
  }
  for (const same of there.values()) {
    same.sort((a, b) => a.from_m - b.from_m);
    same.forEach(({ edge, side, from_m }, i) => {
      const before = same[i - 1];
      if (before === undefined || from_m >= before.to_m) return;
      throw new Refused(
        'duplicate-leg',
        worded(
          `the ${side} side of ${edge} is planned twice from ${from_m} m on; ask for more \`passes\` instead`,
          says('leg-twice', { id: edge, from: from_m }),
        ),
        { edge, side, from_m, to_m: Math.min(before.to_m, same[i]!.to_m) },
      );
    });
  }
}
