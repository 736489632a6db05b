import { expect, test } from 'vitest';
import { actColumnOf, isTotal } from './act-columns.ts';
import { readDate, readNumber } from './act-values.ts';

test.each([
  ['2026-10-05', '2026-10-05'],
  ['2026-10-05T00:00:00', '2026-10-05'],
  ['05.10.2026', '2026-10-05'],
  ['5.10.26', '2026-10-05'],
  ['05.10.2026 г.', '2026-10-05'],
  ['05/10/2026 06:30', '2026-10-05'],
  ['5 октября 2026 г.', '2026-10-05'],
  ['5 мая 2026', '2026-05-05'],
  ['5 марта 2026', '2026-03-05'],
  ['5 Oct 2026', '2026-10-05'],
  ['46300', '2026-10-05'],
  ['31.02.2026', null],
  ['10-я смена', null],
  ['7', null],
  ['', null],
])('date %j is %j', (text, date) => expect(readDate(text)).toBe(date));

test.each([
  ['1234.5', 1_234.5],
  ['1 234,56', 1_234.56],
  ['1\u00a0234,56 м', 1_234.56],
  ['1,234.56', 1_234.56],
  ['1.234,56', 1_234.56],
  ['1,234,567', 1_234_567],
  ['12,5', 12.5],
  ['2,75 ч', 2.75],
  ['500,00 лей', 500],
  ['0', 0],
  ['-5', null],
  ['1e9', null],
  ['много', null],
  ['1,2,3.4.5', null],
  ['99999999999999', null],
])('number %j is %j', (text, value) => expect(readNumber(text)).toBe(value));

test('columns go by many names', () => {
  const names = [
    'Дата',
    '№ маршрута',
    'Гос. номер',
    'Убрано, м',
    'Протяжённость, км',
    'Маш.-ч',
    'Сумма, лей',
    'Примечание',
  ];
  expect(names.map(actColumnOf)).toEqual([
    'date',
    'route',
    'vehicle',
    'metres',
    'kilometres',
    'hours',
    'amount',
    undefined,
  ]);
  expect(['Date', 'Route', 'Plate', 'Length (m)', 'Hours'].map(actColumnOf)).toEqual([
    'date',
    'route',
    'vehicle',
    'metres',
    'hours',
  ]);
  expect(['Итого:', 'ВСЕГО по акту', 'Total', 'Итоговая улица', 'B-07'].map(isTotal)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
