import { addDays, instantOfLocal, isLocalDate, localOf } from '@sweepline/contract';

/** Which time of a street is asked for: a local day, or one hour of it. */
export interface StreetTime {
  readonly date: string;
  readonly hour: number | null;
}

/** Reads the segments behind the street's edge; what is missing means today. */
export function readTime(date: string | undefined, hour: string | undefined, zone: string, now_ms: number): StreetTime {
  const day = date !== undefined && isLocalDate(date) ? date : localOf(zone, now_ms).date;
  const wanted = hour !== undefined && /^\d{1,2}$/.test(hour) ? Number(hour) : null;
  return { date: day, hour: wanted !== null && wanted < 24 ? wanted : null };
}

/** Its instants, half-open; the hour that a change of the clock doubles is two hours long, one that it leaves out is empty. */
export function instantsOf({ date, hour }: StreetTime, zone: string): readonly [from_ms: number, to_ms: number] {
  if (hour === null) return [instantOfLocal(zone, date, 0), instantOfLocal(zone, addDays(date, 1), 0)];
  return [instantOfLocal(zone, date, hour * 60), instantOfLocal(zone, date, (hour + 1) * 60)];
}
