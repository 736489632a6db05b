import type { Rules } from '../pipeline/rules.ts';

/** Lateral offsets of one drive along a one-way street, right (+) or left (−) as digitised. */
export interface HeldOffset {
  readonly lateral_m: number[];
  /** Where along the edge each was taken. */
  readonly at_m: number[];
  readonly accuracy_m: number[];
  driven_m: number;
  /** What was decided for a part of the drive holds for the rest of it, until the other kerb is held as clearly. */
  side: 'left' | 'right' | null;
  /** The half of the street in which the vehicle last was clear of its middle, and its first offset there. */
  half: 'left' | 'right' | null;
  since: number;
  /** Metres driven when it was last looked whether the kerb was changed. */
  looked_m: number;
}

export const startHolding = (driven_m = 0): HeldOffset => ({
  lateral_m: [],
  at_m: [],
  accuracy_m: [],
  driven_m,
  side: null,
  half: null,
  since: 0,
  looked_m: 0,
});

/** Offsets at least so far apart along the edge, so that standing does not outvote driving. */
const HOLD_EVERY_M = 2;
const HOLD_MOST = 256;
/** Share of the least offset that decides at which one is clear of the middle. */
const CLEAR = 0.5;
/** How often it is looked whether the kerb was changed. */
const LOOK_EVERY_M = 10;

/** Takes the offset of one more fix, at a place of the edge. */
export function hold(held: HeldOffset, at_m: number, lateral_m: number, accuracy_m: number | null, rules: Rules): void {
  const count = held.lateral_m.length;
  if (count > 0 && held.driven_m < count * HOLD_EVERY_M) return;
  held.lateral_m.push(lateral_m);
  held.at_m.push(at_m);
  if (isClear(lateral_m, rules) && held.half !== sideOf(lateral_m)) {
    held.half = sideOf(lateral_m);
    held.since = count;
  }
  if (accuracy_m !== null) held.accuracy_m.push(accuracy_m);
  if (held.accuracy_m.length > HOLD_MOST) held.accuracy_m.shift();
  if (held.lateral_m.length <= HOLD_MOST) return;
  held.lateral_m.shift();
  held.at_m.shift();
  held.since = Math.max(0, held.since - 1);
}

/** The side that the offsets decide: held over enough metres, and wider than they err. Wider than any carriageway it is the receiver's. */
export function heldSide(held: HeldOffset, rules: Rules): 'left' | 'right' | null {
  return held.driven_m < rules.sideHeld_m ? null : decided(held.lateral_m, held.accuracy_m, rules);
}

/** To which kerb an undecided drive leans, and how far: no proof, but of two such drives it tells which kerb is whose. */
export function leanOf({ lateral_m }: HeldOffset, { sideMost_m }: Rules): number {
  if (lateral_m.length === 0) return 0;
  const offset_m = median(lateral_m);
  return Math.abs(offset_m) > sideMost_m ? 0 : Math.round(offset_m * 100) / 100;
}

/** Whether a vehicle whose kerb was decided was last clear of the middle in the other half: it may be changing over. */
export const maySwing = ({ side, half }: HeldOffset): boolean => side !== null && half !== null && half !== side;

/**
 * The drive parted where the vehicle left the kerb that was decided, and held the other half of the street since over enough
 * metres: whether that decides the other kerb or is left to the plan, the former is over. Null where it did not.
 */
export function partedAtSwing(held: HeldOffset, rules: Rules): { before: HeldOffset; after: HeldOffset } | null {
  const { since, at_m, lateral_m, accuracy_m, driven_m } = held;
  if (since === 0 || driven_m - held.looked_m < LOOK_EVERY_M) return null;
  const there_m = at_m[since]!;
  const gone_m = Math.abs(at_m[at_m.length - 1]! - there_m);
  if (gone_m < rules.sideHeld_m) return null;
  held.looked_m = driven_m;
  const latter = lateral_m.slice(since);
  if (!isClear(median(latter), rules)) return null;
  const now = decided(latter, accuracy_m, rules);
  const came_m = Math.abs(there_m - at_m[0]!);
  const former = lateral_m.slice(0, since);
  const side = (came_m < rules.sideHeld_m ? null : decided(former, accuracy_m, rules)) ?? held.side;
  if (side === null || side === held.half) return null;
  return {
    before: { ...startHolding(came_m), lateral_m: former, at_m: at_m.slice(0, since), accuracy_m, side },
    after: {
      ...startHolding(gone_m),
      lateral_m: latter,
      at_m: at_m.slice(since),
      accuracy_m: accuracy_m.slice(-(lateral_m.length - since)),
      side: now,
      half: held.half,
    },
  };
}

const isClear = (lateral_m: number, { sideOffset_m }: Rules): boolean => Math.abs(lateral_m) >= CLEAR * sideOffset_m;

const sideOf = (lateral_m: number): 'left' | 'right' => (lateral_m > 0 ? 'right' : 'left');

function decided(
  lateral_m: readonly number[],
  accuracy_m: readonly number[],
  { sideOffset_m, sideMost_m }: Rules,
): 'left' | 'right' | null {
  if (lateral_m.length === 0) return null;
  const offset_m = median(lateral_m);
  const least_m = Math.max(sideOffset_m, accuracy_m.length === 0 ? 0 : median(accuracy_m));
  return Math.abs(offset_m) < least_m || Math.abs(offset_m) > sideMost_m ? null : sideOf(offset_m);
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
