import {
  metresOf,
  SIDES,
  type ClaimLine,
  type LineStretch,
  type Side,
  type UncoveredReason,
} from '@sweepline/contract';
import type { KeptWork, UndoneLeg, UndoneStretch } from '../work/kept.ts';

/** A part of a leg that a line is about. */
export interface UndonePart {
  readonly work: KeptWork;
  readonly leg: UndoneLeg;
  readonly stretch: UndoneStretch;
}

/** What was not done of a work, of all reasons or of some, in the order of the route. */
export function partsOf(
  work: KeptWork,
  reasons?: readonly UncoveredReason[],
  legs: readonly UndoneLeg[] = work.legs,
): UndonePart[] {
  const parts: UndonePart[] = [];
  for (const leg of legs)
    for (const stretch of leg.undone)
      if (reasons === undefined || reasons.includes(stretch.reason)) parts.push({ work, leg, stretch });
  return parts;
}

/** Parts by leg, in the order in which they come. */
function stretchesOf(parts: Iterable<UndonePart>): LineStretch[] {
  const byLeg = new Map<UndoneLeg, LineStretch>();
  for (const { leg, stretch } of parts) {
    const { edge, side, pass } = leg;
    const line = byLeg.get(leg) ?? { edge, side, pass, pieces: [] };
    for (const [from_cm, to_cm] of stretch.spans_cm)
      line.pieces.push({ from_m: metresOf(from_cm), to_m: metresOf(to_cm) });
    byLeg.set(leg, line);
  }
  const lines = [...byLeg.values()];
  for (const { pieces } of lines) if (pieces.length > 1) pieces.sort((a, b) => a.from_m - b.from_m);
  return lines;
}

export function lengthOf(parts: Iterable<UndonePart>): number {
  let length_cm = 0;
  for (const { stretch } of parts) length_cm += stretch.length_cm;
  return length_cm;
}

/** Where parts lie, and why they were not done where that is one reason, as a line tells it. */
export function placeOf(parts: readonly UndonePart[]): Pick<ClaimLine, 'streets' | 'sides' | 'reason' | 'stretches'> {
  const streets: string[] = [];
  const sides: Side[] = [];
  let reason = parts[0]?.stretch.reason ?? null;
  for (const { leg, stretch } of parts) {
    if (leg.street !== '' && !streets.includes(leg.street)) streets.push(leg.street);
    if (!sides.includes(leg.side)) sides.push(leg.side);
    if (stretch.reason !== reason) reason = null;
  }
  sides.sort((a, b) => SIDES.indexOf(a) - SIDES.indexOf(b));
  return { streets, sides, reason, stretches: stretchesOf(parts) };
}

/** What was not done of a work, by street and reason. */
export function partsByStreet(work: KeptWork): UndonePart[][] {
  const groups = new Map<string, UndonePart[]>();
  for (const part of partsOf(work)) {
    const key = `${part.stretch.reason} ${part.leg.street}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()];
}
