import { addDays, instantOfLocal, isLocalDate, localOf } from '@sweepline/contract';

/** What a local date and time field holds: 2026-11-19T06:30. */
export function inputOf(zone: string, ms: number): string {
  const { date, minutes } = localOf(zone, ms);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${date}T${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The instant that a field means; a missing hour moves forward, of a doubled one it is the first. Null where it is no time. */
export function instantOfInput(zone: string, text: string): number | null {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text);
  if (found === null || !isLocalDate(found[1]!)) return null;
  const [hour, minute] = [Number(found[2]), Number(found[3])];
  return hour > 23 || minute > 59 ? null : instantOfLocal(zone, found[1]!, hour * 60 + minute);
}

/** The local day of an instant, of 23, 24 or 25 hours. */
export function dayOf(zone: string, ms: number): readonly [from_ms: number, to_ms: number] {
  const { date } = localOf(zone, ms);
  return [instantOfLocal(zone, date, 0), instantOfLocal(zone, addDays(date, 1), 0)];
}

export type PeriodTrouble = 'from' | 'to' | 'order' | 'too-long' | 'future';

export function periodTrouble(
  from_ms: number | null,
  to_ms: number | null,
  now_ms: number,
  most_ms: number,
): PeriodTrouble | null {
  if (from_ms === null) return 'from';
  if (to_ms === null) return 'to';
  if (from_ms >= now_ms) return 'future';
  if (to_ms <= from_ms) return 'order';
  return to_ms - from_ms > most_ms ? 'too-long' : null;
}
