import { GEAR_OF, GEARS, SERVED, type Gear, type Operation } from '@sweepline/contract';
import type { Track } from './track.ts';

/** What of the gear is known at a fix: that which its operation needs, else any that is on. */
export function gearAt(
  track: Track,
  row: number,
  operation: Operation,
): { readonly gear: Gear; readonly on: boolean } | null {
  const isTold = (gear: Gear): boolean => (track.gearTold[row]! & (1 << GEARS.indexOf(gear))) !== 0;
  const isOn = (gear: Gear): boolean => (track.gear[row]! & (1 << GEARS.indexOf(gear))) !== 0;
  const needed = GEAR_OF[operation];
  if (needed !== null && isTold(needed)) return { gear: needed, on: isOn(needed) };
  const engaged = GEARS.find((gear) => isTold(gear) && isOn(gear));
  if (engaged !== undefined) return { gear: engaged, on: true };
  const any = GEARS.find(isTold);
  return any === undefined ? null : { gear: any, on: false };
}

/** The edge of a fix, and the kerb that is served there where that is known. */
export function placeAt(
  track: Track,
  row: number,
): { readonly edge: string; readonly side: 'left' | 'right' | 'both' | null } | null {
  const edge = track.edges[track.edge[row]!];
  if (edge === undefined) return null;
  const served = SERVED[track.served[row]!];
  return { edge, side: served === 'left' || served === 'right' || served === 'both' ? served : null };
}
