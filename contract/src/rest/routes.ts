import { Type, type Static } from 'typebox';
import { EdgeId } from '../ids.ts';
import type { ReasonOfRefusal, RefusalValue } from '../refusals.ts';
import { OPERATIONS, PLANNED_SIDES } from '../words.ts';
import type { Operation } from '../words.ts';
import { Metres } from './common.ts';
import type { LegBody } from './plan.ts';

/** A version of a route as a list shows it; its legs come with `GET /routes/{id}?version=`. */
export const RouteVersion = Type.Object({
  version: Type.Integer(),
  name: Type.String(),
  operation: Type.Enum([...OPERATIONS]),
  legs: Type.Integer({ description: 'how many' }),
  planned_m: Metres,
  madeAt: Type.String(),
  madeBy: Type.String(),
  assignments: Type.Integer({ description: 'how many were made with this version' }),
});
export type RouteVersion = Static<typeof RouteVersion>;

/** Where a route goes on: from a stretch of one street to a place on another. */
export const WayBody = Type.Object({
  from: Type.Optional(
    Type.Object({
      edge: EdgeId,
      from_m: Type.Optional(Type.Number({ minimum: 0 })),
      to_m: Type.Optional(Type.Number({ minimum: 0 })),
    }),
  ),
  to: Type.Object({ edge: EdgeId, at_m: Type.Number({ minimum: 0 }) }),
});
export type WayBody = Static<typeof WayBody>;

export const WayAnswer = Type.Object({
  block: Type.Object(
    { from_m: Metres, to_m: Metres },
    { description: 'the part of the street between the junctions around the place' },
  ),
  way: Type.Union([
    Type.Object({
      length_m: Metres,
      legs: Type.Array(
        Type.Object({
          edge: EdgeId,
          from_m: Metres,
          to_m: Metres,
          forward: Type.Boolean({ description: 'driven along the digitised direction' }),
        }),
      ),
    }),
    Type.Null(),
  ]),
});
export type WayAnswer = Static<typeof WayAnswer>;

/** Columns of a table of routes: one row asks for one street or edge of one route. */
export const PLAN_COLUMNS = [
  'route',
  'name',
  'operation',
  'street',
  'edge',
  'side',
  'passes',
  'from_m',
  'to_m',
] as const;
export type PlanColumn = (typeof PLAN_COLUMNS)[number];

/** What can be wrong with a cell. `differs`, `partly-fits` only warn. */
export const PLAN_PROBLEMS = [
  'missing',
  'too-long',
  'bad-id',
  'id-taken',
  'unknown-operation',
  'differs',
  'unknown-street',
  'unknown-edge',
  'unknown-side',
  'bad-number',
  'needs-edge',
  'outside-street',
  'planned-twice',
  'no-fit',
  'swapped',
  'bad-line',
  'partly-fits',
] as const;
export type PlanProblemCode = (typeof PLAN_PROBLEMS)[number];

/** The most that a table may hold. */
export const PLAN_ROWS_LIMIT = 5_000;

export const PlanRow = Type.Object({
  row: Type.Integer({ minimum: 1, description: 'its number in the file' }),
  cells: Type.Partial(
    Type.Object(Object.fromEntries(PLAN_COLUMNS.map((column) => [column, Type.String({ maxLength: 500 })]))),
  ),
  geometry: Type.Optional(
    Type.Object(
      { type: Type.Enum(['LineString', 'MultiLineString']), coordinates: Type.Array(Type.Unknown()) },
      { description: 'instead of street or edge: a line that is matched to the streets' },
    ),
  ),
});
export interface PlanRow {
  readonly row: number;
  readonly cells: Readonly<Partial<Record<PlanColumn, string>>>;
  readonly geometry?: { readonly type: string; readonly coordinates: readonly unknown[] };
}

export const PlanRows = Type.Object({ rows: Type.Array(PlanRow, { minItems: 1, maxItems: PLAN_ROWS_LIMIT }) });
export interface PlanRows {
  readonly rows: readonly PlanRow[];
}

const PlanProblem = Type.Object({
  column: Type.Enum([...PLAN_COLUMNS]),
  code: Type.Enum([...PLAN_PROBLEMS]),
  level: Type.Enum(['error', 'warning']),
  about: Type.Optional(Type.String({ description: 'the figure, row or value that it is about' })),
  reason: Type.Optional(Type.String({ description: 'of `bad-line`: what is wrong with it, as in refusals' })),
  values: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
  suggestions: Type.Optional(Type.Array(Type.String(), { description: 'values that would be right' })),
});
export interface PlanProblem {
  readonly column: PlanColumn;
  readonly code: PlanProblemCode;
  readonly level: 'error' | 'warning';
  readonly about?: string;
  readonly reason?: ReasonOfRefusal;
  readonly values?: Readonly<Record<string, RefusalValue>>;
  readonly suggestions?: readonly string[];
}

const BodyLeg = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...PLANNED_SIDES]),
  passes: Type.Optional(Type.Integer()),
  from_m: Type.Optional(Metres),
  to_m: Type.Optional(Metres),
});

/** A table of routes as it was read, with what is wrong with it, and the routes that it would make. Nothing is stored. */
export const PlanTable = Type.Object({
  rows: Type.Array(
    Type.Object({ ...PlanRow.properties, problems: Type.Array(PlanProblem), legs: Type.Array(BodyLeg) }),
  ),
  routes: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      operation: Type.Union([Type.Enum([...OPERATIONS]), Type.Null()]),
      rows: Type.Array(Type.Integer()),
      legs: Type.Array(BodyLeg),
      planned_m: Metres,
      state: Type.Enum(['new', 'changed', 'same', 'bad'], {
        description: 'against what is stored; bad: not to be saved',
      }),
      version: Type.Union([Type.Integer(), Type.Null()], { description: 'the newest one stored' }),
    }),
  ),
  leftOut: Type.Array(Type.String(), { description: 'headers and parts of the file that were not read' }),
});
export interface CheckedRow extends PlanRow {
  readonly problems: readonly PlanProblem[];
  readonly legs: readonly LegBody[];
}
export interface CheckedRoute {
  readonly id: string;
  readonly name: string;
  readonly operation: Operation | null;
  readonly rows: readonly number[];
  readonly legs: readonly LegBody[];
  readonly planned_m: number;
  readonly state: 'new' | 'changed' | 'same' | 'bad';
  readonly version: number | null;
}
export interface PlanTable {
  readonly rows: readonly CheckedRow[];
  readonly routes: readonly CheckedRoute[];
  readonly leftOut: readonly string[];
}
