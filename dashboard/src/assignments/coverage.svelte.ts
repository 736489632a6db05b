import type { CoverageAnswer } from '@sweepline/contract';
import type { Api } from '../rest/api.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';

export type CoverageState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly answer: CoverageAnswer }
  | { readonly kind: 'failed'; readonly failure: RequestError };

/** The exact result of one assignment, as asked for. */
export class Coverage {
  state = $state.raw<CoverageState>({ kind: 'none' });
  #asked: string | null = null;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Asks again, with what is shown left in sight. */
  async again(): Promise<void> {
    const assignment = this.#asked;
    if (assignment === null) return;
    const answer = await this.#api.coverage(assignment).catch(() => null);
    if (answer !== null && this.#asked === assignment) this.state = { kind: 'loaded', answer };
  }

  async load(assignment: string): Promise<void> {
    if (this.#asked === assignment) return;
    this.#asked = assignment;
    this.state = { kind: 'loading' };
    try {
      const answer = await this.#api.coverage(assignment);
      if (this.#asked === assignment) this.state = { kind: 'loaded', answer };
    } catch (error) {
      if (this.#asked === assignment) this.state = { kind: 'failed', failure: failureOf(error) };
      this.#asked = null;
    }
  }
}
