import type { Incident, PageOf } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

/** So long after the last digit was typed closed cases are asked for. */
const TYPED_MS = 200;

/** The number of a case as people say it: «И-1043», `I-1043`, `№ 1043`, `#1043`, `1043`; null for anything else. */
export function caseNumber(text: string): number | null {
  const digits = /^(?:[иi]\s*-?|[№#])?\s*([1-9]\d{0,8})$/iu.exec(text.trim());
  return digits === null ? null : Number(digits[1]);
}

/** The case whose number is typed: at once where the live feed has it, else asked for. */
export class CaseByNumber {
  /** Null where there is none, or none is known yet. */
  found = $state.raw<Incident | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #typed: number | null = null;
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  look(text: string, municipality: string, live: readonly Incident[]): void {
    const no = caseNumber(text);
    clearTimeout(this.#timer);
    this.#typed = no;
    this.found = no === null ? null : (live.find((one) => one.no === no) ?? null);
    if (no !== null && this.found === null) this.#timer = setTimeout(() => void this.#ask(no, municipality), TYPED_MS);
  }

  /** A list that does not come is no reason to disturb: the other things that are searched for are there. */
  async #ask(no: number, municipality: string): Promise<void> {
    const answer = await this.#rest.get<PageOf<Incident>>('/incidents', { municipality, no }).catch(() => null);
    if (this.#typed === no) this.found = answer?.items[0] ?? null;
  }
}
