import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimLine } from '@sweepline/contract';
import { settle } from './lines/settle.ts';
import { differing, renumbered, settledLine } from './lines/settled.ts';
import { packStake, unpackStakes } from './lines/stake.ts';
import { totalsOf } from './money/totals.ts';
import { expectCapsHold, expectNoMetreTwice, expectReasons } from './testing/claim-laws.ts';
import { fixed, linesOf, one, penalty, told, undone } from './testing/rules.ts';
import { randomClaim } from './testing/random-claims.ts';
import { draftOf, setupOf, termsOf } from './testing/works.ts';

const REASON = 'a person said so';

/** Numbers of lines to take out or to put back, in turn. */
const changes = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });

/** Takes lines out and puts them back one after the other, each time changing only the lines that come out differently. */
function changed({ setup, works }: Parameters<typeof expectCapsHold>[0], order: readonly number[]) {
  const drafted = draftOf(setup, works);
  // as they come out of the store
  const packed = JSON.parse(JSON.stringify(drafted.stakes.map(packStake))) as ReturnType<typeof packStake>[];
  const stakes = unpackStakes(packed, setup.terms);
  const lines = [...drafted.lines];
  const dropped = new Map<number, string>();
  const seen: ClaimLine[][] = [];
  for (const pick of order) {
    if (lines.length === 0) break;
    const no = (pick % lines.length) + 1;
    const before = settle(stakes, new Set(dropped.keys()), setup.earlier);
    if (!dropped.delete(no)) dropped.set(no, REASON);
    const after = settle(stakes, new Set(dropped.keys()), setup.earlier);
    if (lines[no - 1]!.rule === null) {
      const isOut = dropped.has(no);
      lines[no - 1] = { ...lines[no - 1]!, state: isOut ? 'dropped' : 'standing', why: isOut ? REASON : null };
    }
    for (const i of differing(before, after)) {
      const at = stakes[i]!.no - 1;
      lines[at] = settledLine(lines[at]!, stakes[i]!, after[i]!, dropped.get(at + 1));
    }
    for (const { no: at, occurrence } of renumbered(before, after)) lines[at - 1] = { ...lines[at - 1]!, occurrence };
    seen.push([...lines]);
  }
  return { drafted, dropped, lines, seen, stakes };
}

describe('a claim of which lines are dropped and restored in any order', () => {
  it('is what it would be were it drafted so from the beginning', () => {
    fc.assert(
      fc.property(randomClaim, changes, (claim, order) => {
        const { drafted, dropped, lines } = changed(claim, order);
        const again = draftOf(claim.setup, claim.works, dropped);
        expect(lines).toEqual(again.lines);
        expect(totalsOf(lines, drafted.totals)).toEqual(again.totals);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every cap and charges no metre twice after each', () => {
    fc.assert(
      fc.property(randomClaim, changes, (claim, order) => {
        for (const lines of changed(claim, order).seen) {
          expectCapsHold(claim, lines);
          expectNoMetreTwice(claim, lines);
          expectReasons(lines);
          expect(lines.map(({ no }) => no)).toEqual(lines.map((_line, i) => i + 1));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has its other lines as if the dropped ones had never been found', () => {
    fc.assert(
      fc.property(randomClaim, changes, ({ setup, works }, order) => {
        const { dropped, stakes } = changed({ setup, works }, order);
        const all = settle(stakes, new Set(dropped.keys()), setup.earlier);
        const left = stakes.filter(({ no }) => !dropped.has(no));
        expect(all.filter(({ state }) => state !== 'dropped')).toEqual(settle(left, new Set(), setup.earlier));
      }),
      { numRuns: 150 },
    );
  });

  it('is the first draft again once all are restored', () => {
    fc.assert(
      fc.property(randomClaim, changes, (claim, order) => {
        const { drafted, lines } = changed(claim, [...order, ...order.toReversed()]);
        expect(lines).toEqual(drafted.lines);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a dropped line', () => {
  const small = penalty('p-small', undone('leg'), fixed(100));
  const great = penalty('q-great', undone('route'), fixed(900));
  const work = one('a', [['covered', 50], ['gear-off', 50]]); // prettier-ignore
  const without = (...nos: number[]): string[] =>
    draftOf(setupOf(termsOf([small, great])), [work], new Map(nos.map((no) => [no, REASON]))).lines.map(told);

  it('lets the one charge that it covered', () => {
    expect(without()).toEqual(['non-payment a 50 m 10000', 'covered 3: p-small a 50 m 100', 'q-great a 50 m 900']);
    expect(without(3).slice(1)).toEqual(['p-small a 50 m 100', `dropped ${REASON}: q-great a 50 m 900`]);
    expect(without(2, 3).slice(1)).toEqual([
      `dropped ${REASON}: p-small a 50 m 100`,
      `dropped ${REASON}: q-great a 50 m 900`,
    ]);
  });

  it('without a rule leaves the others as they are', () => {
    expect(without(1)).toEqual([`dropped ${REASON}: non-payment a 50 m 10000`, ...without().slice(1)]);
  });

  it('gives what it used of a cap to those behind it, and its place among warnings and repeats to the next', () => {
    const dates = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08'];
    const works = dates.map((date, i) => one(`a${i}`, [['gear-off', 100]], { date }));
    const rule = penalty('p', undone('leg'), fixed(1_000), { warnings: 1, repeat: { from: 2, factor: '2' } });
    const setup = setupOf(termsOf([rule], { cap: { month: 2_500 } }));
    const after = (...nos: number[]): string[] =>
      draftOf(setup, works, new Map(nos.map((no) => [no, REASON])))
        .lines.filter((line) => line.rule !== null)
        .map(told);
    expect(after()).toEqual(['p warning a0 100 m 0', 'p a1 100 m 1000', 'p a2 100 m 1500', 'p a3 100 m 0']);
    // the first charged one
    expect(after(4)).toEqual([
      'p warning a0 100 m 0',
      `dropped ${REASON}: p a1 100 m 1000`,
      'p a2 100 m 1000',
      'p a3 100 m 1500',
    ]);
    // the warning
    expect(after(2)).toEqual([
      `dropped ${REASON}: p warning a0 100 m 0`,
      'p warning a1 100 m 0',
      'p a2 100 m 1000',
      'p a3 100 m 1500',
    ]);
  });

  it('is said in the same words by every draft', () => {
    expect(linesOf(setupOf(termsOf([small])), [work], new Map([[1, REASON]]))[0]).toContain(REASON);
  });
});
