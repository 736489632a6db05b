import { fieldErrorsOf } from './field-errors.ts';
import { refusalText } from './refusal.ts';
import { RequestError, type RequestErrorCode } from './request-error.ts';

/** A form on its way to the service: whether it is under way, and what was said of its fields. */
export class Filing {
  busy = $state(false);
  code = $state<RequestErrorCode | null>(null);
  /** The refusal as a whole, in words. */
  text = $state('');
  #fields = $state.raw<ReadonlyMap<string, string>>(new Map());

  /** What the service said of a field. */
  of(field: string): string | undefined {
    return this.#fields.get(field);
  }

  /** What it said of no field of the form. */
  rest(fields: readonly string[]): string | undefined {
    for (const [field, words] of this.#fields) if (!fields.includes(field)) return words;
    return undefined;
  }

  /** Answers null where it was refused: the form stays open with the reasons. */
  async send<Answer>(request: () => Promise<Answer>): Promise<Answer | null> {
    if (this.busy) return null;
    this.busy = true;
    this.code = null;
    this.#fields = new Map();
    try {
      return await request();
    } catch (error) {
      this.code = error instanceof RequestError ? error.code : 'unexpected';
      this.text = refusalText(error);
      this.#fields = error instanceof RequestError ? fieldErrorsOf(error) : new Map([['', String(error)]]);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
