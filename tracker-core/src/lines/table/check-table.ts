import {
  OPERATIONS,
  type CheckedRow,
  type LegBody,
  type Operation,
  type PlanRow,
  type Side,
} from '@sweepline/contract';
import type { Network } from '../../network/network.ts';
import { problem, readRow, type ReadRow } from './check-row.ts';
import { StreetIndex } from './street-index.ts';

/** What is stored under an id that a table names. */
export interface KnownRoute {
  readonly id: string;
  readonly name: string;
  readonly operation: Operation;
  /** Another municipality's: not to be written. */
  readonly foreign: boolean;
}

export interface TableRoute {
  readonly id: string;
  readonly name: string;
  readonly operation: Operation | null;
  readonly rows: readonly number[];
  readonly legs: readonly LegBody[];
  readonly bad: boolean;
}

export interface CheckedTable {
  readonly rows: readonly CheckedRow[];
  readonly routes: readonly TableRoute[];
}

/** Rows of one table against the streets, against one another and against what is stored; yields between rows. */
export function* checkTable(
  network: Network,
  drivesOn: 'left' | 'right',
  rows: readonly PlanRow[],
  known: ReadonlyMap<string, KnownRoute>,
): Generator<void, CheckedTable> {
  const ground = { network, drivesOn, streets: new StreetIndex(network) };
  const read: ReadRow[] = [];
  const byRoute = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const one = yield* readRow(row, ground);
    read.push(one);
    const route = row.cells.route ?? '';
    byRoute.set(route, [...(byRoute.get(route) ?? []), one]);
    yield;
  }
  const routes = [...byRoute].map(([id, own]) => routeOf(id, own, known.get(id), network));
  return {
    rows: read.map(({ row, problems, legs }) => ({ ...row, problems, legs })),
    routes,
  };
}

function routeOf(id: string, rows: readonly ReadRow[], known: KnownRoute | undefined, network: Network): TableRoute {
  const first = rows[0]!;
  if (known?.foreign) for (const { problems } of rows) problems.push(problem('route', 'id-taken'));
  const operation = rows.find((row) => row.operation !== null)?.operation ?? known?.operation ?? null;
  const unread = rows.some(({ problems }) => problems.some(({ code }) => code === 'unknown-operation'));
  if (operation === null && !unread) first.problems.push(problem('operation', 'missing', undefined, OPERATIONS));
  const named = rows.find(({ row }) => row.cells.name !== undefined)?.row.cells.name;
  for (const row of rows) {
    if (row.operation !== null && row.operation !== operation)
      row.problems.push(problem('operation', 'differs', operation!));
    const { name } = row.row.cells;
    if (name !== undefined && name !== named) row.problems.push(problem('name', 'differs', named));
  }
  markTwice(rows, network);
  return {
    id,
    name: named ?? known?.name ?? id,
    operation,
    rows: rows.map(({ row }) => row.row),
    legs: rows.flatMap(({ legs }) => legs),
    bad: rows.some(({ problems }) => problems.some(({ level }) => level === 'error')),
  };
}

/** Metres of one side that two rows ask for: more passes are asked for by their number. */
function markTwice(rows: readonly ReadRow[], network: Network): void {
  const taken = new Map<string, { from_m: number; to_m: number; row: number }[]>();
  for (const { row, legs, problems } of rows) {
    for (const { edge, side, from_m = 0, to_m } of legs) {
      const end_m = to_m ?? network.edges[network.edgeNo(edge)!]!.length_cm / 100;
      const sides: readonly Side[] = side === 'both' ? ['right', 'left'] : [side];
      for (const one of sides) {
        const there = taken.get(`${edge}\n${one}`) ?? [];
        const other = there.find((stretch) => Math.min(stretch.to_m, end_m) - Math.max(stretch.from_m, from_m) > 0.01);
        if (other !== undefined && !problems.some(({ code }) => code === 'planned-twice'))
          problems.push(problem('side', 'planned-twice', String(other.row)));
        taken.set(`${edge}\n${one}`, [...there, { from_m, to_m: end_m, row: row.row }]);
      }
    }
  }
}
