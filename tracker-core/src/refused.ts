import type { ErrorCode } from '@sweepline/contract';

/** A request that cannot be carried out, for a reason its sender can mend. */
export class Refused extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, details?: unknown, cause?: unknown) {
    super(message, { cause });
    this.name = 'Refused';
    this.code = code;
    this.details = details;
  }
}
