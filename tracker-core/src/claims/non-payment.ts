import { metresOf, SIDES, type ClaimLine, type LineStretch, type UncoveredReason } from '@sweepline/contract';
import { metresText } from './exact.ts';
import type { KeptWork, UndoneLeg, UndoneStretch } from './kept.ts';

/** A part of a leg that a line is about. */
export interface UndonePart {
  readonly leg: UndoneLeg;
  readonly stretch: UndoneStretch;
}

/** Parts by leg, in the order in which they come. */
export function stretchesOf(parts: Iterable<UndonePart>): LineStretch[] {
  const byLeg = new Map<UndoneLeg, LineStretch>();
  for (const { leg, stretch } of parts) {
    const { edge, side, pass } = leg;
    const line = byLeg.get(leg) ?? { edge, side, pass, pieces: [] };
    for (const [from_cm, to_cm] of stretch.spans_cm)
      line.pieces.push({ from_m: metresOf(from_cm), to_m: metresOf(to_cm) });
    byLeg.set(leg, line);
  }
  const lines = [...byLeg.values()];
  for (const { pieces } of lines) pieces.sort((a, b) => a.from_m - b.from_m);
  return lines;
}

export const lengthOf = (parts: Iterable<UndonePart>): number => {
  let length_cm = 0;
  for (const { stretch } of parts) length_cm += stretch.length_cm;
  return length_cm;
};

/** Where parts lie, as a line tells it. */
export function placeOf(parts: readonly UndonePart[]): Pick<ClaimLine, 'streets' | 'sides' | 'stretches'> {
  const sides = new Set(parts.map(({ leg }) => leg.side));
  return {
    streets: [...new Set(parts.map(({ leg }) => leg.street).filter((street) => street !== ''))],
    sides: SIDES.filter((side) => sides.has(side)),
    stretches: stretchesOf(parts),
  };
}

/** What was not done, by street and reason, in the order of the route: each metre at its price. */
export function undoneByStreet({ legs }: KeptWork): { reason: UncoveredReason; parts: UndonePart[] }[] {
  const groups = new Map<string, { reason: UncoveredReason; parts: UndonePart[] }>();
  for (const leg of legs)
    for (const stretch of leg.undone) {
      const key = `${stretch.reason} ${leg.street}`;
      const group = groups.get(key) ?? { reason: stretch.reason, parts: [] };
      group.parts.push({ leg, stretch });
      groups.set(key, group);
    }
  return [...groups.values()];
}

/** Arithmetic of metres at a price. */
export const metresAtPrice = (length_cm: number, price: string): ClaimLine['arithmetic']['terms'][number] => [
  { value: metresText(length_cm), unit: 'metres' },
  { value: price, unit: 'price-per-metre' },
];
