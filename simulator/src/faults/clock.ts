import { strikes, never, type FaultRule } from './fault.ts';

/** The device's clock is `value` seconds off (default 240 behind). A clock ahead is refused as `future`. */
export const clockSkew: FaultRule = {
  fixes: (stream, fault) =>
    stream.map((sent) =>
      strikes(fault, sent.what.ts_ms)
        ? { ...sent, what: { ...sent.what, ts_ms: sent.what.ts_ms + (fault.value ?? -240) * 1000 } }
        : sent,
    ),
  expects: (lasted_s, fault) => (lasted_s > 660 && Math.abs(fault.value ?? -240) > 120 ? 'clock-skew' : null),
  // Behind: instants are told twice when it begins, and are missing when it ends. Ahead: what is refused is missing.
  mayCause: ['clock-skew', 'conflict', 'gps-jump', 'signal-lost', 'missed', 'will-miss'],
};

/**
 * The device's clock jumps back by `value` seconds (default 45) when the period begins and is set right when it ends: a
 * stretch of instants is told twice, with different places. Too little for a wrong clock to be noticed by its lag.
 */
export const clockJump: FaultRule = {
  fixes: (stream, fault) =>
    stream.map((sent) =>
      strikes(fault, sent.what.ts_ms)
        ? { ...sent, what: { ...sent.what, ts_ms: sent.what.ts_ms - (fault.value ?? 45) * 1000 } }
        : sent,
    ),
  expects: never,
  mayCause: ['conflict', 'gps-jump'],
};
