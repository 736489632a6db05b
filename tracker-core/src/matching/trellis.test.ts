import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixOf } from '../pipeline/fix-of.ts';
import {
  addColumn,
  copyTrellis,
  COST,
  countOf,
  dropColumns,
  FLOATS,
  INTS,
  startTrellis,
  stateOf,
  WAY,
  type Trellis,
} from './trellis.ts';

/** What a column should hold, kept in plain lists. */
interface Kept {
  readonly ts_ms: number;
  readonly costs: readonly number[];
}

const fixAt = (ts_ms: number) => fixOf({ ts: ts_ms, lat: 57.7, lon: 11.9 }, ts_ms);

function addTo(trellis: Trellis, { ts_ms, costs }: Kept): void {
  const column = addColumn(trellis, fixAt(ts_ms), costs.length);
  costs.forEach((cost, no) => {
    trellis.floats[FLOATS * stateOf(column, no) + COST] = cost;
    trellis.ints[INTS * stateOf(column, no) + WAY] = ts_ms + no;
  });
}

const heldBy = (trellis: Trellis): Kept[] =>
  trellis.columns.map((column, c) => ({
    ts_ms: trellis.fixes[c]!.ts_ms,
    costs: Array.from({ length: countOf(trellis, column) }, (_, no) => {
      const state = stateOf(column, no);
      expect(trellis.ints[INTS * state + WAY]).toBe(trellis.fixes[c]!.ts_ms + no);
      return trellis.floats[FLOATS * state + COST]!;
    }),
  }));

/** How many states a new column has; below 0: how many of the oldest columns go. */
const works = fc.array(fc.oneof(fc.integer({ min: 1, max: 33 }), fc.integer({ min: -9, max: -1 })), { maxLength: 200 });

test('columns come and go at the ends, and every number of those between stays', () => {
  fc.assert(
    fc.property(works, (turns) => {
      const trellis = startTrellis();
      let kept: Kept[] = [];
      for (const [turn, states] of turns.entries()) {
        if (states > 0) {
          const fresh = { ts_ms: 1_000 * turn, costs: Array.from({ length: states }, (_, no) => turn + no / 64) };
          addTo(trellis, fresh);
          kept.push(fresh);
        } else {
          const gone = Math.min(-states, kept.length);
          dropColumns(trellis, gone);
          kept = kept.slice(gone);
        }
        expect(heldBy(trellis)).toEqual(kept);
      }
    }),
  );
});

test('a copy goes its own way', () => {
  const trellis = startTrellis();
  addTo(trellis, { ts_ms: 1_000, costs: [1, 2, 3] });
  const copy = copyTrellis(trellis);
  addTo(copy, { ts_ms: 2_000, costs: [4] });
  copy.floats[FLOATS * stateOf(copy.columns[0]!, 0) + COST] = 9;
  expect(heldBy(trellis)).toEqual([{ ts_ms: 1_000, costs: [1, 2, 3] }]);
});

test('memory that a long doubt took is given back when it is over', () => {
  const trellis = startTrellis();
  const page = trellis.floats.length;
  for (let i = 0; i < 300; i++) addTo(trellis, { ts_ms: 1_000 * i, costs: [1, 2, 3, 4, 5] });
  expect(trellis.floats.length).toBeGreaterThan(10 * page);
  dropColumns(trellis, 299);
  expect(trellis.floats.length).toBe(page);
  expect(heldBy(trellis)).toEqual([{ ts_ms: 299_000, costs: [1, 2, 3, 4, 5] }]);
});
