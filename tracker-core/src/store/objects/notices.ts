import { instantOf, type Notice, type NoticeKind, type PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { pageOf, type PageWish } from './scope.ts';

/** What the words of a notice are made of, as it was when it was given. */
export interface NoticeFacts {
  readonly number?: string;
  readonly contractor?: string;
  /** Local dates, half-open. */
  readonly from?: string;
  readonly to?: string;
  readonly total?: number;
  readonly currency?: string;
  readonly timezone?: string;
  /** RFC 3339: until when something must be done. */
  readonly by?: string;
  readonly outcome?: string;
  /** Lines of text that stand in the e-mail as they are. */
  readonly text?: readonly string[];
  /** Whom an e-mail did not reach, and why. */
  readonly address?: string;
  readonly trouble?: string;
}

/** To a contractor's people; or to the auditors of the municipality and these besides. */
export type Recipients = { readonly contractor: string } | { readonly auditorsAnd: readonly string[] };

export interface NewNotice {
  readonly at_ms: number;
  readonly municipality: string;
  readonly kind: NoticeKind;
  readonly claim: string | null;
  readonly facts: NoticeFacts;
}

const ADD = `
with made as (
  insert into notice (id, login, at, municipality, kind, claim, facts)
  select gen_random_uuid()::text, u.login, $1, $2, $3, $4, $5::jsonb from app_user u
  where (u.role = 'contractor' and u.contractor = $6)
    or ($6::text is null and (u.login = any($7) or (u.role = 'auditor' and u.municipalities @> array[$2::text])))
  order by u.login
  returning id, login)
insert into mail (notice, address, due_at)
select made.id, u.email, $1 from made join app_user u on u.login = made.login where u.email is not null and $8`;

/** Tells everybody concerned, by e-mail those who have an address. Call in the transaction that makes it true. */
export const addNotices = (db: Db, to: Recipients, notice: NewNotice, byMail = true): Promise<unknown> =>
  db.query(ADD, [
    instantOf(notice.at_ms),
    notice.municipality,
    notice.kind,
    notice.claim,
    JSON.stringify(notice.facts),
    'contractor' in to ? to.contractor : null,
    'contractor' in to ? [] : to.auditorsAnd,
    byMail,
  ]);

type NoticeRow = Omit<Notice, 'at' | 'readAt'> & { no: number; at_ms: number; read_ms: number | null };
const COLUMNS = `id, no, at as at_ms, municipality, kind, claim, facts ->> 'number' as number, read_at as read_ms`;

const noticeOf = ({ no: _, at_ms, read_ms, ...row }: NoticeRow): Notice => ({
  ...row,
  at: instantOf(at_ms),
  readAt: read_ms === null ? null : instantOf(read_ms),
});

/** A user's own, newest first. */
export async function listNotices(db: Db, login: string, onlyUnread: boolean, page: PageWish): Promise<PageOf<Notice>> {
  const rows = await db.query<NoticeRow>(
    `select ${COLUMNS} from notice where login = $1 and ($2::integer is null or no < $2) and (read_at is null or not $4)
     order by no desc limit $3`,
    [login, page.after, page.limit + 1, onlyUnread],
  );
  return pageOf(rows, page.limit, ({ no }) => String(no), noticeOf);
}

/** Null where the user has none of this id. What was read stays read since then. */
export async function readNotice(db: Db, login: string, id: string, at_ms: number): Promise<Notice | null> {
  const [row] = await db.query<NoticeRow>(
    `update notice set read_at = coalesce(read_at, $3) where login = $1 and id = $2 returning ${COLUMNS}`,
    [login, id, instantOf(at_ms)],
  );
  return row === undefined ? null : noticeOf(row);
}
