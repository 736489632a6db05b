import { instantOf, type TurnedAway } from '@sweepline/contract';
import type { Attempt } from '@sweepline/ingest';
import { isNearly } from './nearly.ts';

const KEPT_MS = 60 * 60_000;
/** Of one name: a unit that tries again each second is one line with a count. */
const LINES_PER_NAME = 12;
/** Names that are remembered: whoever knocks under ever new ones pushes out the oldest, not the memory. */
const MOST_NAMES = 2_000;

interface Line extends Attempt {
  first_ms: number;
  last_ms: number;
  times: number;
}

/** Whom the broker turned away in the last hour, in memory: who fits a device sees why it does not come in. */
export class Door {
  private readonly byName = new Map<string, Line[]>();
  private readonly now: () => number;
  private readonly isRevoked: (device: string) => boolean;

  constructor(now: () => number, isRevoked: (device: string) => boolean) {
    this.now = now;
    this.isRevoked = isRevoked;
  }

  note(attempt: Attempt): void {
    const now_ms = this.now();
    const isRevoked = attempt.reason === 'unknown-device' && this.isRevoked(attempt.device);
    const told: Attempt = isRevoked ? { ...attempt, reason: 'revoked' } : attempt;
    const known = this.byName.get(told.device)?.find((one) => isSame(one, told));
    const line = known ?? { ...told, first_ms: now_ms, last_ms: now_ms, times: 0 };
    line.times += 1;
    line.last_ms = now_ms;
    for (const name of new Set([told.device, told.clientId])) {
      const others = (this.byName.get(name) ?? []).filter((one) => one !== line);
      this.byName.delete(name);
      this.byName.set(name, [line, ...others.slice(0, LINES_PER_NAME - 1)]);
      if (this.byName.size > MOST_NAMES) this.byName.delete(this.byName.keys().next().value!);
    }
  }

  /**
   * Who came under this device's name, and under a name so near to it that it was meant, which no device has. The address
   * of the latter is told to who may see all. The newest first.
   * @param isKnown whether there is such a device: another's is never told
   */
  of(device: string, isKnown: (device: string) => boolean, seesAll: boolean): TurnedAway[] {
    const since_ms = this.now() - KEPT_MS;
    const found = new Set<Line>();
    for (const [name, lines] of this.byName) {
      if (lines.every(({ last_ms }) => last_ms < since_ms)) this.byName.delete(name);
      else if (name === device || (isNearly(name, device) && !isKnown(name))) for (const line of lines) found.add(line);
    }
    return [...found]
      .filter(({ last_ms }) => last_ms >= since_ms)
      .filter((line) => [line.device, line.clientId].every((name) => name === device || !isKnown(name)))
      .sort((a, b) => b.last_ms - a.last_ms)
      .map(({ reason, device: told, clientId, address, topic, first_ms, last_ms, times }) => ({
        reason,
        device: told,
        clientId,
        address: told === device || seesAll ? address : null,
        topic,
        at: instantOf(last_ms),
        firstAt: instantOf(first_ms),
        times,
      }));
  }
}

const isSame = (line: Attempt, other: Attempt): boolean =>
  line.reason === other.reason &&
  line.device === other.device &&
  line.clientId === other.clientId &&
  line.address === other.address &&
  line.topic === other.topic;
