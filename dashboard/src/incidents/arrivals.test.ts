import type { Incident } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';
import type { Decision } from './urgency.ts';

const decision = (id: string, change: Partial<Incident> = {}): Decision => ({
  incident: { id, kind: 'idle', state: 'open', ...change } as Incident,
  deadline_ms: null,
  savable: true,
  others: [],
});
const ids = (decisions: readonly Decision[]) => decisions.map(({ incident }) => incident.id);

it('holds nothing of the first look for new, and each later one once', () => {
  const arrivals = new Arrivals();
  expect(arrivals.take([decision('a')])).toEqual([]);
  expect(ids(arrivals.take([decision('b'), decision('a')]))).toEqual(['b']);
  expect(arrivals.take([decision('b'), decision('a')])).toEqual([]);
  expect(arrivals.take([])).toEqual([]);
  expect(arrivals.take([decision('a')])).toEqual([]);
  arrivals.forget();
  expect(arrivals.take([decision('z')])).toEqual([]);
});

it('takes what somebody has taken already for no news', () => {
  const arrivals = new Arrivals();
  arrivals.take([]);
  expect(arrivals.take([decision('a', { state: 'acknowledged' })])).toEqual([]);
});

it('says one sentence in ten seconds, and an sos at once', () => {
  const arrivals = new Arrivals();
  const [a, b, sos] = [decision('a'), decision('b'), decision('s', { kind: 'sos' })];
  expect(arrivals.worthSaying([a, b], 0)).toBe(a);
  expect(arrivals.worthSaying([b], 9_999)).toBeNull();
  expect(arrivals.worthSaying([b, sos], 9_999)).toBe(sos);
  expect(arrivals.worthSaying([], 60_000)).toBeNull();
  expect(arrivals.worthSaying([b], 60_000)).toBe(b);
});
