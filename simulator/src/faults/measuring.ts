import { strikes, never, type FaultRule } from './fault.ts';
import { shifted } from './shift.ts';
import { parked } from './standing.ts';

/** Parked with the engine off while the fixes jump around in a star of up to `value` metres (default 40). */
export const parkedStar: FaultRule = {
  once: true,
  errand: parked,
  fixes: (stream, fault, _, random) =>
    stream.map((sent) => {
      if (!strikes(fault, sent.what.ts_ms) || sent.what.ignition) return sent;
      const reach_m = fault.value ?? 40;
      const moved = shifted(
        sent.what,
        Math.min(Math.abs(random.normal()) * reach_m * 0.5, reach_m),
        random.between(0, 2 * Math.PI),
      );
      return {
        ...sent,
        what: { ...moved, speed_kmh: Number(random.between(0, 2.5).toFixed(1)), accuracy_m: Math.round(reach_m * 0.6) },
      };
    }),
  expects: never,
};

/** Single fixes far from the truth: farther than 140 km/h could go in the time since the fix before. */
export const gpsJump: FaultRule = {
  fixes: (stream, fault, { interval_s }, random) => {
    const struck = stream.filter(({ what }) => strikes(fault, what.ts_ms));
    const every = Math.max(2, Math.floor(struck.length / Math.max(1, fault.value ?? 3)));
    const jumping = new Set(struck.filter((_, i) => i % every === 1));
    return stream.map((sent) =>
      jumping.has(sent)
        ? {
            ...sent,
            what: shifted(
              sent.what,
              Math.max(700, interval_s * 80) * random.between(1, 1.4),
              random.between(0, 2 * Math.PI),
            ),
          }
        : sent,
    );
  },
  expects: () => 'gps-jump',
};

/** Some instants are reported twice with different positions. */
export const conflict: FaultRule = {
  fixes: (stream, fault, _, random) =>
    stream.flatMap((sent) =>
      strikes(fault, sent.what.ts_ms) && random.chance(0.3)
        ? [
            sent,
            {
              at_ms: sent.at_ms + 1_500,
              what: shifted(sent.what, random.between(8, 20), random.between(0, 2 * Math.PI)),
            },
          ]
        : [sent],
    ),
  expects: () => 'conflict',
};
