import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../../store/db.ts';
import {
  countMails,
  dueMails,
  hurryMails,
  issuersOf,
  mailGivenUp,
  mailPutOff,
  mailSent,
  type WaitingMail,
} from '../../store/objects/mail.ts';
import { addNotices } from '../../store/objects/notices.ts';
import type { Log } from '../log.ts';
import { letterOf } from './letter.ts';
import type { Transport } from './transport.ts';

const AT_ONCE = 20;
const MINUTE_MS = 60_000;
/** Minutes until the next try, after the first, the second …; the last one from then on. */
const PAUSES_MIN = [1, 5, 15, 60, 240];
/** What could not be sent for so long is given up, where people see it. */
export const GIVE_UP_AFTER_MS = 3 * 24 * 60 * MINUTE_MS;
const MOST_TROUBLE = 500;
const FAREWELL_MS = 2_000;

export interface MailingParts {
  readonly db: Db;
  /** Null: no server is set; what waits is given up in time, as if it refused. */
  readonly transport: Transport | null;
  readonly origin: string | null;
  readonly now: () => number;
  readonly log: Log;
}

/** Sends what is queued in the database: once, again after a pause, or not at all and then says so. */
export class Mailing {
  private readonly parts: MailingParts;
  private hurried = false;
  private ending = false;
  private running: Promise<void> = Promise.resolve();
  /** As of the last round, for the metrics. */
  counts = { waiting: 0, given_up: 0 };

  constructor(parts: MailingParts) {
    this.parts = parts;
  }

  /** One round; call it again and again, never twice at once. */
  round(): Promise<void> {
    this.running = this.ending ? Promise.resolve() : this.sendDue();
    return this.running;
  }

  /** Leaves what a server is slow to take for the next start. */
  async close(): Promise<void> {
    this.ending = true;
    this.parts.transport?.close();
    const round = this.running.catch(() => undefined);
    const enough = new AbortController();
    await Promise.race([round, pause(FAREWELL_MS, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
  }

  private async sendDue(): Promise<void> {
    const { db, now } = this.parts;
    if (!this.hurried) await hurryMails(db, now());
    this.hurried = true;
    for (;;) {
      const due = await dueMails(db, now(), AT_ONCE);
      for (const mail of due) if (!this.ending) await this.send(mail);
      if (this.ending) return;
      if (due.length < AT_ONCE) break;
    }
    this.counts = await countMails(db);
  }

  private async send(mail: WaitingMail): Promise<void> {
    const { db, transport, origin, now, log } = this.parts;
    const { notice, address, attempts, at_ms } = mail;
    try {
      if (transport === null) throw new Error('no mail server is set (SMTP_URL)');
      await transport.send(letterOf(mail, origin));
      await mailSent(db, notice, now());
    } catch (error) {
      // What the server took without our noting it goes once more, under the same name.
      if (this.ending) return;
      const trouble = (error as Error).message.slice(0, MOST_TROUBLE);
      const now_ms = now();
      if (now_ms - at_ms >= GIVE_UP_AFTER_MS) return this.giveUp(mail, now_ms, trouble);
      const pause_ms = PAUSES_MIN[Math.min(attempts, PAUSES_MIN.length - 1)]! * MINUTE_MS;
      await mailPutOff(db, notice, now_ms + pause_ms, trouble);
      if (transport !== null) log.warn({ notice, address, attempts: attempts + 1, trouble }, 'an e-mail is put off');
    }
  }

  private async giveUp(mail: WaitingMail, at_ms: number, trouble: string): Promise<void> {
    const { db, transport, log } = this.parts;
    const { notice, address, municipality, claim, facts } = mail;
    if (transport !== null) log.error({ notice, address, trouble }, 'an e-mail is given up');
    const to = { auditorsAnd: claim === null ? [] : await issuersOf(db, claim) };
    const { number } = facts;
    await db.transaction(async (within) => {
      await mailGivenUp(within, notice, at_ms, trouble);
      const told = { address, trouble, ...(number === undefined ? {} : { number }) };
      // Where there is no server at all nobody waits for e-mails.
      if (transport !== null)
        await addNotices(within, to, { at_ms, municipality, kind: 'mail-failed', claim, facts: told }, false);
    });
  }
}
