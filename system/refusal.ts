import { expect } from 'vitest';
import { ERROR_CODES, REASONED_CODES, REFUSALS, type ErrorCode } from '@sweepline/contract';
import type { Reply } from './api.ts';

/** Fails unless the answer is an error of the closed list, in the shape, with the status and the reason that its code asks for. */
export function expectRefused(reply: Reply, ...codes: ErrorCode[]): string {
  const { code, message, reason } = reply.body as { code: ErrorCode; message: string; reason?: string };
  expect({ code, message, status: reply.status }).toEqual({
    code: expect.toBeOneOf(codes),
    message: expect.any(String),
    status: ERROR_CODES[code],
  });
  expect(message.length).toBeGreaterThan(5);
  if ((REASONED_CODES as readonly ErrorCode[]).includes(code)) expect(Object.keys(REFUSALS)).toContain(reason);
  return message + JSON.stringify((reply.body as { details?: unknown }).details ?? '');
}
