import type { SentCommand } from '@sweepline/contract';

/** The sentences about a command's way, each with its times. */
export interface StateWords {
  readonly queued: (at: string) => string;
  readonly sent: (at: string) => string;
  readonly delivered: (sent: string, at: string) => string;
  readonly acknowledged: (sent: string, at: string) => string;
  readonly refused: (sent: string, at: string) => string;
  readonly expired: (at: string) => string;
  readonly unanswered: (delivered: string, at: string) => string;
}

/** What became of a command, in words. */
export function becameOf(sent: SentCommand, words: StateWords, time: (at: string) => string): string {
  const { state, at, sentAt, deliveredAt, acknowledgedAt, expiresAt, ok } = sent;
  switch (state) {
    case 'queued':
      return words.queued(time(at));
    case 'sent':
      return deliveredAt === null
        ? words.sent(time(sentAt ?? at))
        : words.delivered(time(sentAt ?? at), time(deliveredAt));
    case 'acknowledged':
      return (ok === false ? words.refused : words.acknowledged)(time(sentAt ?? at), time(acknowledgedAt ?? at));
    case 'expired':
      return deliveredAt === null
        ? words.expired(time(expiresAt))
        : words.unanswered(time(deliveredAt), time(expiresAt));
  }
}
