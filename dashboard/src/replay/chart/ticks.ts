const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const SHORT_STEPS_MS = [10 * SECOND_MS, 30 * SECOND_MS, ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS)];
const LONG_STEPS_H = [1, 2, 3, 6, 12, 24, 48, 168];
/** Local hours begin at quarters of UTC hours everywhere. */
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * Where the time axis has its marks: at round local times, at most `most` of them, through both changes of the clock.
 * @param wall local time of an instant as HH:MM
 */
export function timeTicks(from_ms: number, to_ms: number, most: number, wall: (ms: number) => string): number[] {
  const span_ms = to_ms - from_ms;
  const step_ms = SHORT_STEPS_MS.find((step) => span_ms / step <= most);
  const ticks: number[] = [];
  if (step_ms !== undefined) {
    for (let at = Math.ceil(from_ms / step_ms) * step_ms; at <= to_ms; at += step_ms) ticks.push(at);
    return ticks;
  }
  const step_h = LONG_STEPS_H.find((step) => span_ms / (step * HOUR_MS) <= most) ?? LONG_STEPS_H.at(-1)!;
  const days = Math.max(1, step_h / 24);
  let midnights = 0;
  for (let at = Math.ceil(from_ms / QUARTER_MS) * QUARTER_MS; at <= to_ms; at += QUARTER_MS) {
    const [hour, minute] = wall(at)
      .split(':', 2)
      .map((part) => Number.parseInt(part, 10));
    if (minute !== 0 || hour! % Math.min(step_h, 24) !== 0) continue;
    if (step_h < 24 || midnights % days === 0) ticks.push(at);
    midnights += 1;
  }
  return ticks;
}
