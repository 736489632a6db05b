import { expect } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '@sweepline/contract';
import type { Reply } from './api.ts';

/** Fails unless the answer is an error of the closed list, in the shape and with the status of its code. */
export function expectRefused(reply: Reply, ...codes: ErrorCode[]): string {
  const { code, message } = reply.body as { code: ErrorCode; message: string };
  expect({ code, message, status: reply.status }).toEqual({
    code: expect.toBeOneOf(codes),
    message: expect.any(String),
    status: ERROR_CODES[code],
  });
  expect(message.length).toBeGreaterThan(5);
  return message + JSON.stringify((reply.body as { details?: unknown }).details ?? '');
}
