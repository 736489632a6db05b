import { addDays, daysBetween, localOf, type KeyRate } from '@sweepline/contract';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Elapsed hours, each that has begun counting: a night on which the clock changes has as many as it has. */
export const hoursOf = (from_ms: number, to_ms: number): number => Math.max(0, Math.ceil((to_ms - from_ms) / HOUR_MS));

/** Local days of a zone; what it was asked once it remembers, because a calendar is slow. */
export class LocalDays {
  readonly #zone: string;
  readonly #dates = new Map<number, string>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  #dateOf(at_ms: number): string {
    const minute_ms = Math.floor(at_ms / MINUTE_MS) * MINUTE_MS;
    let date = this.#dates.get(minute_ms);
    // no zone's midnight lies within a minute
    if (date === undefined) this.#dates.set(minute_ms, (date = localOf(this.#zone, minute_ms).date));
    return date;
  }

  /** The day on which something that ends at an instant is due: what ends at midnight, on the day that ends. */
  due(end_ms: number): string {
    return this.#dateOf(end_ms - 1);
  }

  /** Days begun after the due one up to the one of an instant: none on the due day itself, whatever the clock does. */
  since(end_ms: number, until_ms: number): number {
    return Math.max(0, daysBetween(this.due(end_ms), this.#dateOf(until_ms)));
  }
}

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
