/**
 * Puts a recorded or simulated stretch of time beside the clock. The spacing of `ts` is never changed, and no `ts` is ever
 * ahead of the clock at its publication. Times of the stretch count from its beginning, milliseconds.
 */
export interface Timeline {
  /** What `ts` an instant of the stretch is given: epoch milliseconds. */
  ts_ms(at_ms: number): number;
  /** When something of that instant is to be published: epoch milliseconds. */
  due_ms(at_ms: number): number;
}

/** As it happens: the stretch begins at `start_ms`; what lies in the past is due at once. */
export const asItHappens = (start_ms: number): Timeline => ({
  ts_ms: (at_ms) => start_ms + at_ms,
  due_ms: (at_ms) => start_ms + at_ms,
});

/** `speed` times as fast from `now_ms` on: the stretch's end gets the moment of its own publication. */
export function hastened(now_ms: number, length_ms: number, speed: number): Timeline {
  if (!(speed >= 1))
    throw new RangeError(`speed ${speed}, expected at least 1: slower would need times ahead of the clock`);
  const start_ms = now_ms + length_ms / speed - length_ms;
  return { ts_ms: (at_ms) => Math.floor(start_ms + at_ms), due_ms: (at_ms) => now_ms + at_ms / speed };
}

/** Own times kept, published `speed` times as fast from `now_ms` on. */
export const asRecorded = (now_ms: number, first_ms: number, speed: number): Timeline => ({
  ts_ms: (at_ms) => first_ms + at_ms,
  due_ms: (at_ms) => now_ms + at_ms / speed,
});
