import { MARKS, type Mark } from '@sweepline/contract';

/** Marks as bits in the order of the contract's MARKS, so that they are compared and joined without allocation. */
export const LOW_CONFIDENCE = bit('low-confidence');
export const SPEED_ONLY = bit('speed-only');
export const SIDE_ASSUMED = bit('side-assumed');
export const AGAINST_ONEWAY = bit('against-oneway');
export const LATE_EVIDENCE = bit('late-evidence');

function bit(mark: Mark): number {
  return 1 << MARKS.indexOf(mark);
}

const LISTS: readonly (readonly Mark[])[] = Array.from({ length: 1 << MARKS.length }, (_, bits) =>
  Object.freeze(MARKS.filter((_mark, i) => (bits & (1 << i)) !== 0)),
);

/** The marks of a set of bits, in the contract's order; the same list every time. */
export const marksOf = (bits: number): readonly Mark[] => LISTS[bits]!;

export function bitsOf(marks: readonly Mark[]): number {
  let bits = 0;
  for (const mark of marks) bits |= bit(mark);
  return bits;
}
