import type { ErrorCode, REASONED_CODES, Saying } from '@sweepline/contract';

/** A reason of the list with a message that says more than the list's own. */
export const worded = (message: string, saying: Saying): Saying => ({ ...saying, message });

type Said<Code extends ErrorCode> = Code extends (typeof REASONED_CODES)[number] ? Saying : string | Saying;

/** A request that cannot be carried out, for a reason its sender can mend. */
export class Refused<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly details: unknown;
  /** Null: it is said in English alone. */
  readonly saying: Saying | null;

  constructor(code: Code, said: Said<Code>, details?: unknown, cause?: unknown) {
    super(typeof said === 'string' ? said : said.message, { cause });
    this.saying = typeof said === 'string' ? null : said;
    this.name = 'Refused';
    this.code = code;
    this.details = details;
  }
}
