import { NOT_TOLD, replayColumns, type ReplayHour } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentAt, nearestInstant, neighbourFix, rowAt, trackOf, type Track } from './track.ts';

const HOUR_MS = 3_600_000;
const BEGIN_MS = Date.UTC(2026, 10, 21, 6);
const LAT = 55;
const DEGREE_LON_M = 111_320 * Math.cos((LAT * Math.PI) / 180);

interface Sent {
  readonly s: number;
  readonly east_m: number;
  readonly speed?: number;
  readonly heading?: number;
  readonly edge?: string;
}

function hourOf(hour: number, sent: readonly Sent[]): ReplayHour {
  const columns = replayColumns(sent.length);
  const edges = [...new Set(sent.flatMap(({ edge }) => edge ?? []))];
  for (const [row, { s, east_m, speed, heading, edge }] of sent.entries()) {
    columns.ts[row] = s * 1_000;
    columns.lat[row] = LAT * 1e7;
    columns.lon[row] = Math.round((10 + east_m / DEGREE_LON_M) * 1e7);
    columns.speed[row] = speed === undefined ? NOT_TOLD : speed * 100;
    columns.heading[row] = heading === undefined ? NOT_TOLD : heading * 100;
    columns.edge[row] = edge === undefined ? NOT_TOLD : edges.indexOf(edge);
    columns.verdict[row] = 2;
  }
  return { vehicle: 'v', no: 1, hour_ms: BEGIN_MS + hour * HOUR_MS, edges, columns };
}
const every10s = (count: number, from = 0): Sent[] =>
  Array.from({ length: count }, (_, n) => ({ s: from + n * 10, east_m: n * 20, speed: 7.2, heading: 90, edge: 'a' }));
const east = (track: Track, lon: number) => (lon - 10) * DEGREE_LON_M;

describe('a track', () => {
  it('is put together out of hours in any order, each with its own list of streets', () => {
    const hours = [
      hourOf(1, [
        { s: 0, east_m: 40, edge: 'b' },
        { s: 10, east_m: 60, edge: 'a' },
      ]),
      hourOf(0, [{ s: 3_590, east_m: 20, edge: 'a' }]),
    ];
    const track = trackOf('v', hours);
    expect([...track.ts].map((ts) => (ts - BEGIN_MS) / 1_000)).toEqual([3_590, 3_600, 3_610]);
    expect([...track.edge].map((no) => track.edges[no])).toEqual(['a', 'b', 'a']);
    expect(trackOf('v', [hours[1]!, hours[0]!])).toEqual(track);
  });

  it('takes speed and heading that were not told from the way, and none across a gap', () => {
    const track = trackOf('v', [
      hourOf(0, [
        ...[0, 1, 2, 3, 4].map((n) => ({ s: n * 10, east_m: n * 50 })),
        { s: 900, east_m: 2_000 },
        { s: 910, east_m: 1_900 },
      ]),
    ]);
    expect(track.gap_ms).toBe(60_000);
    expect(track.speed[1]).toBeCloseTo(18, 1);
    expect(track.heading[1]).toBeCloseTo(90, 3);
    expect(track.speed[5]).toBeNaN();
    expect(track.heading[6]).toBeCloseTo(270, 3);
  });

  it('has longer gaps where it reports seldom', () => {
    expect(
      trackOf('v', [
        hourOf(
          0,
          [0, 1, 2, 3].map((n) => ({ s: n * 60, east_m: 0 })),
        ),
      ]).gap_ms,
    ).toBe(150_000);
    expect(trackOf('v', []).gap_ms).toBe(60_000);
  });
});

describe('a moment', () => {
  const track = trackOf('v', [
    hourOf(0, [
      ...every10s(4),
      { s: 600, east_m: 500, speed: 5, heading: 350 },
      { s: 610, east_m: 520, speed: 5, heading: 10 },
    ]),
  ]);
  const at = (s: number) => momentAt(track, BEGIN_MS + s * 1_000);

  it('lies between two fixes on the straight line', () => {
    expect(at(-1)).toBeNull();
    expect(east(track, at(0)!.lon)).toBeCloseTo(0, 1);
    expect(east(track, at(15)!.lon)).toBeCloseTo(30, 1);
    expect(at(15)).toMatchObject({ row: 1, silent_ms: null, verdict: 'worked' });
  });

  it('stands at its last place in a gap, and says for how long', () => {
    expect(east(track, at(300)!.lon)).toBeCloseTo(60, 1);
    expect(at(300)!.silent_ms).toBe(270_000);
    expect(at(30)!.silent_ms).toBeNull();
    expect(at(611)!.silent_ms).toBeNull();
    expect(at(800)!.silent_ms).toBe(190_000);
  });

  it('turns the short way round', () => {
    expect(at(605)!.heading_deg! % 360).toBeCloseTo(0, 3);
  });

  it('is found by halving as by looking at each', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000), { maxLength: 40 }).map((all) => Float64Array.from(all).sort()),
        fc.nat(5_500),
        (ts, at_ms) => {
          expect(rowAt({ ts, count: ts.length }, at_ms)).toBe(ts.findLastIndex((one) => one <= at_ms));
        },
      ),
    );
  });
});

describe('steps and places', () => {
  const first = trackOf('v', [hourOf(0, every10s(10))]);
  const second = trackOf('w', [hourOf(0, every10s(10, 5))]);
  const ms = (s: number) => BEGIN_MS + s * 1_000;

  it('go to the next fix of any, and to none beyond the ends', () => {
    expect(neighbourFix([first, second], ms(10), 1)).toBe(ms(15));
    expect(neighbourFix([first, second], ms(10), -1)).toBe(ms(5));
    expect(neighbourFix([first], ms(12), -1)).toBe(ms(10));
    expect(neighbourFix([first], ms(90), 1)).toBeNull();
    expect(neighbourFix([first], ms(0), -1)).toBeNull();
  });

  it('find when it was nearest to a place, of two drives the newer, and nothing out of reach', () => {
    const there = [...every10s(5), ...every10s(5, 1_000)];
    const twice = trackOf('v', [hourOf(0, there)]);
    const lon = 10 + 50 / DEGREE_LON_M;
    expect(nearestInstant(twice, lon, LAT, 30, ms(2_000))! / 1_000).toBeCloseTo(ms(1_025) / 1_000, 0);
    expect(nearestInstant(twice, lon, LAT, 30, ms(500))! / 1_000).toBeCloseTo(ms(25) / 1_000, 0);
    expect(nearestInstant(twice, lon, LAT + 0.01, 30, ms(2_000))).toBeNull();
  });
});
