import { wanderOf } from '../sensors/noise.ts';
import type { Fix, Sent } from '../sensors/sent.ts';
import { strikes, never, type Fault, type FaultRule } from './fault.ts';
import { moved } from './shift.ts';

/** What a receiver remembers of an error: one to two minutes in towns. */
const CORRELATION_S = 90;
/** A canyon holds its drift so long, and so long it takes to reach it. */
const CANYON_HOLDS_S = [120, 300] as const;
const CANYON_RAMP_S = 20;

/** Moves every fix of the period; `error` is asked in the order of time. */
function disturbed(
  stream: readonly Sent<Fix>[],
  fault: Fault,
  error: (ts_ms: number) => { readonly east_m: number; readonly north_m: number; readonly claims_m: number },
): Sent<Fix>[] {
  return stream.map((sent) => {
    if (!strikes(fault, sent.what.ts_ms)) return sent;
    const { east_m, north_m, claims_m } = error(sent.what.ts_ms);
    const accuracy_m = Math.max(sent.what.accuracy_m, Number(claims_m.toFixed(1)));
    return { ...sent, what: { ...moved(sent.what, east_m, north_m), accuracy_m } };
  });
}

/** Every fix errs anew by `value` metres of standard deviation per axis (default 6), as a receiver without a filter. */
export const whiteNoise: FaultRule = {
  fixes: (stream, fault, _, random) => {
    const sigma_m = fault.value ?? 6;
    return disturbed(stream, fault, () => ({
      east_m: sigma_m * random.normal(),
      north_m: sigma_m * random.normal(),
      claims_m: 1.3 * sigma_m,
    }));
  },
  expects: never,
};

/** The error wanders: `value` metres of standard deviation per axis (default 8), forgotten after a minute and a half. */
export const noise: FaultRule = {
  fixes: (stream, fault, _, random) => {
    const sigma_m = fault.value ?? 8;
    const [east, north] = [wanderOf(sigma_m, CORRELATION_S, random), wanderOf(sigma_m, CORRELATION_S, random)];
    let last_ms = fault.from_s * 1000;
    return disturbed(stream, fault, (ts_ms) => {
      const since_s = Math.max(0, ts_ms - last_ms) / 1000;
      last_ms = ts_ms;
      return { east_m: east.after(since_s), north_m: north.after(since_s), claims_m: 1.3 * sigma_m };
    });
  },
  expects: never,
};

/**
 * Between high walls all fixes lie aside by 10 to 30 metres in one direction, for two to five minutes, then in another; about
 * `value` metres (default 20). The receiver claims half of it.
 */
export const canyon: FaultRule = {
  fixes: (stream, fault, _, random) => {
    const draw = (from_ms: number) => {
      const reach_m = Math.min(30, Math.max(10, (fault.value ?? 20) * random.between(0.6, 1.4)));
      const angle_rad = random.between(0, 2 * Math.PI);
      const until_ms = from_ms + random.between(...CANYON_HOLDS_S) * 1000;
      return { east_m: reach_m * Math.sin(angle_rad), north_m: reach_m * Math.cos(angle_rad), from_ms, until_ms };
    };
    let before = { east_m: 0, north_m: 0 };
    let drift = draw(fault.from_s * 1000);
    return disturbed(stream, fault, (ts_ms) => {
      while (ts_ms >= drift.until_ms) [before, drift] = [drift, draw(drift.until_ms)];
      const share = Math.min(1, (ts_ms - drift.from_ms) / 1000 / CANYON_RAMP_S);
      const east_m = before.east_m + (drift.east_m - before.east_m) * share;
      const north_m = before.north_m + (drift.north_m - before.north_m) * share;
      return { east_m, north_m, claims_m: Math.hypot(east_m, north_m) / 2 };
    });
  },
  expects: never,
};
