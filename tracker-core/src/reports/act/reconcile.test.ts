import { centimetresOf, type PlanFactRow } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { xlsxOf } from '../table/xlsx.ts';
import { actTable, actTemplate } from './act-table.ts';
import { actWords } from './act-words.ts';
import { readAct, type ReadAct } from './read-act.ts';
import { reconcile, type ActSetup } from './reconcile.ts';

const done = (date: string, route: string, covered_m: number, of: Partial<PlanFactRow> = {}): PlanFactRow => ({
  assignment: `${date} ${route}`,
  date,
  route,
  routeName: `Route ${route}`,
  operation: 'sweep',
  vehicle: 'v-1',
  plate: 'KVD 214',
  contractor: 'c',
  contractorName: 'c',
  crew: null,
  from: `${date}T03:00:00.000Z`,
  to: `${date}T05:00:00.000Z`,
  status: 'sealed',
  revision: 1,
  planned_m: covered_m,
  covered_m,
  excused_m: 0,
  uncovered_m: { 'wrong-side': 0, 'gear-off': 0, 'too-fast': 0, 'no-data': 0, 'not-reached': 0 },
  window_s: 7_200,
  worked_s: 3_600,
  idle_s: 0,
  distance_m: covered_m,
  deadhead_m: 0,
  grade: 'A',
  ...of,
});
const setup = (measured: readonly PlanFactRow[]): ActSetup => ({
  contract: 'k',
  currency: 'MDL',
  from: '2026-10-01',
  to: '2026-11-01',
  measured,
  routes: new Map([
    ['B-07', 'Ботаника, утро'],
    ['B-09', 'Центр'],
  ]),
  plates: new Map([
    ['v-1', 'KVD 214'],
    ['v-2', 'QRA 146'],
  ]),
  price: (_, route) => (route === 'B-07' ? '1.85' : null),
});
const csv = (...lines: string[]): Promise<ReadAct> => readAct('csv', Buffer.from(lines.join('\n')));

describe('an act', () => {
  test('is read below its heading, by whatever its columns are called; bad rows are told, sums and blanks passed over', async () => {
    const act = await csv(
      'Акт выполненных работ № 12;;;;',
      ';;;;',
      'Дата;Маршрут;Гос. номер;Убрано, м;Сумма, лей',
      '05.10.2026;B-07;KVD 214;1 234,50;2 283,83',
      ';;;;',
      'вчера;B-07;;10;',
      '06.10.2026;;;10;',
      '06.10.2026;B-07;;;',
      '06.10.2026;B-07;;много;',
      ';B-07;;10;',
      'Итого;;;1 234,50;2 283,83',
    );
    expect(act.rows).toEqual([
      {
        row: 4,
        date: '2026-10-05',
        route: 'B-07',
        vehicle: 'KVD 214',
        metres_cm: 123_450,
        hours_s: null,
        amount: 2_283.83,
      },
    ]);
    expect(act.faults.map(({ row, code }) => [row, code])).toEqual([
      [6, 'bad-date'],
      [7, 'no-route'],
      [8, 'no-quantity'],
      [9, 'bad-number'],
      [10, 'no-date'],
    ]);
  });

  test.each([
    ['csv', 'a,b\n1,2'],
    ['csv', 'Date,Route\n2026-10-05,B-07'],
    ['xlsx', 'not a workbook'],
    ['csv', 'PK\u0003\u0004'],
    ['csv', '"Date,Route,Metres\n'],
  ] as const)('as %s that is none is refused with words: %j', async (format, text) => {
    await expect(readAct(format, Buffer.from(text))).rejects.toMatchObject({ code: 'invalid' });
  });

  test('made out of the template is read again', async () => {
    for (const locale of ['ru', 'en'] as const) {
      const bytes = await xlsxOf(actTemplate({ date: '2026-10-05', route: 'B-07', plate: 'KVD 214' }, locale));
      const { rows, faults } = await readAct('xlsx', bytes);
      expect(faults).toEqual([]);
      expect(rows).toMatchObject([{ date: '2026-10-05', route: 'B-07', metres_cm: 1_186_050, hours_s: 9_900 }]);
    }
  });
});

describe('an act against what was measured', () => {
  const found = async (measured: readonly PlanFactRow[], ...lines: string[]) => {
    const answer = reconcile(await csv('date;route;vehicle;metres;hours;amount', ...lines), setup(measured));
    return { answer, verdicts: answer.lines.map(({ row, verdict }) => `${row ?? '-'} ${verdict}`) };
  };

  test('says of each row what it comes to, and of what is left out', async () => {
    const { verdicts, answer } = await found(
      [
        done('2026-10-05', 'B-07', 1_000),
        done('2026-10-06', 'B-07', 1_000),
        done('2026-10-07', 'B-07', 1_000),
        done('2026-10-08', 'B-07', 0),
        done('2026-10-09', 'B-09', 500),
      ],
      '05.10.2026;B-07;;1010;;',
      '06.10.2026;ботаника утро;;1010,01;;',
      '07.10.2026;b-07;;900;;',
      '08.10.2026;B-07;;400;;',
      '10.10.2026;B-07;;400;;',
      '05.10.2026;B-77;;400;;',
      '05.10.2026;B-07;XXX 1;400;;',
      '05.10.2026;B-07;;1000;;',
      '05.11.2026;B-07;;1000;;',
    );
    expect(verdicts).toEqual([
      '2 agrees',
      '3 claimed-more',
      '4 claimed-less',
      '5 not-measured',
      '6 not-measured',
      '7 unknown-route',
      '8 unknown-vehicle',
      '9 claimed-twice',
      '- not-claimed',
    ]);
    expect(answer.faults).toEqual([{ row: 10, code: 'outside-period', text: '2026-11-05' }]);
    expect(answer.lines[0]).toMatchObject({ claimed: 186_850, measured: 185_000, difference: 1_850, difference_m: 10 });
    expect(answer.lines.at(-1)).toMatchObject({ route: 'B-09', price: null, measured: null, measured_m: 500 });
  });

  test('by vehicle takes that vehicle’s work, without one what is left of the day', async () => {
    const { answer, verdicts } = await found(
      [done('2026-10-05', 'B-07', 600), done('2026-10-05', 'B-07', 400, { vehicle: 'v-2', plate: 'QRA 146' })],
      '05.10.2026;B-07;;400;;',
      '05.10.2026;B-07;kvd-214;600;;',
    );
    expect(verdicts).toEqual(['2 agrees', '3 agrees']);
    expect(answer.lines.map(({ measured_m }) => measured_m)).toEqual([400, 600]);
  });

  test('by hours is held against the time at work, and an own sum against the price', async () => {
    const { answer, verdicts } = await found(
      [done('2026-10-05', 'B-07', 1_000), done('2026-10-06', 'B-07', 1_000)],
      '05.10.2026;B-07;;;1,00;',
      '06.10.2026;B-07;;1000;;2000',
    );
    expect(verdicts).toEqual(['2 agrees', '3 agrees']);
    expect(answer.lines[0]).toMatchObject({ claimed_h: 1, measured_h: 1, claimed: null });
    expect(answer.lines[1]).toMatchObject({ claimed: 200_000, measured: 185_000, difference: 15_000 });
  });

  test('every measured metre is in one line, whatever the act says', () => {
    const days = ['2026-10-05', '2026-10-06', '2026-10-07'];
    const row = fc.record({
      date: fc.constantFrom(...days),
      route: fc.constantFrom('B-07', 'B-09', 'Центр', 'nowhere'),
      vehicle: fc.constantFrom(null, 'KVD 214', 'v-2', 'stranger'),
      metres_cm: fc.integer({ min: 0, max: 500_000 }),
    });
    const measured = fc.array(
      fc.tuple(
        fc.constantFrom(...days),
        fc.constantFrom('B-07', 'B-09'),
        fc.integer({ min: 0, max: 500_000 }),
        fc.boolean(),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), measured, (rows, works) => {
        const known = works.map(([date, route, cm, second]) =>
          done(date, route, cm / 100, second ? { vehicle: 'v-2', plate: 'QRA 146' } : {}),
        );
        const act: ReadAct = {
          rows: rows.map((one, i) => ({ ...one, row: i + 2, hours_s: null, amount: null })),
          faults: [],
        };
        const { lines, totals } = reconcile(act, setup(known));
        const all_cm = works.reduce((sum, [, , cm]) => sum + cm, 0);
        expect(centimetresOf(totals.measured_m)).toBe(all_cm);
        expect(lines.filter((line) => line.row !== null)).toHaveLength(rows.length);
        expect(Object.values(totals.verdicts).reduce((sum, count) => sum + count, 0)).toBe(lines.length);
      }),
    );
  });

  test('is a sheet in either language, the same bytes each time', async () => {
    const { answer } = await found([done('2026-10-05', 'B-07', 1_000)], '05.10.2026;B-07;;1010;;', 'x;B-07;;1;;');
    const table = actTable(answer, 'ru');
    expect(table.rows.map((cells) => cells[6])).toEqual([actWords.ru.verdicts.agrees, actWords.ru.faults['bad-date']]);
    expect(table.columns.every(({ title }) => title !== '')).toBe(true);
    expect(Buffer.from(await xlsxOf(table)).equals(Buffer.from(await xlsxOf(actTable(answer, 'ru'))))).toBe(true);
  });
});
