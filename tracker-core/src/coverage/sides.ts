import type { Rules } from '../pipeline/rules.ts';
import type { Passage, VehicleSetting } from '../pipeline/stages.ts';
import { heldSide, type HeldOffset } from './held-offset.ts';

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

/**
 * The kerb a drive along a one-way street serves: decided by an offset held over enough metres, else left to the plan.
 */
export function oneWaySide(setting: VehicleSetting, held: HeldOffset, rules: Rules): ServedSide {
  if (setting.serves === 'both') return 'both';
  held.side = heldSide(held, rules) ?? held.side;
  return held.side ?? 'undecided';
}
