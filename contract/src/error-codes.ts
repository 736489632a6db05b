import type { ReasonOfRefusal, RefusalValue } from './refusals.ts';

/** Every `code` an HTTP error answer can carry, with its status. `docs/errors.md` explains each; a test holds the two equal. */
export const ERROR_CODES = {
  'bad-request': 400,
  'malformed-json': 400,
  'not-signed-in': 401,
  'wrong-password': 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'id-taken': 409,
  'in-use': 409,
  'wrong-state': 409,
  'too-large': 413,
  'wrong-type': 415,
  invalid: 422,
  'duplicate-leg': 422,
  'unknown-edge': 422,
  'unknown-reference': 422,
  'other-municipality': 422,
  'bad-network': 422,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
  'pipeline-behind': 503,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes that say what happened, but not why: their answers have a `reason`, which every reader has in his language. */
export const REASONED_CODES = [
  'bad-request',
  'not-found',
  'id-taken',
  'in-use',
  'wrong-state',
  'invalid',
  'duplicate-leg',
  'unknown-edge',
  'unknown-reference',
  'other-municipality',
  'bad-network',
] as const satisfies readonly ErrorCode[];

export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
  /** Why, where the list of reasons has it; a client may say it in its reader's language. */
  readonly reason?: ReasonOfRefusal;
  readonly values?: Readonly<Record<string, RefusalValue>>;
  readonly details?: unknown;
}
