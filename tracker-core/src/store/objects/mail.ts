import { instantOf, type NoticeKind } from '@sweepline/contract';
import type { Db } from '../db.ts';
import type { NoticeFacts } from './notices.ts';

/** An e-mail that waits to be sent. */
export interface WaitingMail {
  readonly notice: string;
  readonly address: string;
  readonly name: string;
  readonly locale: 'ru' | 'en';
  readonly municipality: string;
  readonly kind: NoticeKind;
  readonly claim: string | null;
  readonly facts: NoticeFacts;
  readonly at_ms: number;
  /** How often it was tried. */
  readonly attempts: number;
}

const OPEN = 'm.sent_at is null and m.given_up_at is null';

/** Those that are due, the longest waiting first. */
export const dueMails = (db: Db, now_ms: number, limit: number): Promise<WaitingMail[]> =>
  db.query<WaitingMail>(
    `select m.notice, m.address, u.name, u.locale, n.municipality, n.kind, n.claim, n.facts, n.at as at_ms, m.attempts
     from mail m join notice n on n.id = m.notice join app_user u on u.login = n.login
     where ${OPEN} and m.due_at <= $1 order by m.due_at, n.no limit $2`,
    [instantOf(now_ms), limit],
  );

/** Whatever waits is tried again at once: another process may know another server. */
export const hurryMails = (db: Db, now_ms: number): Promise<unknown> =>
  db.query(`update mail m set due_at = least(m.due_at, $1) where ${OPEN}`, [instantOf(now_ms)]);

export const mailSent = (db: Db, notice: string, at_ms: number): Promise<unknown> =>
  db.query('update mail set sent_at = $2, attempts = attempts + 1, trouble = null where notice = $1', [
    notice,
    instantOf(at_ms),
  ]);

/** It did not go: it is tried again then. */
export const mailPutOff = (db: Db, notice: string, due_ms: number, trouble: string): Promise<unknown> =>
  db.query('update mail set due_at = $2, attempts = attempts + 1, trouble = $3 where notice = $1', [
    notice,
    instantOf(due_ms),
    trouble,
  ]);

/** It did not go, and is not tried any more. */
export const mailGivenUp = (db: Db, notice: string, at_ms: number, trouble: string): Promise<unknown> =>
  db.query('update mail set given_up_at = $2, attempts = attempts + 1, trouble = $3 where notice = $1', [
    notice,
    instantOf(at_ms),
    trouble,
  ]);

/** For the metrics. */
export async function countMails(db: Db): Promise<{ waiting: number; given_up: number }> {
  const [row] = await db.query<{ waiting: number; given_up: number }>(
    `select count(*) filter (where ${OPEN}) as waiting, count(*) filter (where m.given_up_at is not null) as given_up from mail m`,
  );
  return row!;
}

/** Who issued a claim: whoever must know that an e-mail about it did not arrive. */
export const issuersOf = async (db: Db, claim: string): Promise<string[]> =>
  (
    await db.query<{ by: string }>(`select distinct by from claim_entry where claim = $1 and action = 'issued'`, [
      claim,
    ])
  ).map(({ by }) => by);
