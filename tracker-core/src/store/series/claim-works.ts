import type { CoverageAnswer, Operation } from '@sweepline/contract';
import { CHARGING } from '../../claims/states.ts';
import { packAnswer, type PackedAnswer } from '../../claims/work/packed.ts';
import type { Db } from '../db.ts';
import { milliseconds, numberColumn, textColumn, texts } from './columns.ts';

/** An assignment that belongs to a contract. */
export interface ContractWork {
  readonly assignment: string;
  readonly route: string;
  readonly operation: Operation;
  readonly vehicle: string;
  readonly contractor: string;
  /** Local date of its window's begin. */
  readonly date: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly retroactive: boolean;
  /** Of the result that stands; null where nothing is sealed. */
  readonly revision: number | null;
}

const DATE = `to_char(a.from_at at time zone $2, 'YYYY-MM-DD')`;
/** SQL for whether a contract is about the assignment. */
const fits = (contract: string): string =>
  `v.contractor = ${contract}.contractor and r.operation = any(${contract}.operations)
    and (${contract}.routes is null or a.route = any(${contract}.routes)) and ${DATE} between ${contract}.from_date and ${contract}.to_date`;
/** Of contracts about the same work the one that names its routes comes before one of all routes, then the one that began later. */
const rank = (contract: string): string => `(${contract}.routes is not null, ${contract}.from_date, ${contract}.id)`;

/** Contracts that may be about the same work, and the claims by which it or they charged some of it: mostly none. */
const RIVALS = `
with rival as (
  select other.* from contract k join contract other on other.contractor = k.contractor and other.municipality = k.municipality
    and other.id <> k.id
  where k.id = $1
), held as (
  select m.id, m.contract, m.from_date, m.to_date from claim m
  where m.contract in (select id from rival union all select $1 where exists (select from rival))
    and m.state in (${CHARGING.map((state) => `'${state}'`).join(', ')}) and m.from_date < $4 and m.to_date > $3
)`;
const heldBy = (which: string): string =>
  `exists (select from held where held.contract ${which} $1 and ${DATE} >= held.from_date and ${DATE} < held.to_date
      and exists (select from claim_work w where w.claim = held.id and w.assignment = a.id))`;

/**
 * SQL for whether assignment `a` of vehicle `v` and route version `r` belongs to contract `k`: to the one that it names, else to
 * one alone of those that are about it, so that no two charge the same metre; what the claim of one holds stays with that.
 * A text that is no contract of its municipality says nothing.
 */
const BELONGS = `case when a.contract is not null and exists (
    select from contract named where named.id = a.contract and named.municipality = a.municipality)
  then a.contract = k.id
  else ${fits('k')} and not ${heldBy('<>')}
    and (not exists (select from rival where ${fits('rival')} and ${rank('rival')} > ${rank('k')}) or ${heldBy('=')}) end`;

const WORKS = `${RIVALS}
select a.id as assignment, a.route, r.operation, a.vehicle, v.contractor, ${DATE} as date,
  ${milliseconds('a.from_at')} as from_ms, ${milliseconds('a.to_at')} as to_ms, a.retroactive, standing.revision
from contract k
join assignment a on a.municipality = k.municipality
join vehicle v on v.id = a.vehicle
join route_version r on r.route = a.route and r.version = a.route_version
cross join lateral (
  select max(revision) as revision from result where result.assignment = a.id and result.state in ('standing', 'accepted')
) as standing
where k.id = $1 and a.from_at >= $3::timestamp at time zone $2 and a.from_at < $4::timestamp at time zone $2 and ${BELONGS}
order by a.from_at, a.id`;

/** What belongs to the contract of the local dates [from, to), in the order of the windows. */
export const contractWorks = (
  db: Db,
  contract: string,
  timezone: string,
  from: string,
  to: string,
): Promise<ContractWork[]> => db.query<ContractWork>(WORKS, [contract, timezone, from, to]);

/** A standing revision of an assignment's result. */
export interface WorkRevision {
  readonly assignment: string;
  readonly revision: number;
}

const PACKED = `
select r.assignment, r.revision, r.packed, case when r.packed is null then r.answer end as answer
from unnest(${texts(1)}, $2::integer[]) as wanted (assignment, revision)
join result r on r.assignment = wanted.assignment and r.revision = wanted.revision`;

/** The answers of these, by assignment, as far as claims need them. */
export async function workAnswers(db: Db, wanted: readonly WorkRevision[]): Promise<Map<string, PackedAnswer>> {
  if (wanted.length === 0) return new Map();
  const rows = await db.query<WorkRevision & { packed: PackedAnswer | null; answer: CoverageAnswer | null }>(PACKED, [
    textColumn(wanted.map(({ assignment }) => assignment)),
    numberColumn(wanted.map(({ revision }) => revision)),
  ]);
  return new Map(rows.map(({ assignment, packed, answer }) => [assignment, packed ?? packAnswer(answer!)]));
}

/** By which version of the streets a result was made; null where that was not kept. */
export const workNetwork = async (db: Db, wanted: WorkRevision): Promise<number | null> =>
  (
    await db.query<{ network: number | null }>(
      `select (basis ->> 'network')::integer as network from result where assignment = $1 and revision = $2`,
      [wanted.assignment, wanted.revision],
    )
  )[0]?.network ?? null;

/** Keeps what a claim was drafted from. */
export const addClaimWorks = (db: Db, claim: string, works: readonly WorkRevision[]): Promise<unknown> =>
  db.query(
    `insert into claim_work (claim, assignment, revision) select $1, assignment, revision
     from unnest(${texts(2)}, $3::integer[]) as work (assignment, revision)`,
    [claim, textColumn(works.map(({ assignment }) => assignment)), numberColumn(works.map(({ revision }) => revision))],
  );

export const clearClaimWorks = (db: Db, claim: string): Promise<unknown> =>
  db.query('delete from claim_work where claim = $1', [claim]);

/** The sealed results that a claim was drafted from, by assignment. */
export const claimWorks = (db: Db, claim: string): Promise<WorkRevision[]> =>
  db.query<WorkRevision>('select assignment, revision from claim_work where claim = $1 order by assignment', [claim]);
