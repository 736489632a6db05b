import type { ErrorCode } from '@sweepline/contract';

/** `unreachable`: nothing answered; `unexpected`: an answer outside the contract. */
export type RequestErrorCode = ErrorCode | 'unreachable' | 'unexpected';

/** A request that did not succeed, by the contract's closed list of codes. */
export class RequestError extends Error {
  readonly code: RequestErrorCode;
  readonly status: number;
  readonly details: unknown;

  constructor(code: RequestErrorCode, status: number, message: string, details?: unknown) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export const codeOf = (error: unknown): RequestErrorCode => (error instanceof RequestError ? error.code : 'unexpected');
