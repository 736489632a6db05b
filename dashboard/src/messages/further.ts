import type { SentCommand } from '@sweepline/contract';

/** How far a command has come; the same numbers are the same step. */
function stepOf({ state, deliveredAt }: SentCommand): number {
  if (state === 'acknowledged') return 4;
  if (state === 'expired') return 3;
  if (deliveredAt !== null) return 2;
  return state === 'sent' ? 1 : 0;
}

/** The one that is further: a step may be told after the next one, and a list may be older than what was told since. */
export const further = (known: SentCommand, told: SentCommand): SentCommand =>
  stepOf(told) >= stepOf(known) ? told : known;

/** The newest first, with what was told. At most so many. */
export function withTold(items: readonly SentCommand[], told: SentCommand, most: number): readonly SentCommand[] {
  const at = items.findIndex(({ id }) => id === told.id);
  if (at >= 0) return items.with(at, further(items[at]!, told));
  const place = items.findIndex((other) => other.at <= told.at);
  return items.toSpliced(place < 0 ? items.length : place, 0, told).slice(0, most);
}
