import type { Incident } from '@sweepline/contract';
import type { Api } from '../rest/api.ts';
import { codeOf } from '../rest/request-error.ts';
import { assignCase, reopenCase } from './requests.ts';

export type CaseDialog = { readonly kind: 'assign' | 'resolve' | 'dismiss'; readonly incident: Incident };

/** What a person does with cases. The answer is shown at once; the live message that follows says the same. */
export class Cases {
  dialog = $state.raw<CaseDialog | null>(null);
  busy = $state<string | null>(null);
  /** Answers that the live feed has not caught up with yet, and closed cases that were loaded. */
  answered = $state.raw<ReadonlyMap<string, Incident>>(new Map());
  /** A case that was asked for by its address and is not there for this person. */
  missing = $state<string | null>(null);
  readonly #api: Api;
  readonly #failed: (error: unknown) => void;

  constructor(api: Api, failed: (error: unknown) => void) {
    this.#api = api;
    this.#failed = failed;
  }

  /** The live list with what is known newer: a case only ever gains history. */
  merged(live: readonly Incident[]): readonly Incident[] {
    if (this.answered.size === 0) return live;
    return live.map((incident) => {
      const answered = this.answered.get(incident.id);
      return answered !== undefined && answered.history.length > incident.history.length ? answered : incident;
    });
  }

  /** A case that is not among the live ones: closed before this page was opened. */
  async find(id: string): Promise<void> {
    this.missing = null;
    try {
      const answer = await this.#api.incident(id);
      this.answered = new Map(this.answered).set(answer.id, answer);
    } catch (error) {
      this.missing = id;
      if (codeOf(error) !== 'not-found') this.#failed(error);
    }
  }

  acknowledge(incident: Incident): Promise<boolean> {
    return this.#do(incident, () => this.#api.acknowledge(incident.id));
  }
  assign(incident: Incident, to: string, text: string): Promise<boolean> {
    return this.#close(incident, () => assignCase(this.#api.rest, incident.id, to, text));
  }
  comment(incident: Incident, text: string): Promise<boolean> {
    return this.#do(incident, () => this.#api.comment(incident.id, text));
  }
  resolve(incident: Incident, text: string): Promise<boolean> {
    return this.#close(incident, () => this.#api.resolve(incident.id, text));
  }
  dismiss(incident: Incident, reason: string): Promise<boolean> {
    return this.#close(incident, () => this.#api.dismiss(incident.id, reason));
  }

  /** Takes resolving or dismissing back. */
  reopen(incident: Incident): Promise<boolean> {
    return this.#do(incident, () => reopenCase(this.#api.rest, incident.id));
  }

  ask(kind: CaseDialog['kind'], incident: Incident): void {
    this.dialog = { kind, incident };
  }

  async #close(incident: Incident, request: () => Promise<Incident>): Promise<boolean> {
    const done = await this.#do(incident, request);
    if (done) this.dialog = null;
    return done;
  }

  async #do(incident: Incident, request: () => Promise<Incident>): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = incident.id;
    try {
      const answer = await request();
      this.answered = new Map(this.answered).set(answer.id, answer);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    } finally {
      this.busy = null;
    }
  }
}
