/** Steps of the last seconds, a row of numbers each, oldest first. */
export interface Recent {
  /** Used from `first` to `past`. */
  rows: Float64Array;
  first: number;
  past: number;
  sum_m: number;
  sum_ms: number;
}

const ROW = 2;
const METRES = 0;
const MS = 1;
const FIRST_ROWS = 16;

/** Metres per millisecond in km/h. */
const MS_TO_KMH = 3_600;

export const startRecent = (): Recent => ({
  rows: new Float64Array(ROW * FIRST_ROWS),
  first: 0,
  past: 0,
  sum_m: 0,
  sum_ms: 0,
});

export function forgetRecent(recent: Recent): void {
  recent.first = recent.past = 0;
  recent.sum_m = recent.sum_ms = 0;
}

/**
 * Speed along the path: of the step where it is long enough, else over the last seconds; of a longer step before, such as a
 * stop, only its last part counts.
 */
export function pathSpeed(recent: Recent, length_m: number, duration_ms: number, steady_ms: number): number | null {
  if (duration_ms >= steady_ms) forgetRecent(recent);
  put(recent, length_m, duration_ms);
  if (duration_ms >= steady_ms) return (length_m / duration_ms) * MS_TO_KMH;
  const { rows } = recent;
  while (recent.sum_ms > steady_ms) {
    const at = recent.first;
    const oldest_ms = rows[at + MS]!;
    const gone_ms = Math.min(oldest_ms, recent.sum_ms - steady_ms);
    const gone_m = (rows[at + METRES]! * gone_ms) / oldest_ms;
    recent.sum_m -= gone_m;
    recent.sum_ms -= gone_ms;
    if (gone_ms < oldest_ms) {
      rows[at + METRES]! -= gone_m;
      rows[at + MS] = oldest_ms - gone_ms;
    } else recent.first += ROW;
  }
  return recent.sum_ms > 0 ? (recent.sum_m / recent.sum_ms) * MS_TO_KMH : null;
}

function put(recent: Recent, length_m: number, duration_ms: number): void {
  if (recent.past === recent.rows.length) makeRoom(recent);
  const { rows, past } = recent;
  rows[past + METRES] = length_m;
  rows[past + MS] = duration_ms;
  recent.past = past + ROW;
  recent.sum_m += length_m;
  recent.sum_ms += duration_ms;
}

/** Moves the steps to the front, of memory twice as large where they fill more than half of it. */
function makeRoom(recent: Recent): void {
  const { rows, first, past } = recent;
  if (2 * (past - first) > rows.length) {
    recent.rows = new Float64Array(2 * rows.length);
    recent.rows.set(rows.subarray(first, past));
  } else rows.copyWithin(0, first, past);
  recent.first = 0;
  recent.past = past - first;
}
