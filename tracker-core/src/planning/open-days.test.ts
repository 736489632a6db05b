import { expect, test } from 'vitest';
import { openDays, type ScheduledBlock } from './open-days.ts';

const block = (id: string, route: string, date: string, from_ms: number): ScheduledBlock => ({
  id,
  route,
  date,
  operation: 'sweep',
  planned_m: 100,
  vehicle: null,
  crew: null,
  from_ms,
  to_ms: from_ms + 1,
});
const open = (scheduled: readonly ScheduledBlock[], assignments: readonly ScheduledBlock[]) =>
  openDays(scheduled, assignments).map(({ id }) => id);

test('a scheduled day has its own assignment wherever that was moved to', () => {
  expect(open([block('s.1', 'r', '1', 5)], [block('s.1', 'r', '2', 50)])).toEqual([]);
});

test('or one of the same route on the same day, each for one window', () => {
  const scheduled = [block('s.1', 'r', '1', 5), block('t.1', 'r', '1', 18)];
  expect(open(scheduled, [block('x', 'r', '1', 17)])).toEqual(['t.1']);
  expect(open(scheduled, [block('x', 'r', '1', 17), block('y', 'r', '1', 4)])).toEqual([]);
  expect(open(scheduled, [block('x', 'q', '1', 5), block('y', 'r', '2', 5)])).toEqual(['s.1', 't.1']);
});

test('what another schedule made is not taken for it', () => {
  expect(open([block('s.1', 'r', '1', 5), block('t.1', 'r', '1', 6)], [block('t.1', 'r', '1', 6)])).toEqual(['s.1']);
});
