import type { Decision } from './urgency.ts';

/** At most one sentence in this time; what came meanwhile is on the list. */
const QUIET_MS = 10_000;

/** Which decisions are new. What is there when the list becomes known is news to nobody, or a reload would ring. */
export class Arrivals {
  #known: Set<string> | null = null;
  #said_ms = Number.NEGATIVE_INFINITY;

  /** Those that were not there before, the most urgent first. */
  take(decisions: readonly Decision[]): readonly Decision[] {
    const known = this.#known;
    this.#known = new Set([...(known ?? []), ...decisions.map(({ incident }) => incident.id)]);
    if (known === null) return [];
    return decisions.filter(({ incident }) => incident.state === 'open' && !known.has(incident.id));
  }

  /** What is to be said aloud of the new ones: `sos` at once, of others one a while. */
  worthSaying(fresh: readonly Decision[], now_ms: number): Decision | null {
    const sos = fresh.find(({ incident }) => incident.kind === 'sos');
    const first = sos ?? fresh[0];
    if (first === undefined || (sos === undefined && now_ms - this.#said_ms < QUIET_MS)) return null;
    this.#said_ms = now_ms;
    return first;
  }

  /** Another town: nothing of it is new. */
  forget(): void {
    this.#known = null;
  }
}
