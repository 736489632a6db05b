import { strikes, never, type FaultRule } from './fault.ts';

/** What the device measured in the period is lost for good. */
export const gap: FaultRule = {
  fixes: (stream, fault) => stream.filter(({ what }) => !strikes(fault, what.ts_ms)),
  expects: (lasted_s, _, { interval_s }) =>
    lasted_s > Math.max(120, 3 * interval_s) + interval_s ? 'signal-lost' : null,
  mayCause: ['missed', 'will-miss'],
};

/** No radio in the period: everything comes in one burst after it. Once it has come, the silence never was. */
export const outage: FaultRule = {
  fixes: (stream, fault) =>
    stream.map((sent) =>
      strikes(fault, sent.what.ts_ms) ? { ...sent, at_ms: Math.max(sent.at_ms, fault.to_s * 1000 + 1_000) } : sent,
    ),
  expects: never,
};

/** About every second message of the period is sent once more, some seconds later. */
export const duplicates: FaultRule = {
  fixes: (stream, fault, _, random) =>
    stream.flatMap((sent) =>
      strikes(fault, sent.what.ts_ms) && random.chance(0.5)
        ? [sent, { ...sent, at_ms: sent.at_ms + random.whole(2_000, 30_000) }]
        : [sent],
    ),
  expects: never,
};

/** Groups of six messages arrive in reverse order, all when the last of them was due. */
export const reorder: FaultRule = {
  fixes: (stream, fault) => {
    const struck = stream.filter(({ what }) => strikes(fault, what.ts_ms));
    const moved = struck.map((sent, i) => {
      const first = i - (i % 6);
      const last = struck[Math.min(first + 5, struck.length - 1)]!;
      return { ...sent, at_ms: last.at_ms + (first + 5 - i) * 10 };
    });
    return [...stream.filter(({ what }) => !strikes(fault, what.ts_ms)), ...moved];
  },
  expects: never,
};
