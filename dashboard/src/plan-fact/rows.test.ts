import * as fc from 'fast-check';
import type { PlanFactRow } from '@sweepline/contract';
import { expect, test } from 'vitest';
import {
  inWholeMetres,
  missingOf,
  reasonsIn,
  rowsOfAssignments,
  rowsOfMonths,
  shareOf,
  shareOfRow,
  totalOf,
} from './rows.ts';

const row = (of: Partial<PlanFactRow> = {}): PlanFactRow => ({
  assignment: 'a',
  date: '2026-10-05',
  route: 'r',
  routeName: 'Round',
  operation: 'sweep',
  vehicle: 'v',
  plate: 'A 1',
  contractor: 'c',
  contractorName: 'Contractor 1',
  crew: null,
  from: '',
  to: '',
  status: 'sealed',
  revision: 1,
  planned_m: 1_000.1,
  covered_m: 900.2,
  excused_m: 49.9,
  uncovered_m: { 'wrong-side': 0, 'gear-off': 20, 'too-fast': 0, 'no-data': 30, 'not-reached': 0 },
  window_s: 3_600,
  worked_s: 1_800,
  idle_s: 60,
  distance_m: 1_500,
  deadhead_m: 400,
  grade: 'A',
  ...of,
});

test('rows add up, to the centimetre', () => {
  const rows = rowsOfAssignments([row(), row({ assignment: 'b', status: 'running', grade: 'none' }), row()]);
  const total = totalOf(rows);
  expect(total).toMatchObject({ assignments: 3, sealed: 2, planned_m: 3_000.3, covered_m: 2_700.6, worked_s: 5_400 });
  expect(total.grades).toEqual({ A: 2, B: 0, C: 0, none: 1 });
  expect(total.uncovered_m['no-data']).toBe(60);
  expect([missingOf(total), total.open_m]).toEqual([100, 50]);
  expect(Math.round((total.covered_m + total.excused_m + total.open_m + missingOf(total)) * 100)).toBe(
    Math.round(total.planned_m * 100),
  );
});

test('whole metres add up to what was planned', () => {
  const uncovered_m = { 'wrong-side': 0, 'gear-off': 75.5, 'too-fast': 0, 'no-data': 0, 'not-reached': 2_698.6 };
  const [finished] = rowsOfAssignments([row({ planned_m: 5_313.5, covered_m: 2_539.4, excused_m: 0, uncovered_m })]);
  const shown = inWholeMetres(finished!);
  expect([shown.planned_m, shown.covered_m, missingOf(shown)]).toEqual([5_314, 2_539, 2_775]);
  expect(shown.uncovered_m).toMatchObject({ 'gear-off': 76, 'not-reached': 2_699, 'no-data': 0 });

  const whole = fc.integer({ min: 0, max: 500_000 });
  fc.assert(
    fc.property(fc.array(whole, { minLength: 8, maxLength: 8 }), ([covered, excused, open, a, b, c, d, e]) => {
      const parts = [covered, excused, open, a, b, c, d, e] as number[];
      const inside = inWholeMetres({
        ...finished!,
        planned_m: parts.reduce((sum, part_cm) => sum + part_cm, 0) / 100,
        covered_m: covered! / 100,
        excused_m: excused! / 100,
        open_m: open! / 100,
        uncovered_m: {
          'wrong-side': a! / 100,
          'gear-off': b! / 100,
          'too-fast': c! / 100,
          'no-data': d! / 100,
          'not-reached': e! / 100,
        },
      });
      const { planned_m, covered_m, excused_m, open_m } = inside;
      expect(covered_m + excused_m + open_m + missingOf(inside)).toBe(planned_m);
      expect(Math.abs(covered_m - covered! / 100)).toBeLessThan(1);
    }),
  );
});

test('a sum of nothing is nothing, and has no share', () => {
  expect(shareOf(totalOf([]))).toBeNull();
  expect(shareOf(rowsOfAssignments([row()])[0]!)).toBeCloseTo(900.2 / 950.2);
});

test('a row of a running window tells its share of the plan, a sum that of what was owed by now', () => {
  const [running] = rowsOfAssignments([row({ status: 'running' })]);
  expect(shareOfRow(running!)).toBeCloseTo(900.2 / 950.2);
  expect(shareOf(running!)).toBeCloseTo(1);
});

test('reasons come by their metres, most first', () => {
  expect(reasonsIn(row())).toEqual(['no-data', 'gear-off']);
});

test('a month is a row of its contractor, dated by its first day', () => {
  const [{ routes: _, ...sums }] = [{ ...totalOf(rowsOfAssignments([row()])), routes: [] }];
  const [month] = rowsOfMonths([
    {
      ...sums,
      uncovered_m: { ...sums.uncovered_m },
      month: '2026-10',
      contractor: 'c',
      contractorName: 'C',
      routes: [],
    },
  ]);
  expect(month).toMatchObject({ key: '2026-10 c', date: '2026-10-01', of: null, planned_m: 1_000.1 });
});
