/** What a replay is of: `#/town/replay/from/to/vehicles/at/case`, instants in epoch seconds. */
export interface ReplayWish {
  readonly from_ms: number;
  readonly to_ms: number;
  /** Null: the whole fleet. */
  readonly vehicles: readonly string[] | null;
  readonly at_ms: number;
  /** The case that it was opened from. */
  readonly incident: string | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The longest time that is replayed at once, by how much is to be read. */
export const MOST_MS = { one: 31 * DAY_MS, fleet: 2 * DAY_MS } as const;
const LEAST_MS = 60_000;
const ALL = 'all';

const seconds = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,11}$/.test(text) ? Number(text) * 1_000 : null;

/** Reads the segments behind `replay`; what is missing or impossible becomes the hour before now. */
export function readWish(
  [from, to, vehicles, at, incident]: readonly (string | undefined)[],
  now_ms: number,
): ReplayWish {
  const named = vehicles === undefined || vehicles === ALL ? null : vehicles.split(',').filter((id) => id !== '');
  const of = named === null || named.length === 0 ? null : named;
  const last_ms = Math.floor(now_ms / 1_000) * 1_000;
  let to_ms = seconds(to) ?? last_ms;
  let from_ms = seconds(from) ?? to_ms - HOUR_MS;
  if (to_ms - from_ms < LEAST_MS) to_ms = from_ms + LEAST_MS;
  const most_ms = of === null ? MOST_MS.fleet : MOST_MS.one;
  if (to_ms - from_ms > most_ms) from_ms = to_ms - most_ms;
  const at_ms = Math.min(to_ms, Math.max(from_ms, seconds(at) ?? from_ms));
  return { from_ms, to_ms, vehicles: of, at_ms, incident: incident ?? null };
}

export function wishSegments({ from_ms, to_ms, vehicles, at_ms, incident }: ReplayWish): string[] {
  const second = (ms: number): string => String(Math.round(ms / 1_000));
  return [
    second(from_ms),
    second(to_ms),
    vehicles === null ? ALL : vehicles.join(','),
    second(at_ms),
    ...(incident === null ? [] : [incident]),
  ];
}

const BEFORE_CASE_MS = 15 * 60_000;
const AFTER_CASE_MS = 10 * 60_000;
const LONGEST_CASE_MS = 3 * HOUR_MS;
const RUN_UP_MS = 20_000;

/** A case from a while before it began, with its vehicle, just before its moment. */
export function wishOfCase(
  incident: { readonly id: string; readonly vehicle: string; readonly from: string; readonly to: string | null },
  now_ms: number,
): ReplayWish {
  const began_ms = Date.parse(incident.from);
  const ended_ms = incident.to === null ? now_ms : Date.parse(incident.to);
  const from_ms = began_ms - BEFORE_CASE_MS;
  const to_ms = Math.min(now_ms, ended_ms + AFTER_CASE_MS, began_ms + LONGEST_CASE_MS);
  return {
    from_ms,
    to_ms: Math.max(to_ms, began_ms + LEAST_MS),
    vehicles: [incident.vehicle],
    at_ms: began_ms - RUN_UP_MS,
    incident: incident.id,
  };
}

/** A vehicle around a moment. */
export const wishOfMoment = (vehicles: readonly string[], at_ms: number, now_ms: number): ReplayWish => ({
  from_ms: at_ms - BEFORE_CASE_MS,
  to_ms: Math.max(at_ms + LEAST_MS, Math.min(now_ms, at_ms + BEFORE_CASE_MS)),
  vehicles,
  at_ms,
  incident: null,
});

/** A vehicle's last hour. */
export const wishOfLastHour = (vehicle: string, now_ms: number): ReplayWish => ({
  from_ms: now_ms - HOUR_MS,
  to_ms: now_ms,
  vehicles: [vehicle],
  at_ms: now_ms - HOUR_MS,
  incident: null,
});
