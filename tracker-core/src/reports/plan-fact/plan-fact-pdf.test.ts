import { createHash } from 'node:crypto';
import type { Locale, PlanFactAnswer, PlanFactMonths } from '@sweepline/contract';
import readXlsxFile from 'read-excel-file/node';
import { afterEach, expect, test, vi } from 'vitest';
import { LEAKS, textOfPdf } from '../pdf/testing/pdf-text.ts';
import { typeface } from '../pdf/testing/typeface.ts';
import { csvOf } from '../table/csv.ts';
import { xlsxOf } from '../table/xlsx.ts';
import { monthTable } from './months.ts';
import { planFactPdf } from './plan-fact-pdf.ts';
import { planFactWords } from './plan-fact-words.ts';

afterEach(() => void vi.useRealTimers());

const sums = {
  assignments: 40,
  sealed: 38,
  planned_m: 1_000,
  covered_m: 900,
  excused_m: 50,
  open_m: 10,
  uncovered_m: { 'wrong-side': 0, 'gear-off': 20, 'too-fast': 0, 'no-data': 0, 'not-reached': 20 },
  window_s: 7_200,
  worked_s: 3_600,
  idle_s: 600,
  distance_m: 2_000,
  deadhead_m: 700,
  grades: { A: 30, B: 5, C: 3, none: 0 },
};
const shared = { municipality: 'm', timezone: 'Europe/Chisinau', from: '2026-10-01', to: '2026-11-01' };
const months: PlanFactMonths = {
  ...shared,
  months: [
    {
      month: '2026-10',
      contractor: 'c',
      contractorName: 'Contractor 1',
      ...sums,
      routes: [
        { route: 'r-1', routeName: 'Centre', ...sums, planned_m: 400 },
        { route: 'r-2', routeName: 'North', ...sums, planned_m: 600 },
      ],
    },
  ],
};
const rows: PlanFactAnswer = {
  ...shared,
  rows: Array.from({ length: 120 }, (_, n) => ({
    assignment: `a-${n}`,
    date: `2026-10-${String(1 + (n % 31)).padStart(2, '0')}`,
    route: 'r-1',
    routeName: 'Centre',
    operation: 'sweep',
    vehicle: 'v-1',
    plate: 'KVD 214',
    contractor: 'c',
    contractorName: 'Contractor 1',
    crew: null,
    from: '2026-10-25T00:30:00.000Z',
    to: '2026-10-25T05:00:00.000Z',
    status: 'sealed',
    revision: 1,
    grade: 'A',
    ...sums,
  })),
};

function made(answer: PlanFactAnswer | PlanFactMonths, locale: Locale): Buffer {
  const work = planFactPdf(answer, { name: 'Town' }, locale, typeface);
  for (;;) {
    const { done, value } = work.next();
    if (done) return Buffer.from(value);
  }
}
const pages = (bytes: Buffer): number => Number(/\/Count (\d+)/.exec(bytes.toString('latin1'))![1]);
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('on paper: rows over pages, months on one, nothing planned on one', () => {
  expect(pages(made(rows, 'ru'))).toBeGreaterThan(5);
  expect(pages(made(months, 'en'))).toBe(1);
  expect(pages(made({ ...shared, rows: [] }, 'ru'))).toBe(1);
});

test.each(['ru', 'en'] as const)('no value that is none is written, %s', (locale) => {
  const none = { ...sums, planned_m: 0, covered_m: 0, excused_m: 0, worked_s: 0, window_s: 0, distance_m: 0 };
  const unknown: PlanFactAnswer = {
    ...shared,
    rows: rows.rows.slice(0, 3).map((row, i) => ({
      ...row,
      ...(i === 0 ? none : {}),
      routeName: '',
      status: 'running',
      revision: 0,
      grade: 'none',
    })),
  };
  for (const answer of [rows, months, unknown, { ...shared, rows: [] }, { ...shared, months: [] }])
    for (const page of textOfPdf(made(answer, locale))) {
      expect(page).not.toMatch(LEAKS);
      expect(page).toContain('Town');
    }
});

test('the same answer makes the same bytes whenever it is asked for', () => {
  const at = (year: number, answer: PlanFactAnswer | PlanFactMonths): string => {
    vi.setSystemTime(new Date(year, 1, 3));
    return digest(made(answer, 'ru'));
  };
  expect(at(2031, months)).toBe(at(2027, months));
  expect(at(2031, rows)).toBe(at(2027, rows));
});

test('months as a table: a row of all routes before those of each, the sums of whole contractors below', async () => {
  const table = monthTable(months, 'en');
  const [sheet] = await readXlsxFile(Buffer.from(await xlsxOf(table)));
  const read = sheet!.data;
  expect(read[0]!.slice(0, 7)).toEqual(['Month', 'Contractor', 'Route', 'Name', 'Assignments', 'Sealed', 'Planned, m']);
  expect(read.slice(1).map((row) => [row[0], row[2], row[3], row[6]])).toEqual([
    ['2026-10', null, 'all routes', 1_000],
    ['2026-10', 'r-1', 'Centre', 400],
    ['2026-10', 'r-2', 'North', 600],
    ['Total', null, null, 1_000],
  ]);
  expect(csvOf(monthTable(months, 'ru'))).toContain('2026-10,Contractor 1,,все маршруты,40,38,1000.00,900.00,50.00');
});

test('each language has its own words', () => {
  const { en, ru } = planFactWords;
  const texts = (of: object): string[] =>
    Object.values(of).flatMap((value) =>
      typeof value === 'string' ? [value] : typeof value === 'object' ? texts(value) : [],
    );
  expect(texts(ru)).toHaveLength(texts(en).length);
  expect(texts(ru).filter((text) => !/\p{Script=Cyrillic}/u.test(text))).toEqual([]);
});
