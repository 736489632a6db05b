import type { PlanRow } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { asciiMap } from '../../testing/ascii-map.ts';
import { checkTable, type CheckedTable, type KnownRoute } from './check-table.ts';
import { readTable } from './read-table.ts';
import { templateWorkbook } from './template.ts';
import { idOf } from './vocabulary.ts';

/** Streets of 100 m a letter. */
const town = asciiMap(
  `
a---b---c
|   |
d   e
`.trim(),
  {
    ab: { name: 'улица Первая' },
    bc: { name: 'улица Первая' },
    ad: { name: 'Вторая улица' },
    be: { name: 'Штефан чел Маре' },
  },
  25,
);
const check = (rows: PlanRow['cells'][], known: KnownRoute[] = []): CheckedTable => {
  const given = rows.map((cells, i) => ({ row: i + 2, cells: { operation: 'sweep', route: 'R', ...cells } }));
  const work = checkTable(town.network, 'right', given, new Map(known.map((one) => [one.id, one])));
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
};
const problems = (...given: Parameters<typeof check>): string[] =>
  check(...given).rows.flatMap(({ row, problems }) =>
    problems.map(({ column, code, about, suggestions }) =>
      [row, column, code, about, suggestions?.join('|')].filter((part) => part !== undefined).join(' '),
    ),
  );

describe('rows of a table', () => {
  it('find the edges of a street by its name, with and without its kind', () => {
    const { rows, routes } = check([
      { street: 'Первая ул.', side: 'обе', passes: '2' },
      { street: 'ВТОРАЯ', side: 'правая' },
      { edge: 'be', side: 'l', from_m: '5', to_m: '20,5' },
    ]);
    expect(rows.map(({ legs }) => legs.map(({ edge, side }) => `${edge} ${side}`).join(', '))).toEqual([
      'ab both, bc both',
      'ad right',
      'be left',
    ]);
    expect(rows[2]!.legs[0]).toEqual({ edge: 'be', side: 'left', from_m: 5, to_m: 20.5 });
    expect(routes).toMatchObject([{ id: 'R', operation: 'sweep', bad: false, rows: [2, 3, 4] }]);
    expect(routes[0]!.legs).toHaveLength(4);
  });

  it.each<[PlanRow['cells'], string]>([
    [{ street: 'Пирвая' }, '2 street unknown-street улица Первая'],
    [{ street: 'Stefan' }, '2 street unknown-street'],
    [{}, '2 street missing'],
    [{ edge: 'zz' }, '2 edge unknown-edge'],
    [{ edge: 'ab', side: 'up' }, '2 side unknown-side'],
    [{ edge: 'ab', side: 'по ходу' }, '2 side unknown-side'],
    [{ edge: 'ab', passes: '1.5' }, '2 passes bad-number 1–20'],
    [{ edge: 'ab', from_m: '-3' }, '2 from_m bad-number'],
    [{ street: 'Первая', from_m: '3' }, '2 from_m needs-edge 2'],
    [{ edge: 'ab', to_m: '500' }, '2 to_m outside-street 100.00'],
    [{ edge: 'ab', from_m: '60', to_m: '50' }, '2 to_m outside-street 100.00'],
    [{ edge: 'ab', operation: 'dance' }, '2 operation unknown-operation'],
    [{ edge: 'ab', route: 'Ж 7' }, '2 route bad-id Zh-7'],
    [{ edge: 'ab', route: '' }, '2 route missing'],
    [{ edge: 'ab', name: 'x'.repeat(201) }, '2 name too-long 200'],
  ])('%o: %s', (cells, expected) => expect(problems([cells])).toEqual([expected]));

  it('are held against one another', () => {
    expect(
      problems([
        { edge: 'ab', side: 'both', name: 'A' },
        { edge: 'ab', side: 'left', name: 'B', operation: 'wash' },
      ]),
    ).toEqual(['3 operation differs sweep', '3 name differs A', '3 side planned-twice 2']);
    expect(
      problems([
        { edge: 'ab', side: 'right' },
        { edge: 'ab', side: 'left' },
      ]),
    ).toEqual([]);
  });

  it('are held against what is stored', () => {
    const stored = { id: 'R', name: 'Known', operation: 'wash', foreign: false } as const;
    expect(check([{ edge: 'ab', operation: undefined as never }], [stored]).routes[0]).toMatchObject({
      name: 'Known',
      operation: 'wash',
      bad: false,
    });
    expect(problems([{ edge: 'ab', operation: undefined as never }])[0]).toContain('2 operation missing');
    expect(problems([{ edge: 'ab' }], [{ ...stored, foreign: true }])).toEqual(['2 route id-taken']);
  });

  it('may be lines: what does not fit is told', () => {
    const line = (...places: (readonly [number, number])[]): PlanRow => ({
      row: 1,
      cells: { route: 'L', operation: 'sweep' },
      geometry: { type: 'LineString', coordinates: places },
    });
    const run = (row: PlanRow): CheckedTable => {
      const work = checkTable(town.network, 'right', [row], new Map());
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
      }
    };
    expect(run(line(town.at('a'), town.at('c'))).rows[0]).toMatchObject({ problems: [], legs: [{ edge: 'ab' }, {}] });
    expect(run(line([0, 0], [0.01, 0])).rows[0]!.problems).toMatchObject([{ code: 'no-fit' }]);
    expect(run({ ...line(), geometry: { type: 'LineString', coordinates: ['x'] } }).rows[0]!.problems).toMatchObject([
      { code: 'bad-line', level: 'error', reason: 'short-line' },
    ]);
    const exchanged = line(...[town.at('a'), town.at('c')].map(([lon, lat]) => [lat, lon] as const));
    expect(run(exchanged).rows[0]!.problems).toMatchObject([{ code: 'swapped', level: 'error' }]);
  });
});

it.each(['ru', 'en'] as const)('has a template in %s that reads without an error', async (locale) => {
  const { rows } = await readTable('xlsx', await templateWorkbook(town.network, locale));
  const work = checkTable(town.network, 'right', rows, new Map());
  let step = work.next();
  while (!step.done) step = work.next();
  expect(step.value.rows.flatMap(({ problems }) => problems)).toEqual([]);
  expect(step.value.routes).toMatchObject([{ id: 'T-01', operation: 'sweep', bad: false }]);
});

it('makes ids of what people call a route', () => {
  expect(idOf('Б-07')).toBe('B-07');
  expect(idOf('  Южный тур №2 ')).toBe('Yuzhnyy-tur-2');
  expect(idOf('№')).toBe('');
});
