import { decodeReplayHours, HOUR_MS, type Assignment, type Incident, type ReplayHour } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

/** Vehicles asked for in one request. */
const VEHICLES_AT_ONCE = 100;
const REQUESTS_AT_ONCE = 3;

const hourName = (hour_ms: number): string => new Date(hour_ms).toISOString().slice(0, 13);

/** Hours of [from, to), the one that is looked at first, then those around it, later ones before earlier ones. */
export function hoursAround(from_ms: number, to_ms: number, at_ms: number): number[] {
  const hours: number[] = [];
  for (let hour = Math.floor(from_ms / HOUR_MS) * HOUR_MS; hour < to_ms; hour += HOUR_MS) hours.push(hour);
  const middle = Math.floor(Math.min(at_ms, to_ms - 1) / HOUR_MS) * HOUR_MS;
  return hours.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || b - a);
}

export interface HoursWish {
  readonly municipality: string;
  readonly vehicles: readonly string[];
  readonly hours: readonly number[];
  readonly signal: AbortSignal;
  /** Called as each of so many parts comes. */
  readonly onhours: (hours: readonly ReplayHour[], parts: number) => void;
}

/** Fetches packed hours in the given order, some at a time. @throws RequestError */
export async function fetchHours(
  rest: RestClient,
  { municipality, vehicles, hours, signal, onhours }: HoursWish,
): Promise<void> {
  const parts: { hour_ms: number; named: readonly string[] }[] = [];
  for (const hour_ms of hours)
    for (let at = 0; at < vehicles.length; at += VEHICLES_AT_ONCE)
      parts.push({ hour_ms, named: vehicles.slice(at, at + VEHICLES_AT_ONCE) });
  let next = 0;
  const fetchNext = async (): Promise<void> => {
    const { hour_ms, named } = parts[next++]!;
    const path = `/municipalities/${municipality}/replay/${hourName(hour_ms)}`;
    const bytes = await rest.bytes(path, { vehicles: named.join(',') }, signal);
    if (!signal.aborted) onhours(decodeReplayHours(bytes), parts.length);
  };
  // The hour that is looked at has the line for itself.
  while (!signal.aborted && parts[next]?.hour_ms === hours[0] && next < parts.length) await fetchNext();
  const others = async (): Promise<void> => {
    while (!signal.aborted && next < parts.length) await fetchNext();
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, others));
}

export const fetchAssignments = (rest: RestClient, municipality: string, from_ms: number, to_ms: number) =>
  rest.list<Assignment>('/assignments', {
    municipality,
    from: new Date(from_ms).toISOString(),
    to: new Date(to_ms).toISOString(),
  });

export const fetchIncidents = (rest: RestClient, municipality: string, from_ms: number, to_ms: number) =>
  rest.list<Incident>('/incidents', {
    municipality,
    from: new Date(from_ms).toISOString(),
    to: new Date(to_ms).toISOString(),
  });
