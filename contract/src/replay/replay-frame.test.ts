import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeReplayHours,
  encodeReplayHour,
  HOUR_MS,
  replayColumns,
  type ReplayColumns,
  type ReplayHour,
} from './replay-frame.ts';

const HOUR = Date.parse('2026-11-21T06:00:00.000Z');

const LIMITS: Readonly<Record<keyof ReplayColumns, readonly [number, number]>> = {
  ts: [0, HOUR_MS - 1],
  lat: [-90e7, 90e7],
  lon: [-180e7, 180e7],
  heading: [0, 65_535],
  speed: [0, 65_535],
  edge: [0, 65_535],
  gear: [0, 31],
  gearTold: [0, 31],
  verdict: [0, 5],
  served: [0, 4],
  operation: [0, 255],
  flags: [0, 7],
};
const NAMES = Object.keys(LIMITS) as (keyof ReplayColumns)[];

const columns = fc.integer({ min: 0, max: 40 }).chain((rows) =>
  fc
    .tuple(
      ...NAMES.map((name) => {
        const [min, max] = LIMITS[name];
        return fc.array(fc.integer({ min, max }), { minLength: rows, maxLength: rows });
      }),
    )
    .map((values) => {
      const made = replayColumns(rows);
      for (const [i, name] of NAMES.entries()) made[name].set(values[i]!);
      return made;
    }),
);
const hour: fc.Arbitrary<ReplayHour> = fc.record({
  vehicle: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  no: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  hour_ms: fc.integer({ min: 0, max: 100_000 }).map((n) => HOUR - n * HOUR_MS),
  edges: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 }),
  columns,
});

const joined = (frames: readonly Uint8Array[]): ArrayBuffer => {
  const bytes = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const frame of frames) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return bytes.buffer;
};

describe('packed hours', () => {
  test('decode to what was encoded, one after the other', () => {
    fc.assert(
      fc.property(fc.array(hour, { maxLength: 4 }), (hours) => {
        expect(decodeReplayHours(joined(hours.map(encodeReplayHour)))).toEqual(hours);
      }),
    );
  });

  test('lie in memory as the documentation says', () => {
    const made = replayColumns(2);
    made.ts.set([0, 10_000]);
    made.lat.set([576_951_200, 576_951_300]);
    made.speed.set([720, 65_535]);
    made.verdict.set([2, 5]);
    const bytes = encodeReplayHour({ vehicle: 'v1', no: 7, hour_ms: HOUR, edges: ['w 9'], columns: made });
    const view = new DataView(bytes.buffer);
    expect([view.getUint8(0), view.getUint8(1), view.getUint32(4, true), view.getUint32(8, true)]).toEqual([
      1,
      2,
      bytes.length,
      2,
    ]);
    expect([view.getUint32(12, true), view.getFloat64(16, true)]).toEqual([7, HOUR]);
    expect([view.getUint32(36, true), view.getInt32(40, true)]).toEqual([10_000, 576_951_200]);
    expect([view.getUint16(32 + 28, true), view.getUint8(32 + 40), view.getUint8(32 + 41)]).toEqual([720, 2, 5]);
    expect(new TextDecoder().decode(bytes.subarray(80, 80 + view.getUint32(24, true)))).toBe('["v1","w 9"]');
    expect(bytes.length % 8).toBe(0);
  });

  test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['another version', (bytes) => bytes.with(0, 9)],
    ['another kind', (bytes) => bytes.with(1, 1)],
    ['a frame cut short', (bytes) => bytes.slice(0, -8)],
    ['a header cut short', (bytes) => bytes.slice(0, 24)],
    ['more rows than it holds', (bytes) => bytes.with(8, 200)],
    ['a tail that is no list', (bytes) => bytes.with(80, 0x22).with(85, 0x22)],
  ])('refuse %s', (_what, broken) => {
    const bytes = encodeReplayHour({ vehicle: 'v1', no: 7, hour_ms: HOUR, edges: [], columns: replayColumns(2) });
    expect(() => decodeReplayHours(joined([broken(bytes)]))).toThrow(/replay frame|JSON/);
  });
});
