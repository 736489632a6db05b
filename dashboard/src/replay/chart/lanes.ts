import { FLAG_IGNITION_ON, FLAG_IGNITION_TOLD, GEARS, type Gear } from '@sweepline/contract';
import type { Track } from '../track.ts';
import { stretchesOf, type Stretch } from './series.ts';

export type LaneName = Gear | 'engine';

/** One gear over time: filled while on, empty while off, hatched where it is not wired. */
export interface Lane {
  readonly name: LaneName;
  readonly wired: boolean;
  readonly on: readonly Stretch[];
}

/** The lanes of a vehicle: the gears it has or that its operation needs, and the engine where the device tells of it. */
export function lanesOf(track: Track, wired: readonly Gear[], needed: Gear | null): Lane[] {
  let told = 0;
  let engine = false;
  for (let row = 0; row < track.count; row++) {
    told |= track.gearTold[row]!;
    engine ||= (track.flags[row]! & FLAG_IGNITION_TOLD) !== 0;
  }
  const shown = GEARS.filter((gear) => wired.includes(gear) || gear === needed);
  const lanes: Lane[] = shown.map((gear) => {
    const bit = 1 << GEARS.indexOf(gear);
    const isWired = wired.includes(gear) && (told & bit) !== 0;
    return {
      name: gear,
      wired: isWired,
      on: isWired ? stretchesOf(track, (row) => (track.gear[row]! & bit) !== 0) : [],
    };
  });
  if (engine)
    lanes.push({
      name: 'engine',
      wired: true,
      on: stretchesOf(track, (row) => (track.flags[row]! & FLAG_IGNITION_ON) !== 0),
    });
  return lanes;
}
