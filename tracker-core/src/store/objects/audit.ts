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

/** Newest first. */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
  page: PageWish,
): Promise<PageOf<AuditEntry & { no: number }>> {
  const rows = await db.query<AuditEntry & { no: number }>(
    `select no, at as at_ms, login, action, object, municipality, body from audit
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
