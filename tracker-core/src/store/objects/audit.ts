import { AUDITED_ACTIONS, instantOf, type PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { pageOf, type PageWish } from './scope.ts';

/** Who wrote what: kept for ever. Never given a password or secret. */
export interface AuditEntry {
  readonly at_ms: number;
  readonly login: string;
  /** Method and path of the request as documented: `PUT /vehicles/{id}`. */
  readonly action: string;
  readonly object: string;
  readonly municipality: string | null;
  readonly body: unknown;
}

export async function addAudit(
  db: Db,
  { at_ms, login, action, object, municipality, body }: AuditEntry,
): Promise<void> {
  await db.query(
    `insert into audit (at, login, action, object, municipality, body) values ($1, $2, $3, $4, $5, $6::jsonb)`,
    [instantOf(at_ms), login, action, object, municipality, body === undefined ? null : JSON.stringify(body)],
  );
}

export interface AuditFilter {
  readonly login: string | null;
  readonly object: string | null;
  readonly municipality: string | null;
  /** An action of the list, or a part of the method and path. */
  readonly action: string | null;
  readonly from_ms: number | null;
  readonly to_ms: number | null;
}

const maybeInstant = (epoch_ms: number | null): string | null => (epoch_ms === null ? null : instantOf(epoch_ms));

/** A record as it is listed, with what people call its object: null where that is gone, or has no name but its id. */
export interface ListedAudit extends AuditEntry {
  readonly no: number;
  readonly name: string | null;
}

/** The second part of an action's path says what its object is, the first word of the object which one. */
const NAME = `(select case split_part(action, '/', 2)
    when 'users' then (select name from app_user where login = id)
    when 'session' then (select name from app_user where login = id)
    when 'municipalities' then (select name from municipality where municipality.id = of.id)
    when 'contractors' then (select name from contractor where contractor.id = of.id)
    when 'vehicles' then (select plate from vehicle where vehicle.id = of.id)
    when 'routes' then (select route || ' ' || name from route_version where route = of.id order by version desc limit 1)
    when 'assignments' then
      (select route || ', ' || plate from assignment join vehicle on vehicle.id = assignment.vehicle where assignment.id = of.id)
    when 'incidents' then (select no::text from incident where incident.id = of.id)
    when 'excuses' then (select no::text from excuse where excuse.id = of.id)
    when 'contracts' then (select number from contract where contract.id = of.id)
    when 'claims' then (select number from claim where claim.id = of.id)
  end from (select split_part(object, ' ', 1) as id) of)`;

/** Newest first. */
export async function listAudit(db: Db, filter: AuditFilter, page: PageWish): Promise<PageOf<ListedAudit>> {
  const rows = await db.query<ListedAudit>(
    `select no, at as at_ms, login, action, object, municipality, body, ${NAME} as name from audit
     where ($1::bigint is null or no < $1) and ($3::text is null or login = $3) and ($4::text is null or object = $4)
       and ($5::text is null or municipality = $5) and ($6::text is null or action = $6 or (not $9::boolean and strpos(lower(action), lower($6)) > 0))
       and ($7::timestamptz is null or at >= $7) and ($8::timestamptz is null or at < $8)
     order by no desc limit $2`,
    [
      page.after,
      page.limit + 1,
      filter.login,
      filter.object,
      filter.municipality,
      filter.action,
      maybeInstant(filter.from_ms),
      maybeInstant(filter.to_ms),
      (AUDITED_ACTIONS as readonly (string | null)[]).includes(filter.action),
    ],
  );
  return pageOf(
    rows,
    page.limit,
    (row) => String(row.no),
    (row) => row,
  );
}
