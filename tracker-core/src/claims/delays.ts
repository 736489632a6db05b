import { addDays, daysBetween, localOf, type KeyRate } from '@sweepline/contract';

const HOUR_MS = 3_600_000;

/** The local day on which something that ends at an instant is due: at midnight it is the day that ends. */
export const dueDateOf = (zone: string, end_ms: number): string => localOf(zone, end_ms - 1).date;

/** Elapsed hours, each that has begun counting: a night on which the clock changes has as many as it has. */
export const hoursOf = (from_ms: number, to_ms: number): number => Math.max(0, Math.ceil((to_ms - from_ms) / HOUR_MS));

/** Local days begun after the due one up to the one of an instant: none on the due day itself, whatever the clock does. */
export const daysOf = (zone: string, end_ms: number, until_ms: number): number =>
  Math.max(0, daysBetween(dueDateOf(zone, end_ms), localOf(zone, until_ms).date));

/** The rate of a date, of a table in the order of dates. @throws RangeError for a date before the first */
export function rateOn(rates: readonly KeyRate[], date: string): string {
  const rate = rates.findLast(({ from }) => from <= date);
  if (rate === undefined) throw new RangeError(`the terms have no key rate for ${date}`);
  return rate.percent;
}

/** How many of so many days after a date fall under each rate, in the order of dates. */
export function rateRuns(rates: readonly KeyRate[], due: string, days: number): { percent: string; days: number }[] {
  const runs: { percent: string; days: number }[] = [];
  for (let day = 1; day <= days; day++) {
    const percent = rateOn(rates, addDays(due, day));
    const last = runs.at(-1);
    if (last?.percent === percent) last.days++;
    else runs.push({ percent, days: 1 });
  }
  return runs;
}
