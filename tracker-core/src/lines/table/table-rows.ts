import { isId, PLAN_ROWS_LIMIT, type PlanColumn, type PlanRow, says } from '@sweepline/contract';
import { unusable } from '../drawn.ts';
import { columnOf, idOf } from './vocabulary.ts';

/** Rows of a file before they are checked, and what of it was not read. */
export interface ReadTable {
  readonly rows: readonly PlanRow[];
  readonly leftOut: readonly string[];
}

/** A title may stand above the header. */
const HEADER_WITHIN = 15;
const LONGEST_CELL = 500;

interface Header {
  readonly row: number;
  readonly columns: readonly (PlanColumn | undefined)[];
  readonly unknown: readonly string[];
}

function headerOf(grid: readonly (readonly string[])[]): Header | null {
  for (const [row, cells] of grid.slice(0, HEADER_WITHIN).entries()) {
    const taken = new Set<PlanColumn>();
    const columns = cells.map((cell) => {
      const column = columnOf(cell);
      if (column === undefined || taken.has(column)) return undefined;
      taken.add(column);
      return column;
    });
    if (!taken.has('route') || !(taken.has('street') || taken.has('edge'))) continue;
    const unknown = cells.filter((cell, i) => cell !== '' && columns[i] === undefined);
    return { row, columns, unknown };
  }
  return null;
}

/**
 * The rows of the first sheet that has a header with a route and a street or edge. An empty route goes on with the one above.
 * @throws Refused `invalid` where no sheet is such a table, or it has too many rows.
 */
export function rowsOfSheets(sheets: readonly (readonly (readonly string[])[])[]): ReadTable {
  const found = sheets.map((grid) => ({ grid, header: headerOf(grid) })).find(({ header }) => header !== null);
  if (!found?.header) throw unusable(says('no-header'));
  const { grid, header } = found;
  const rows: PlanRow[] = [];
  let above = '';
  for (const [at, texts] of grid.entries()) {
    if (at <= header.row) continue;
    const cells: Partial<Record<PlanColumn, string>> = {};
    header.columns.forEach((column, i) => {
      const text = (texts[i] ?? '').slice(0, LONGEST_CELL);
      if (column !== undefined && text !== '') cells[column] = text;
    });
    if (Object.keys(cells).length === 0) continue;
    if (rows.length >= PLAN_ROWS_LIMIT) throw unusable(says('too-many-rows', { most: PLAN_ROWS_LIMIT }));
    cells.route ??= above;
    above = cells.route;
    rows.push({ row: at + 1, cells });
  }
  if (rows.length === 0) throw unusable(says('no-rows'));
  return { rows: withIds(rows), leftOut: header.unknown.slice(0, 20) };
}

/**
 * An id may have Latin letters only: «Б-07» becomes `B-07`, and what it was called is its name where no row gives it one.
 */
export function withIds(rows: readonly PlanRow[]): PlanRow[] {
  const named = new Set(rows.flatMap(({ cells }) => (cells.name === undefined ? [] : [cells.route])));
  return rows.map((row) => {
    const { route = '' } = row.cells;
    const id = idOf(route);
    if (route === '' || isId(route) || !isId(id)) return row;
    const name = row.cells.name ?? (named.has(route) ? undefined : route);
    named.add(route);
    return { ...row, cells: { ...row.cells, route: id, ...(name === undefined ? {} : { name }) } };
  });
}

/** Attributes of a line by the same words as headers. */
export function cellsOfProperties(properties: Readonly<Record<string, unknown>>): PlanRow['cells'] {
  const cells: Partial<Record<PlanColumn, string>> = {};
  for (const [key, value] of Object.entries(properties)) {
    const column = columnOf(key);
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (column !== undefined && text !== '') cells[column] ??= text.slice(0, LONGEST_CELL);
  }
  return cells;
}
