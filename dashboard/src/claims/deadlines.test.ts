import { instantOfLocal, localOf } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { daysLeft, dueOf, lastDayOf, stepsOf } from './deadlines.ts';

const ZONE = 'Europe/Chisinau';
const dayOf = (instant: string) => localOf(ZONE, Date.parse(instant)).date;
const endOf = (date: string) => new Date(instantOfLocal(ZONE, date, 24 * 60)).toISOString();
const dates = {
  state: 'answered' as const,
  issuedAt: '2026-11-05T08:00:00Z',
  answerBy: endOf('2026-11-12'),
  answeredAt: '2026-11-12T08:00:00Z',
  decideBy: endOf('2026-11-26'),
  decidedAt: null,
  closedAt: null,
};

test('a deadline at the end of a day is named by that day', () => {
  expect(lastDayOf(endOf('2026-11-12'), dayOf)).toBe('2026-11-12');
  expect(daysLeft(endOf('2026-11-12'), '2026-11-08', dayOf)).toBe(4);
  expect(daysLeft(endOf('2026-11-12'), '2026-11-12', dayOf)).toBe(0);
  expect(daysLeft(endOf('2026-11-12'), '2026-11-14', dayOf)).toBe(-2);
});

test('days are counted over both changes of the clock', () => {
  expect(daysLeft(endOf('2026-10-27'), '2026-10-24', dayOf)).toBe(3);
  expect(daysLeft(endOf('2026-03-31'), '2026-03-28', dayOf)).toBe(3);
});

test('one step is under way', () => {
  expect(stepsOf(dates).map(({ name, state, late }) => [name, state, late])).toEqual([
    ['issued', 'done', false],
    ['answered', 'done', false],
    ['decided', 'now', false],
    ['closed', 'ahead', false],
  ]);
  expect(dueOf(dates)).toBe(dates.decideBy);
});

test('an answer after its day is late; a step that was left out is passed', () => {
  expect(stepsOf({ ...dates, answeredAt: '2026-11-13T08:00:00Z' })[1]).toMatchObject({ state: 'done', late: true });
  const unanswered = { ...dates, state: 'decided' as const, answeredAt: null, decidedAt: '2026-11-20T08:00:00Z' };
  expect(stepsOf(unanswered).map(({ state }) => state)).toEqual(['done', 'passed', 'done', 'now']);
  expect(dueOf(unanswered)).toBeNull();
});

test('nothing is under way once it has ended', () => {
  expect(stepsOf({ ...dates, state: 'replaced' }).map(({ state }) => state)).toEqual([
    'done',
    'done',
    'passed',
    'passed',
  ]);
});
