import { expect, test } from 'vitest';
import { headsSoFar } from './chain-heads.ts';

const october = { from: '2026-10-01', to: '2026-11-01' };
const at = (instant: string) => headsSoFar(october, Date.parse(instant));

test('the heads of a day can be had once its UTC day was closed, and it is said when the next one is', () => {
  expect(at('2026-10-01T20:00:00Z')).toEqual({ last: null, next_ms: Date.parse('2026-10-02T00:25:00Z') });
  expect(at('2026-10-02T00:24:59Z').last).toBeNull();
  expect(at('2026-10-02T00:25:00Z')).toEqual({ last: '2026-10-01', next_ms: Date.parse('2026-10-03T00:25:00Z') });
  expect(at('2026-10-31T23:00:00Z')).toEqual({ last: '2026-10-30', next_ms: Date.parse('2026-11-01T00:25:00Z') });
  expect(at('2026-11-01T00:25:00Z')).toEqual({ last: '2026-10-31', next_ms: null });
});
