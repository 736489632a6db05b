import type { LiveVehicle, Operation } from '@sweepline/contract';
import { fixAge, isStale } from '../live/staleness.ts';
import type { Messages } from '../language/catalogue/en.ts';
import type { Numbers } from '../language/numbers.ts';
import type { Times } from '../language/times.ts';

const DAY_MS = 86_400_000;

/** The operation a vehicle is drawn by: its assignment's, else its first. */
export const operationOf = (vehicle: Pick<LiveVehicle, 'operations'>, assigned?: Operation | undefined): Operation =>
  assigned ?? vehicle.operations[0] ?? 'sweep';

/** «Щётка включена», or that nothing is wired. */
export function gearWords(vehicle: LiveVehicle, operation: Operation, words: Messages): string {
  if (!vehicle.gearWired) return words.notWired;
  return vehicle.gearOn ? words.gearOn[operation] : words.gearOff[operation];
}

export const doingWords = (vehicle: LiveVehicle, operation: Operation, words: Messages): string =>
  vehicle.state === 'working' ? words.doing[operation] : words.doing[vehicle.state];

/**
 * How old the last fix is, over a day by its date, and whether somebody should mind: a vehicle that moved owes a fix each
 * interval, one that stands reports seldom, and nobody waits for one that is silent off duty.
 */
export function ageWords(
  vehicle: Pick<LiveVehicle, 'ts' | 'interval_s' | 'state'>,
  onDuty: boolean,
  now_ms: number,
  words: Messages,
  numbers: Numbers,
  times: Times,
): { text: string; late: boolean } {
  const age_ms = fixAge(vehicle, now_ms);
  if (age_ms === null) return { text: words.vehicle.noFix, late: onDuty };
  const silent = vehicle.state === 'silent';
  if (age_ms > DAY_MS) {
    const date = times.dayMonth(now_ms - age_ms);
    return { text: silent ? words.vehicle.silentSince(date) : words.vehicle.dataOf(date), late: onDuty };
  }
  const age = numbers.duration(age_ms);
  if (silent) return { text: words.vehicle.silentFor(age), late: onDuty };
  return vehicle.state !== 'stopped' && isStale(vehicle, now_ms)
    ? { text: words.vehicle.dataAge(age), late: true }
    : { text: words.vehicle.fixAge(age), late: false };
}
