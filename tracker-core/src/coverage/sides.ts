import type { Rules } from '../pipeline/rules.ts';
import type { Passage, VehicleSetting } from '../pipeline/stages.ts';

export type ServedSide = Passage['serves'];

/** The kerb on the driving side, left or right as the edge is digitised. */
export function drivingKerb(drivesOn: 'left' | 'right', forward: boolean): 'left' | 'right' {
  return (drivesOn === 'right') === forward ? 'right' : 'left';
}

/** The kerb a drive along a two-way street serves, as digitised: by its direction and which of its sides the vehicle works. */
export function twoWaySide({ serves, drivesOn }: VehicleSetting, forward: boolean): ServedSide {
  if (serves === 'both') return 'both';
  return drivingKerb(serves === 'kerb' ? drivesOn : serves, forward);
}

/** Lateral offsets of one drive along a one-way street, right (+) or left (−) as digitised. */
export interface HeldOffset {
  readonly lateral_m: number[];
  readonly accuracy_m: number[];
  driven_m: number;
  /** What was decided for a part of the drive holds for the rest of it. */
  side: 'left' | 'right' | null;
}

/**
 * The kerb a drive along a one-way street serves: decided by an offset held over enough metres, else left to the plan. An
 * offset wider than any carriageway is the receiver's, not the vehicle's.
 */
export function oneWaySide(setting: VehicleSetting, held: HeldOffset, rules: Rules): ServedSide {
  if (setting.serves === 'both') return 'both';
  held.side = heldSide(held, rules) ?? held.side;
  return held.side ?? 'undecided';
}

/** To which kerb an undecided drive leans, and how far: no proof, but of two such drives it tells which kerb is whose. */
export function leanOf({ lateral_m }: HeldOffset, { sideMost_m }: Rules): number {
  if (lateral_m.length === 0) return 0;
  const offset_m = median(lateral_m);
  return Math.abs(offset_m) > sideMost_m ? 0 : Math.round(offset_m * 100) / 100;
}

function heldSide(
  { lateral_m, accuracy_m, driven_m }: HeldOffset,
  { sideHeld_m, sideOffset_m, sideMost_m }: Rules,
): 'left' | 'right' | null {
  if (driven_m < sideHeld_m || lateral_m.length === 0) return null;
  const offset_m = median(lateral_m);
  const least_m = Math.max(sideOffset_m, accuracy_m.length === 0 ? 0 : median(accuracy_m));
  if (Math.abs(offset_m) < least_m || Math.abs(offset_m) > sideMost_m) return null;
  return offset_m > 0 ? 'right' : 'left';
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
