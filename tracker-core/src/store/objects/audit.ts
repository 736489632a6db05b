import { instantOf, type PageOf } from '@sweepline/contract';
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

/** Newest first. */
export async function listAudit(db: Db, page: PageWish): Promise<PageOf<AuditEntry & { no: number }>> {
  const rows = await db.query<AuditEntry & { no: number }>(
    `select no, at as at_ms, login, action, object, municipality, body from audit
     where ($1::bigint is null or no < $1) order by no desc limit $2`,
    [page.after, page.limit + 1],
  );
  return pageOf(
    rows,
    page.limit,
    (row) => String(row.no),
    (row) => row,
  );
}
