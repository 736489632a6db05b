import { instantOf, type CoverageAnswer, type Operation, type Quality } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { milliseconds, numberColumn, textColumn, texts } from './columns.ts';
import type { WorkRevision } from './claim-works.ts';

/** A sealed result as a document lists it. */
export interface ListedWork {
  readonly assignment: string;
  readonly route: string;
  readonly operation: Operation;
  readonly vehicle: string;
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly retroactive: boolean;
  readonly revision: number;
  readonly digest: string;
  readonly answer: Pick<
    CoverageAnswer,
    'routeVersion' | 'rulesVersion' | 'matcherVersion' | 'planned_m' | 'covered_m' | 'excused_m'
  >;
  readonly quality: Quality;
}

/** By the assignment as it was when the result was made: it may have been changed since. */
const LISTED = `
select a.id as assignment, was.route, v.operation, was.vehicle, to_char(was.from_at at time zone $3, 'YYYY-MM-DD') as date,
  ${milliseconds('was.from_at')} as from_ms, ${milliseconds('was.to_at')} as to_ms, was.retroactive, r.revision, r.digest,
  r.answer -> 'quality' as quality, few.answer
from unnest(${texts(1)}, $2::integer[]) as wanted (assignment, revision)
join result r on r.assignment = wanted.assignment and r.revision = wanted.revision
join assignment a on a.id = wanted.assignment
cross join lateral (select r.basis -> 'assignment' as told) as basis
cross join lateral (select coalesce(told ->> 'route', a.route) as route, coalesce(told ->> 'vehicle', a.vehicle) as vehicle,
  coalesce((told ->> 'routeVersion')::integer, a.route_version) as version,
  coalesce((told ->> 'from')::timestamptz, a.from_at) as from_at, coalesce((told ->> 'to')::timestamptz, a.to_at) as to_at,
  coalesce((told ->> 'retroactive')::boolean, a.retroactive) as retroactive) as was
join route_version v on v.route = was.route and v.version = was.version
cross join lateral (select json_build_object('routeVersion', x."routeVersion", 'rulesVersion', x."rulesVersion",
    'matcherVersion', x."matcherVersion", 'planned_m', x.planned_m, 'covered_m', x.covered_m, 'excused_m', x.excused_m) as answer
  from json_to_record(r.answer) as x ("routeVersion" integer, "rulesVersion" text, "matcherVersion" text,
    planned_m double precision, covered_m double precision, excused_m double precision)) as few`;

/** Of these revisions that there are, without their legs. */
export async function listedWorks(db: Db, wanted: readonly WorkRevision[], timezone: string): Promise<ListedWork[]> {
  if (wanted.length === 0) return [];
  const rows = await db.query<Omit<ListedWork, 'from' | 'to'> & { from_ms: number; to_ms: number }>(LISTED, [
    textColumn(wanted.map(({ assignment }) => assignment)),
    numberColumn(wanted.map(({ revision }) => revision)),
    timezone,
  ]);
  return rows.map(({ from_ms, to_ms, ...row }) => ({ ...row, from: instantOf(from_ms), to: instantOf(to_ms) }));
}

/** By the assignment as it was then; the whole of the result is not read. */
const WINDOWS = `
select a.id as assignment, ${milliseconds("coalesce((told ->> 'from')::timestamptz, a.from_at)")} as from_ms,
  ${milliseconds("coalesce((told ->> 'to')::timestamptz, a.to_at)")} as to_ms
from unnest(${texts(1)}, $2::integer[]) as wanted (assignment, revision)
join result r on r.assignment = wanted.assignment and r.revision = wanted.revision
join assignment a on a.id = wanted.assignment
cross join lateral (select r.basis -> 'assignment' as told) as basis`;

export interface WorkWindow {
  readonly from: string;
  readonly to: string;
}

/** When the assignments of these revisions were to be done. */
export async function workWindows(db: Db, wanted: readonly WorkRevision[]): Promise<Map<string, WorkWindow>> {
  if (wanted.length === 0) return new Map();
  const rows = await db.query<{ assignment: string; from_ms: number; to_ms: number }>(WINDOWS, [
    textColumn(wanted.map(({ assignment }) => assignment)),
    numberColumn(wanted.map(({ revision }) => revision)),
  ]);
  return new Map(
    rows.map(({ assignment, from_ms, to_ms }) => [assignment, { from: instantOf(from_ms), to: instantOf(to_ms) }]),
  );
}
