import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VEHICLE_STATES } from '../words.ts';
import { decodePositionFrame, encodePositionFrame, splitPositionRows, type PositionRow } from './position-frame.ts';

const NOW = Date.parse('2026-11-21T06:00:00.000Z');
const MONTH_MS = 30 * 86_400_000;

/** Rows on the frame's own grid, so that nothing is rounded. */
const rowAt = (oldest_ms: number): fc.Arbitrary<PositionRow> =>
  fc.record({
    no: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    ts_ms: fc.integer({ min: NOW - oldest_ms, max: NOW }),
    lat: fc.integer({ min: -90e7, max: 90e7 }).map((value) => value / 1e7),
    lon: fc.integer({ min: -180e7, max: 180e7 }).map((value) => value / 1e7),
    heading_deg: fc.option(fc.integer({ min: 0, max: 36_000 }).map((value) => value / 100)),
    speed_kmh: fc.option(fc.integer({ min: 0, max: 254 }).map((value) => value / 2)),
    state: fc.constantFrom(...VEHICLE_STATES),
    gearOn: fc.boolean(),
    lowConfidence: fc.boolean(),
  });

const seq = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const ROW: PositionRow = {
  no: 7,
  ts_ms: NOW,
  lat: 57.69512,
  lon: -11.93841,
  heading_deg: 181,
  speed_kmh: 7.5,
  state: 'stopped',
  gearOn: true,
  lowConfidence: false,
};

describe('a position frame', () => {
  test('decodes to what was encoded', () => {
    fc.assert(
      fc.property(seq, fc.array(rowAt(86_400_000), { maxLength: 50 }), (number, rows) => {
        expect(decodePositionFrame(encodePositionFrame({ seq: number, rows }))).toEqual({ seq: number, rows });
      }),
    );
  });

  test('lies in memory as the contract says', () => {
    const view = new DataView(encodePositionFrame({ seq: 258, rows: [ROW] }).buffer);
    const header = [
      view.getUint8(0),
      view.getUint8(1),
      view.getUint16(2, true),
      view.getUint32(4, true),
      view.getFloat64(8, true),
    ];
    expect(header).toEqual([1, 1, 1, 258, NOW]);
    const row = [view.getUint32(16, true), view.getInt32(20, true), view.getInt32(24, true), view.getInt32(28, true)];
    expect(row).toEqual([7, 576951200, -119384100, 0]);
    expect([view.getUint16(32, true), view.getUint8(34), view.getUint8(35), view.byteLength]).toEqual([
      18_100, 15, 0b1010, 36,
    ]);
  });

  test('caps a speed that a byte cannot hold, and keeps 255 for unknown', () => {
    const [fast, unknown] = decodePositionFrame(
      encodePositionFrame({
        seq: 0,
        rows: [
          { ...ROW, speed_kmh: 240 },
          { ...ROW, speed_kmh: null },
        ],
      }),
    ).rows;
    expect([fast?.speed_kmh, unknown?.speed_kmh]).toEqual([127, null]);
  });

  test.each([
    ['a later version', 0, 2, /version 2 kind 1/],
    ['another kind', 1, 9, /version 1 kind 9/],
    ['a row too few', 2, 2, /expected 56 for 2 rows/],
    ['a state without a name', 35, 7, /vehicle state 7/],
  ])('refuses %s', (_what, at, byte, message) => {
    const bytes = encodePositionFrame({ seq: 1, rows: [ROW] });
    bytes[at] = byte;
    expect(() => decodePositionFrame(bytes)).toThrow(message);
  });

  test('refuses bytes that are cut short anywhere', () => {
    const bytes = encodePositionFrame({ seq: 1, rows: [ROW] });
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodePositionFrame(bytes.subarray(0, length))).toThrow(RangeError);
  });

  test('is refused where its instants lie further apart than it can say', () => {
    expect(() => encodePositionFrame({ seq: 1, rows: [ROW, { ...ROW, ts_ms: NOW - MONTH_MS }] })).toThrow(/spans/);
  });
});

describe('rows split for frames', () => {
  test('fit one each, none lost, order kept within each', () => {
    fc.assert(
      fc.property(fc.array(rowAt(20 * MONTH_MS), { maxLength: 60 }), (rows) => {
        const groups = splitPositionRows(rows);
        const back = groups.flatMap((group) => decodePositionFrame(encodePositionFrame({ seq: 0, rows: group })).rows);
        expect(back).toHaveLength(rows.length);
        expect(new Set(groups.flat())).toEqual(new Set(rows));
        for (const group of groups) expect(rows.filter((row) => group.includes(row))).toEqual(group);
      }),
    );
  });

  test('are as few groups as need be', () => {
    expect(splitPositionRows([])).toEqual([]);
    const old = { ...ROW, ts_ms: NOW - MONTH_MS };
    expect(splitPositionRows([ROW, old, ROW, old]).map((group) => group.length)).toEqual([2, 2]);
    expect(splitPositionRows(Array.from({ length: 65_536 }, () => ROW)).map((group) => group.length)).toEqual([
      65_535, 1,
    ]);
  });
});
