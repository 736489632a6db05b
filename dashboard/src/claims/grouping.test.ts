import { expect, test } from 'vitest';
import {
  firstWaiting,
  rowCount,
  rowOf,
  rowsBetween,
  sectionsOf,
  SHOWN_FIRST,
  standingAmount,
  toDoOf,
  type LineGroup,
} from './grouping.ts';

const NONE = new Set<never>();
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n);
const group = (name: LineGroup['name'], nos: readonly number[]): LineGroup => ({ name, amount: 100, nos: [...nos] });

test('a decision is what a line comes to', () => {
  const decision = { decision: 'reduce' as const, excused_m: 4, amount: 60, reason: 'x', by: 'a', at: '' };
  expect(standingAmount({ amount: 100, decision })).toBe(60);
  expect(standingAmount({ amount: 100, decision: null })).toBe(100);
});

test('a long group shows its first lines, the chosen one and those that wait', () => {
  const [section] = sectionsOf([group('non-payment', upTo(20))], NONE, new Set([12]), 15);
  expect(section!.shown).toEqual([1, 2, 3, 4, 5, 6, 12, 15]);
  expect(section!.hidden).toBe(12);
  const [open] = sectionsOf([group('non-payment', upTo(20))], new Set(['non-payment']), NONE, null);
  expect([open!.shown.length, open!.hidden, open!.foldable]).toEqual([20, 0, true]);
});

test('of many lines that wait the first are in sight', () => {
  const nos = upTo(60_000);
  const [section] = sectionsOf([group('penalty', nos)], NONE, new Set(nos), null);
  expect(section!.shown.length).toBeLessThan(100);
  expect(section!.shown.length + section!.hidden).toBe(60_000);
});

test('one more line than is shown is not folded away', () => {
  const [section] = sectionsOf([group('bonus', upTo(SHOWN_FIRST + 1))], NONE, NONE, null);
  expect([section!.shown.length, section!.foldable]).toEqual([SHOWN_FIRST + 1, false]);
});

test('any window of rows is cut out of the whole', () => {
  const sections = sectionsOf(
    [group('non-payment', upTo(40)), group('held', [41, 42]), group('dropped', [50])],
    NONE,
    NONE,
    null,
  );
  const count = rowCount(sections);
  expect(count).toBe(1 + SHOWN_FIRST + 1 + 3 + 2);
  const all = rowsBetween(sections, 0, count);
  expect(all).toHaveLength(count);
  expect(all.map(({ row }) => row).join(' ')).toBe(
    'group line line line line line line more group line line group line',
  );
  for (let from = 0; from <= count; from++)
    for (let to = from; to <= count + 2; to++) expect(rowsBetween(sections, from, to)).toEqual(all.slice(from, to));
  for (const [at, row] of all.entries()) if (row.row === 'line') expect(rowOf(sections, row.no)).toBe(at);
  expect(rowOf(sections, 40)).toBe(-1);
});

test('each side has its own lines to act on', () => {
  expect(toDoOf('auditor', 'answered')).toEqual({ state: 'standing', answer: 'undecided' });
  expect(toDoOf('contractor', 'issued')).toEqual({ state: 'standing', answer: 'open' });
  for (const [side, state] of [
    ['auditor', 'issued'],
    ['contractor', 'answered'],
    ['reader', 'answered'],
  ] as const)
    expect(toDoOf(side, state)).toBeNull();
});

test('the next line that waits comes after this one, then from the beginning', () => {
  const order = [4, 1, 9, 2];
  const waiting = new Set([4, 9]);
  expect(firstWaiting(order, 4, waiting)).toBe(9);
  expect(firstWaiting(order, 9, waiting)).toBe(4);
  expect(firstWaiting(order, null, waiting)).toBe(4);
  expect(firstWaiting(order, 2, waiting)).toBe(4);
  expect(firstWaiting([4], 4, new Set([4]))).toBeNull();
  // What is narrowed away waits all the same.
  expect(firstWaiting([1, 2], 1, waiting)).toBe(4);
});
