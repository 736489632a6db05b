import { REFUSAL_REASONS, type RefusalReason } from '@sweepline/contract';

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

/** Counters of an edge, only ever rising: the plain ones, and `refusals_<reason>` for each reason of the contract. */
export class Tally {
  readonly #counts = new Map<string, number>([...PLAIN, ...REFUSAL_REASONS.map(refusalName)].map((name) => [name, 0]));

  add(name: Counted, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  refused(reason: RefusalReason): void {
    const name = refusalName(reason);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  read(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}

const refusalName = (reason: RefusalReason): string => `refusals_${reason.replaceAll('-', '_')}`;
