import { FIX_VERDICTS, NOT_TOLD, replayColumns, type FixVerdict } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Way } from './runs.ts';
import { trackOf, type Track } from './track.ts';

const BEGIN_MS = Date.UTC(2026, 10, 21, 6);

/** A fix each 10 s, a thousandth of a degree apart; the number is a silence of so many seconds. */
function trackWith(steps: readonly (FixVerdict | number)[]): Track {
  const verdicts = steps.filter((step) => typeof step !== 'number');
  const columns = replayColumns(verdicts.length);
  let s = 0;
  let row = 0;
  for (const step of steps) {
    if (typeof step === 'number') s += step;
    else {
      columns.ts[row] = s * 1_000;
      columns.lon[row] = row * 10_000;
      columns.lat[row] = 0;
      columns.edge[row] = NOT_TOLD;
      columns.verdict[row] = FIX_VERDICTS.indexOf(step);
      row += 1;
      s += 10;
    }
  }
  return trackOf('v', [{ vehicle: 'v', no: 1, hour_ms: BEGIN_MS, edges: [], columns }]);
}
const rows = (coordinates: readonly (readonly [number, number])[]) =>
  coordinates.map(([lon]) => Math.round(lon * 1_000 * 100) / 100);
const shown = (track: Track, from_s: number, to_s: number) =>
  new Way(track)
    .between(BEGIN_MS + from_s * 1_000, BEGIN_MS + to_s * 1_000)
    .map(({ kind, coordinates }) => [kind, ...rows(coordinates)]);

describe('a way as runs', () => {
  const track = trackWith([
    'driven',
    'worked',
    'worked',
    'too-fast',
    'gear-off',
    'worked',
    300,
    'worked',
    'none',
    'none',
  ]);

  it('is cut where it counts otherwise, each step by the fix that it comes to', () => {
    expect(shown(track, 0, 10_000)).toEqual([
      ['worked', 0, 1, 2],
      ['refused', 2, 3, 4],
      ['worked', 4, 5],
      ['loose', 6, 7, 8],
    ]);
  });

  it('goes as far as the moment, between two fixes too, and never over a gap', () => {
    expect(shown(track, 0, 25)).toEqual([
      ['worked', 0, 1, 2],
      ['refused', 2, 2.5],
    ]);
    expect(shown(track, 0, 200)).toEqual([
      ['worked', 0, 1, 2],
      ['refused', 2, 3, 4],
      ['worked', 4, 5],
    ]);
    expect(shown(track, 0, -5)).toEqual([]);
  });

  it('begins where it is asked to', () => {
    expect(shown(track, 30, 45)).toEqual([
      ['refused', 3, 4],
      ['worked', 4, 4.5],
    ]);
  });

  it('holds every step once, whatever its kinds and gaps are', () => {
    const step = fc.oneof(fc.constantFrom(...FIX_VERDICTS), fc.constant(300));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const made = trackWith(steps);
        const pairs = new Way(made).between(-Infinity, Infinity).flatMap(({ coordinates }) =>
          rows(coordinates)
            .slice(1)
            .map((to, at) => [rows(coordinates)[at], to]),
        );
        const wanted = Array.from({ length: Math.max(0, made.count - 1) }, (_, n) => n)
          .filter((n) => made.ts[n + 1]! - made.ts[n]! <= made.gap_ms)
          .map((n) => [n, n + 1]);
        expect(pairs).toEqual(wanted);
      }),
    );
  });
});
