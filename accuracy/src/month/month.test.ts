import { beforeAll, describe, expect, it } from 'vitest';
import { centimetresOf, type ClaimLine, type ClaimTotals, type Factor } from '@sweepline/contract';
import { beginDraft, evaluate, NOTHING_EARLIER } from '@sweepline/tracker-core/pure';
import { BY_HAND, TOTALS_BY_HAND } from './by-hand.ts';
import { CONTRACT, MONTH, TERMS } from './month.ts';
import { play, ZONE, type Played } from './shift.ts';
import { monthTown } from './town.ts';

const money = (minor: number): string => (minor / 100).toFixed(2);

/** A product as a person writes it. */
const product = (factors: readonly Factor[]): string =>
  factors
    .map(
      ({ value, unit, divides }, i) =>
        (i === 0 ? '' : divides ? ' / ' : ' × ') + value + (unit === 'per-cent' ? ' %' : ''),
    )
    .join('');

const arithmetic = ({ arithmetic: { terms, caps } }: ClaimLine): string =>
  [terms.map(product).join(' + '), ...caps.map(({ to }) => `at most ${money(to)}`)].join(', ');

/** A line as a row of the table. */
const rowOf = (line: ClaimLine): string[] => [
  line.date,
  line.route ?? 'all',
  line.streets.join(', '),
  line.reason ?? '',
  line.metres === null ? '' : line.metres.toFixed(2),
  line.rule ?? '',
  arithmetic(line),
  money(line.amount),
  line.kind === 'warning' ? 'warning' : line.state === 'standing' ? '' : line.state,
];

/** Prices are written as the contract writes them; 0.50 and 0.5 are one. */
const rowsOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((row) => /^\d{4}-/.test(row))
    .map((row) => row.split('|').map((cell) => cell.trim()));
const plain = (row: readonly string[]): string =>
  row
    .map((cell, i) => (i === 6 ? cell.replace(/(\.\d*?)0+(?= |$)/g, '$1').replace(/\.(?= |$)/g, '') : cell))
    .join(' | ')
    .trim();

describe('a month of a simulated contractor', () => {
  let played: Played[];
  let drafted: { lines: ClaimLine[]; totals: ClaimTotals };

  beforeAll(async () => {
    const town = await monthTown();
    played = MONTH.map((shift) => play(town, shift));
    const draft = beginDraft({
      contract: CONTRACT,
      terms: [{ version: 1, by: 'auditor', at: '2026-01-01T00:00:00.000Z', terms: TERMS }],
      timezone: ZONE,
      from: '2026-10-01',
      to: '2026-11-01',
      paymentDate: '2026-11-10',
      incidents: played.flatMap(({ incidents }) => incidents),
      delaysTo: '2026-11-01',
      earlier: NOTHING_EARLIER,
    });
    for (const { work } of played) draft.add(work);
    drafted = draft.finish();
  }, 120_000);

  it('is measured as it was driven: within 6 m a shift of what truly happened, where data came', () => {
    const astray = played.filter(
      ({ work: { answer }, truly_m }) => answer.quality.grade === 'A' && Math.abs(answer.covered_m - truly_m) > 6,
    );
    expect(astray.map(({ work }) => work.assignment)).toEqual([]);
  });

  it('makes the claim that was worked out by hand, line by line', () => {
    const hand = rowsOf(BY_HAND).map(plain);
    expect(hand.length).toBeGreaterThan(55);
    expect(drafted.lines.map(rowOf).map(plain)).toEqual(hand);
  });

  it('comes to the total that was worked out by hand', () => {
    expect(drafted.totals).toMatchObject(TOTALS_BY_HAND);
    const counted = rowsOf(BY_HAND).filter((row) => row[8] === undefined || row[8] === '');
    const sum = counted.reduce((total, row) => total + Math.round(Number(row[7]) * 100), 0);
    expect(sum).toBe(TOTALS_BY_HAND.total);
  });

  it('names for each line the result that it follows from, and the line by which another does not count', () => {
    const digests = new Map(played.map(({ work }) => [work.assignment, work.answer.digest]));
    for (const { assignment, result, state, why, no } of drafted.lines) {
      if (assignment !== null) expect(result!.digest).toBe(digests.get(assignment));
      if (state === 'covered')
        expect(drafted.lines[Number(why) - 1]!.amount).toBeGreaterThanOrEqual(drafted.lines[no - 1]!.amount);
    }
    for (const line of drafted.lines) expect(evaluate(line.arithmetic, 'MDL')).toBe(line.amount);
    const unpaid = drafted.lines.filter(({ rule }) => rule === null);
    const undone_m = Object.values(drafted.totals.uncovered_m).reduce((sum, length) => sum + length, 0);
    expect(unpaid.reduce((sum, { metres }) => sum + centimetresOf(metres!), 0)).toBe(centimetresOf(undone_m));
  });
});
