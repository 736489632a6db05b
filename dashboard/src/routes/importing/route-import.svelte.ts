import type { CheckedRoute, CheckedRow, Operation, PlanColumn, PlanRow, PlanTable } from '@sweepline/contract';
import type { RestClient } from '../../rest/client.ts';
import { RequestError } from '../../rest/request-error.ts';
import { checkRows, putRoute, readTable, tableTypeOf } from '../requests.ts';

export type ImportPhase = 'choose' | 'reading' | 'table' | 'saving' | 'saved';
/** Why a file is no table: a request that failed, or a kind that is not known. */
export type ImportFailure = RequestError | 'unknown-kind' | null;

export const isBad = ({ problems }: CheckedRow): boolean => problems.some(({ level }) => level === 'error');
const lacksOperation = ({ problems }: CheckedRow): boolean =>
  problems.some(({ column, code }) => column === 'operation' && code === 'missing');
const rank = (row: CheckedRow): number => (isBad(row) ? 0 : row.problems.length > 0 ? 1 : 2);
const asError = (error: unknown): RequestError =>
  error instanceof RequestError ? error : new RequestError('unexpected', 0, String(error));

/** A file with many routes on its way into the plan: read, mended row by row, then stored route by route. */
export class RouteImport {
  phase = $state<ImportPhase>('choose');
  failure = $state.raw<ImportFailure>(null);
  fileName = $state('');
  leftOut = $state.raw<readonly string[]>([]);
  /** Bad rows first, as they stood when the file was read: a row that is mended keeps its place. */
  rows = $state.raw<readonly CheckedRow[]>([]);
  routes = $state.raw<ReadonlyMap<string, CheckedRoute>>(new Map());
  checking = $state(0);
  /** Routes stored, and those that the service refused. */
  stored = $state.raw<readonly string[]>([]);
  refused = $state.raw<ReadonlyMap<string, RequestError>>(new Map());
  readonly bad = $derived(this.rows.filter(isBad).length);
  /** Rows whose routes have no operation: lines of a GIS seldom name one. */
  readonly withoutOperation = $derived(this.rows.filter(lacksOperation).length);
  readonly all = $derived([...this.routes.values()]);
  readonly ready = $derived(
    this.all.filter(({ id, state }) => (state === 'new' || state === 'changed') && !this.stored.includes(id)),
  );
  readonly #rest: RestClient;
  readonly #municipality: string;
  #asked = 0;

  constructor(rest: RestClient, municipality: string) {
    this.#rest = rest;
    this.#municipality = municipality;
  }

  async read(file: File): Promise<void> {
    const type = tableTypeOf(file.name);
    this.failure = type === null ? 'unknown-kind' : null;
    this.fileName = file.name;
    if (type === null) return;
    this.phase = 'reading';
    try {
      const { rows, routes, leftOut } = await readTable(this.#rest, this.#municipality, file, type);
      this.rows = rows.toSorted((a, b) => rank(a) - rank(b) || a.row - b.row);
      this.routes = byId(routes);
      this.leftOut = leftOut;
      this.stored = [];
      this.refused = new Map();
      this.phase = 'table';
    } catch (error) {
      this.failure = asError(error);
      this.phase = 'choose';
    }
  }

  /** Changes a cell, and has its route checked again, and the one that it left. */
  async edit(row: number, column: PlanColumn, value: string): Promise<void> {
    const before = this.rows.find((one) => one.row === row);
    if (!before || (before.cells[column] ?? '') === value.trim()) return;
    const { [column]: _, ...rest } = before.cells;
    const cells: PlanRow['cells'] = value.trim() === '' ? rest : { ...rest, [column]: value.trim() };
    this.rows = this.rows.map((one) => (one.row === row ? { ...one, cells } : one));
    await this.#check(new Set([before.cells.route ?? '', cells.route ?? '']));
  }

  /** The same operation for all that have none. */
  async giveOperation(operation: Operation): Promise<void> {
    const lacking = this.rows.filter(lacksOperation);
    this.rows = this.rows.map((row) => (lacking.includes(row) ? { ...row, cells: { ...row.cells, operation } } : row));
    await this.#check(new Set(lacking.map(({ cells }) => cells.route ?? '')));
  }

  /** Leaves a row out. */
  async drop(row: number): Promise<void> {
    const gone = this.rows.find((one) => one.row === row);
    this.rows = this.rows.filter((one) => one.row !== row);
    if (gone) await this.#check(new Set([gone.cells.route ?? '']));
  }

  async #check(ids: ReadonlySet<string>): Promise<void> {
    const asked = ++this.#asked;
    const concerned = this.rows.filter(({ cells }) => ids.has(cells.route ?? ''));
    this.checking++;
    try {
      const given = concerned.map(({ row, cells, geometry }): PlanRow => ({
        row,
        cells,
        ...(geometry ? { geometry } : {}),
      }));
      const answer: PlanTable =
        given.length === 0
          ? { rows: [], routes: [], leftOut: [] }
          : await checkRows(this.#rest, this.#municipality, given);
      // A later edit of the same rows has its own answer.
      if (asked !== this.#asked && this.checking > 1) return;
      const anew = new Map(answer.rows.map((row) => [row.row, row]));
      this.rows = this.rows.map((row) => anew.get(row.row) ?? row);
      this.routes = new Map([...[...this.routes].filter(([id]) => !ids.has(id)), ...byId(answer.routes)]);
    } catch (error) {
      this.failure = asError(error);
    } finally {
      this.checking--;
    }
  }

  /** Stores the routes that are ready, one after another; those that are refused stay, with the reason. */
  async save(): Promise<number> {
    this.phase = 'saving';
    let saved = 0;
    for (const { id, name, operation, legs } of this.ready) {
      if (operation === null) continue;
      try {
        await putRoute(this.#rest, id, { municipality: this.#municipality, name, operation, legs: [...legs] });
        this.stored = [...this.stored, id];
        saved++;
      } catch (error) {
        this.refused = new Map([...this.refused, [id, asError(error)]]);
        if (asError(error).code === 'unreachable') break;
      }
    }
    this.phase = this.ready.length === 0 && this.bad === 0 ? 'saved' : 'table';
    return saved;
  }

  again(): void {
    this.phase = 'choose';
    this.failure = null;
  }
}

const byId = (routes: readonly CheckedRoute[]): Map<string, CheckedRoute> =>
  new Map(routes.map((route) => [route.id, route]));
