import type { FulfilmentGroup } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { csvOf, sheetOf } from './table-of.ts';
import { overviewWords } from './words.ts';

const REASONS = {
  'wrong-side': 'Wrong side',
  'gear-off': 'Gear up',
  'too-fast': 'Too fast',
  'no-data': 'No data',
  'not-reached': 'Not reached',
};
const group = (key: string, covered_m: number, missed_m: number): FulfilmentGroup => ({
  key,
  name: key,
  planned_m: Math.round((covered_m + missed_m) * 100) / 100,
  covered_m,
  excused_m: 0,
  open_m: 0,
  uncovered_m: { 'not-reached': missed_m, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 },
});
const sheet = sheetOf(
  'Streets',
  'Street',
  [group('Main, "upper"', 0.1, 0.2), group('=cmd()', 0.2, 0.1)],
  ({ key }) => key,
  overviewWords.en,
  REASONS,
);

it('adds its rows up to the centimetre', () => {
  expect(sheet.rows.at(-1)).toEqual(['Total', 0.6, 0.3, 0, 0, 0.3, 0, 0, 0, 0, 0.3, 0.5]);
  for (const row of sheet.rows) expect(row).toHaveLength(sheet.head.length);
});

it('is written so that a spreadsheet reads it, and runs nothing', () => {
  const [head, first, second] = csvOf(sheet).split('\r\n');
  expect(head).toMatch(/^\uFEFFStreet,"Planned, m"/);
  expect(first).toMatch(/^"Main, ""upper""",0\.3,0\.1,/);
  expect(second).toMatch(/^'=cmd\(\),/);
});
