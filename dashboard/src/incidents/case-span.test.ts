import { expect, it } from 'vitest';
import { spanOf } from './case-span.ts';

const FROM = '2026-11-19T04:00:00.000Z';
const FROM_MS = Date.parse(FROM);
const MINUTE_MS = 60_000;

it('looks at a case from ten minutes before until five after', () => {
  const to = new Date(FROM_MS + 20 * MINUTE_MS).toISOString();
  expect(spanOf({ from: FROM, to }, FROM_MS + 600 * MINUTE_MS)).toEqual({
    from_ms: FROM_MS - 10 * MINUTE_MS,
    to_ms: FROM_MS + 25 * MINUTE_MS,
  });
});

it('ends at the present while it lasts, and after four hours at most', () => {
  expect(spanOf({ from: FROM, to: null }, FROM_MS + MINUTE_MS).to_ms).toBe(FROM_MS + MINUTE_MS);
  expect(spanOf({ from: FROM, to: null }, FROM_MS + 6_000 * MINUTE_MS).to_ms).toBe(FROM_MS + 230 * MINUTE_MS);
});
