import type { LegCoverage, UncoveredReason } from '@sweepline/contract';

/** Uncovered metres of a leg by reason, greatest first; the pieces of a `coverage` answer add up to the centimetre. */
export function reasonsOf(
  leg: Pick<LegCoverage, 'pieces'>,
): readonly { readonly reason: UncoveredReason; readonly length_m: number }[] {
  const lengths_cm = new Map<UncoveredReason, number>();
  for (const { state, reason, from_m, to_m } of leg.pieces) {
    if (state !== 'uncovered' || reason === undefined) continue;
    lengths_cm.set(reason, (lengths_cm.get(reason) ?? 0) + Math.round((to_m - from_m) * 100));
  }
  return [...lengths_cm]
    .map(([reason, length_cm]) => ({ reason, length_m: length_cm / 100 }))
    .sort((a, b) => b.length_m - a.length_m);
}
