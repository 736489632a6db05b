import type { ClaimLine } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { groupLines, nextWaiting, rowsOf, SHOWN_FIRST, standingAmount, waitsFor } from './grouping.ts';

const line = (no: number, of: Partial<ClaimLine> = {}): ClaimLine => ({
  no,
  kind: 'non-payment',
  state: 'standing',
  why: null,
  rule: null,
  terms: 1,
  assignment: null,
  date: '2026-10-05',
  route: null,
  vehicle: null,
  streets: [],
  sides: [],
  reason: null,
  incident: null,
  metres: 10,
  stretches: [],
  arithmetic: { terms: [], caps: [] },
  amount: 100,
  occurrence: null,
  result: null,
  answer: null,
  decision: null,
  ...of,
});
const answer = (word: 'accept' | 'object') => ({
  answer: word,
  metres: null,
  reason: 'x',
  by: 'c',
  at: '',
  attachments: [],
});
const decision = { decision: 'reduce' as const, excused_m: 4, amount: 60, reason: 'x', by: 'a', at: '' };

test('lines are gathered by kind, what does not count by why', () => {
  const groups = groupLines([
    line(1),
    line(2, { kind: 'penalty' }),
    line(3, { kind: 'penalty', state: 'held' }),
    line(4, { state: 'dropped' }),
    line(5, { kind: 'penalty', state: 'covered' }),
    line(6, { state: 'cured' }),
    line(7, { decision }),
  ]);
  expect(groups.map(({ name, lines, amount, metres }) => [name, lines.map(({ no }) => no), amount, metres])).toEqual([
    ['non-payment', [1, 7], 160, 20],
    ['penalty', [2], 100, 10],
    ['held', [3], 100, 10],
    ['settled', [5, 6], 200, 20],
    ['dropped', [4], 100, 10],
  ]);
  expect(standingAmount(line(1, { decision }))).toBe(60);
});

test('a long group shows its first lines, and those that must be in sight', () => {
  const groups = groupLines(Array.from({ length: 20 }, (_, n) => line(n + 1)));
  const rows = rowsOf(groups, new Set(), ({ no }) => no === 15);
  expect(rows.flatMap((row) => (row.row === 'line' ? [row.line.no] : []))).toEqual([1, 2, 3, 4, 5, 6, 15]);
  expect(rows.at(-1)).toMatchObject({ row: 'more', hidden: { length: 20 - SHOWN_FIRST - 1 } });
  const open = rowsOf(groups, new Set(['non-payment']), () => false);
  expect(open.filter(({ row }) => row === 'line')).toHaveLength(20);
});

test('one more line than is shown is not folded away', () => {
  const rows = rowsOf(
    groupLines(Array.from({ length: SHOWN_FIRST + 1 }, (_, n) => line(n + 1))),
    new Set(),
    () => false,
  );
  expect(rows.map(({ row }) => row)).toEqual(['group', ...Array.from({ length: SHOWN_FIRST + 1 }, () => 'line')]);
});

test('each side has its own lines to act on', () => {
  const objected = line(1, { answer: answer('object') });
  expect(waitsFor('auditor', 'answered', objected)).toBe(true);
  expect(waitsFor('auditor', 'answered', { ...objected, decision })).toBe(false);
  expect(waitsFor('auditor', 'answered', line(2, { answer: answer('accept') }))).toBe(false);
  expect(waitsFor('contractor', 'issued', line(3))).toBe(true);
  expect(waitsFor('contractor', 'issued', line(3, { state: 'held' }))).toBe(false);
  expect(waitsFor('contractor', 'answered', line(3))).toBe(false);
  expect(waitsFor('reader', 'answered', objected)).toBe(false);
});

test('the next line that waits comes after this one, then from the beginning', () => {
  const lines = [line(4), line(1), line(9), line(2)];
  const waits = ({ no }: ClaimLine) => no === 4 || no === 9;
  expect(nextWaiting(lines, 4, waits)?.no).toBe(9);
  expect(nextWaiting(lines, 9, waits)?.no).toBe(4);
  expect(nextWaiting(lines, null, waits)?.no).toBe(4);
  expect(nextWaiting(lines, 2, waits)?.no).toBe(4);
  expect(nextWaiting([line(4)], 4, waits)).toBeNull();
});
