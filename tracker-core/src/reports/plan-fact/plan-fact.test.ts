import { createHash } from 'node:crypto';
import readXlsxFile from 'read-excel-file/node';
import type { PlanFactAnswer, PlanFactRow } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { csvOf } from '../table/csv.ts';
import { planFactTable } from './plan-fact.ts';
import { xlsxOf } from '../table/xlsx.ts';

const row = (of: Partial<PlanFactRow>): PlanFactRow => ({
  assignment: 'a',
  date: '2026-10-25',
  route: 'r-1',
  routeName: 'Strada "Veche", кв. 3',
  operation: 'sweep',
  vehicle: 'v-1',
  plate: 'KVD 214',
  contractor: 'c',
  contractorName: '=cmd|calc',
  crew: null,
  from: '2026-10-25T02:30:00.000Z',
  to: '2026-10-25T05:00:00.000Z',
  status: 'sealed',
  revision: 2,
  planned_m: 1_000.1,
  covered_m: 700.05,
  excused_m: 200,
  uncovered_m: { 'wrong-side': 0, 'gear-off': 50.02, 'too-fast': 0, 'no-data': 0, 'not-reached': 50.03 },
  window_s: 9_000,
  worked_s: 5_400,
  idle_s: 900,
  distance_m: 12_345.67,
  deadhead_m: 2_345.67,
  grade: 'A',
  ...of,
});
const answer: PlanFactAnswer = {
  municipality: 'm',
  timezone: 'Europe/Chisinau',
  from: '2026-10-25',
  to: '2026-10-26',
  rows: [row({}), row({ assignment: 'b', planned_m: 100, covered_m: 0, excused_m: 0, grade: 'none' })],
};

test('a line a row, in wall time, numbers that a machine reads, nothing that a spreadsheet runs', () => {
  const lines = csvOf(planFactTable(answer, 'ru')).split('\r\n');
  expect(lines[0]).toMatch(/^\ufeffДата,Маршрут,Название,/);
  expect(lines[1]).toContain(
    '2026-10-25,r-1,"Strada ""Veche"", кв. 3",Подметание,KVD 214,v-1,\'=cmd|calc,,04:30,07:00,1000.10,700.05,200.00',
  );
  expect(lines[1]).toContain(',87.5,2.50,1.50,12.35,2.35,0.25,A,опечатан,2,a');
  expect(lines[3]).toMatch(
    /^Итого,.*1100\.10,700\.05,200\.00,0\.00,100\.04,0\.00,0\.00,100\.06,77\.8,5\.00,3\.00,24\.69,4\.69,0\.50,,,,$/,
  );
  expect(lines[4]).toBe('');
});

test('a workbook holds the same, and the same table makes the same bytes', async () => {
  const table = planFactTable(answer, 'en');
  const bytes = await xlsxOf(table);
  const [sheet] = await readXlsxFile(Buffer.from(bytes));
  const read = sheet!.data;
  expect(read[0]!.slice(0, 3)).toEqual(['Date', 'Route', 'Name']);
  expect(read[1]!.slice(6, 13)).toEqual(['=cmd|calc', null, '04:30', '07:00', 1_000.1, 700.05, 200]);
  expect(read[3]![0]).toBe('Total');
  const digest = (of: Uint8Array): string => createHash('sha256').update(of).digest('hex');
  const moment = Date.now() + 2_100;
  while (Date.now() < moment) await new Promise((resolve) => setImmediate(resolve));
  expect(digest(await xlsxOf(table))).toBe(digest(bytes));
});

test('days without a plan make a header and nothing to sum', async () => {
  const table = planFactTable({ ...answer, rows: [] }, 'en');
  expect(csvOf(table).split('\r\n')).toHaveLength(2);
  expect((await xlsxOf(table)).length).toBeGreaterThan(500);
});
