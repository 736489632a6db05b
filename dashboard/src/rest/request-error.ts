import type { ErrorAnswer, ErrorCode, RefusalValue } from '@sweepline/contract';

/** `unreachable`: nothing answered; `unexpected`: an answer outside the contract. */
export type RequestErrorCode = ErrorCode | 'unreachable' | 'unexpected';

/** A request that did not succeed, by the contract's closed list of codes. */
export class RequestError extends Error {
  readonly code: RequestErrorCode;
  readonly status: number;
  readonly details: unknown;
  /** Why, as a reason of the contract's list. */
  readonly reason: string | undefined;
  readonly values: Readonly<Record<string, RefusalValue>> | undefined;

  constructor(code: RequestErrorCode, status: number, message: string, given: Partial<ErrorAnswer> = {}) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.status = status;
    this.details = given.details;
    this.reason = given.reason;
    this.values = given.values;
  }
}

export const codeOf = (error: unknown): RequestErrorCode => (error instanceof RequestError ? error.code : 'unexpected');

/** What was refused, as a page keeps it to tell why; whatever else went wrong is `unexpected`. */
export const failureOf = (error: unknown): RequestError =>
  error instanceof RequestError ? error : new RequestError('unexpected', 0, '');
