import { REFUSAL_REASONS, TURNED_AWAY_REASONS, type RefusalReason, type TurnedAwayReason } from '@sweepline/contract';

const PLAIN = [
  'connections',
  'publishes',
  'bytes',
  'fixes',
  'ignored',
  'denied',
  'auth_failures',
  'auth_limited',
  'undelivered',
  'protocol_errors',
  'commands',
  'rejected_sent',
  'rejected_withheld',
] as const;

export type Counted = (typeof PLAIN)[number];

/**
 * Counters of an edge, only ever rising: the plain ones, `refusals_<reason>` of messages and `turned_away_<reason>` of
 * connections and topics, for each reason of the contract.
 */
export class Tally {
  readonly #counts = new Map<string, number>(
    [...PLAIN, ...REFUSAL_REASONS.map(refusalName), ...TURNED_AWAY_REASONS.map(turnedAwayName)].map((name) => [
      name,
      0,
    ]),
  );

  add(name: Counted, by = 1): void {
    this.#raise(name, by);
  }

  refused(reason: RefusalReason): void {
    this.#raise(refusalName(reason), 1);
  }

  turnedAway(reason: TurnedAwayReason): void {
    this.#raise(turnedAwayName(reason), 1);
  }

  read(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  #raise(name: string, by: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }
}

const refusalName = (reason: RefusalReason): string => `refusals_${reason.replaceAll('-', '_')}`;
const turnedAwayName = (reason: TurnedAwayReason): string => `turned_away_${reason.replaceAll('-', '_')}`;
