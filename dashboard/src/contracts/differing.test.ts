import type { ClaimLine } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { changeOf, differing } from './differing.ts';

const line = (no: number, rule: string, amount: number, state: ClaimLine['state'] = 'standing'): ClaimLine => ({
  no,
  kind: 'penalty',
  state,
  why: null,
  rule,
  terms: 1,
  assignment: `a-${rule}`,
  date: '2026-10-05',
  route: null,
  vehicle: null,
  streets: [],
  sides: [],
  reason: null,
  incident: null,
  metres: null,
  stretches: [],
  arithmetic: { terms: [], caps: [] },
  amount,
  occurrence: null,
  result: null,
  answer: null,
  decision: null,
});

test('lines are the same by what they are about, and the greatest change comes first', () => {
  const found = differing(
    [line(1, 'same', 100), line(2, 'less', 100), line(3, 'gone', 300)],
    [line(7, 'same', 100), line(8, 'less', 90), line(9, 'new', 50), line(10, 'held', 500, 'held')],
  );
  expect(found.map((one) => [one.present?.rule ?? null, one.draft?.rule ?? null, changeOf(one)])).toEqual([
    ['gone', null, -300],
    [null, 'new', 50],
    ['less', 'less', -10],
    [null, 'held', 0],
  ]);
});
