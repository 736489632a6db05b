import type { Leg, LegBody, Side } from '@sweepline/contract';
import type { EditedLeg } from '../map/editor/draft-lines.ts';

/** A leg as it is drawn: both kerbs of a stretch are one leg. `null` ends are the street's ends. */
export type DraftLeg = EditedLeg;

export type LengthOf = (edge: string) => number | null;

/** The service measures in its own rounding: an end within this of the street's end is that end. */
const END_SLACK_M = 0.5;

/** The legs of a stored route, two kerbs of one stretch folded into one. */
export function foldLegs(legs: readonly Leg[], lengthOf: LengthOf): DraftLeg[] {
  const folded: DraftLeg[] = [];
  const open = new Map<string, number>();
  for (const { edge, side, passes, from_m, to_m } of legs) {
    const length_m = lengthOf(edge);
    const slack_m = Math.max(END_SLACK_M, (length_m ?? 0) * 0.002);
    const leg = {
      edge,
      passes,
      from_m: from_m < END_SLACK_M ? null : from_m,
      to_m: length_m !== null && to_m > length_m - slack_m ? null : to_m,
    };
    const key = [edge, passes, from_m, to_m].join('\n');
    const other = open.get(key);
    const twin = other === undefined ? undefined : folded[other];
    if (other !== undefined && twin && side !== 'centre' && twin.side === (side === 'left' ? 'right' : 'left')) {
      folded[other] = { ...twin, side: 'both' };
      open.delete(key);
    } else {
      open.set(key, folded.length);
      folded.push({ key: folded.length + 1, side, ...leg });
    }
  }
  return folded;
}

export const legBody = ({ edge, side, passes, from_m, to_m }: DraftLeg): LegBody => ({
  edge,
  side,
  ...(passes === 1 ? {} : { passes }),
  ...(from_m === null ? {} : { from_m }),
  ...(to_m === null ? {} : { to_m }),
});

/** Kerb metres of a leg: length times passes times kerbs; nothing where its street is not known. */
export function metresOf({ edge, side, passes, from_m, to_m }: DraftLeg, lengthOf: LengthOf): number {
  const length_m = lengthOf(edge) ?? 0;
  const along_m = Math.max(0, Math.min(to_m ?? length_m, length_m) - (from_m ?? 0));
  return along_m * passes * (side === 'both' ? 2 : 1);
}

export const sidesOf = (side: DraftLeg['side']): readonly Side[] => (side === 'both' ? ['right', 'left'] : [side]);

/** As a stored route counts them: both kerbs of a street are two legs. */
export const countOf = (legs: readonly Pick<DraftLeg, 'side'>[]): number =>
  legs.reduce((sum, { side }) => sum + sidesOf(side).length, 0);

/** Keys of the legs whose metres another leg asks for as well, on the same side. */
export function overlapping(legs: readonly DraftLeg[], lengthOf: LengthOf): ReadonlySet<number> {
  const found = new Set<number>();
  const before = new Map<string, DraftLeg[]>();
  for (const leg of legs) {
    const length_m = lengthOf(leg.edge) ?? Infinity;
    for (const side of sidesOf(leg.side)) {
      const key = `${leg.edge}\n${side}`;
      const there = before.get(key) ?? [];
      for (const other of there) {
        const from_m = Math.max(leg.from_m ?? 0, other.from_m ?? 0);
        const to_m = Math.min(leg.to_m ?? length_m, other.to_m ?? length_m);
        if (to_m - from_m > 0.01) found.add(leg.key).add(other.key);
      }
      before.set(key, [...there, leg]);
    }
  }
  return found;
}
