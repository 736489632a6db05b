import { expect } from 'vitest';
import type { ClaimLine, Rule } from '@sweepline/contract';
import { ruleMonth } from '../money/earlier.ts';
import type { RandomClaim } from './random-claims.ts';

export const rulesOf = ({ setup }: RandomClaim): Map<string, Rule> =>
  new Map(setup.terms[0]!.terms.rules.map((rule) => [rule.id, rule]));
export const standing = (lines: readonly ClaimLine[], kind: ClaimLine['kind']): ClaimLine[] =>
  lines.filter((line) => line.state === 'standing' && line.kind === kind);
export const sumOf = (lines: readonly ClaimLine[]): number => lines.reduce((sum, { amount }) => sum + amount, 0);

/** Sums of amounts by a key. */
function sumsBy(lines: readonly ClaimLine[], keyOf: (line: ClaimLine) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(keyOf(line), (sums.get(keyOf(line)) ?? 0) + Math.abs(line.amount));
  return sums;
}

/** Every cap holds, with what earlier claims charge. */
export function expectCapsHold(claim: RandomClaim, lines: readonly ClaimLine[]): void {
  const rules = rulesOf(claim);
  const { earlier, terms } = claim.setup;
  const left = (cap: number | undefined, used: number | undefined): number =>
    cap === undefined ? Infinity : Math.max(0, cap - (used ?? 0));
  const byRule = lines.filter(({ rule, state }) => rule !== null && state === 'standing');
  for (const { rule, amount } of byRule)
    expect(Math.abs(amount)).toBeLessThanOrEqual(left(rules.get(rule!)!.cap?.fact, 0));
  for (const [key, sum] of sumsBy(byRule, ({ rule, date }) => ruleMonth(rule!, date.slice(0, 7))))
    expect(sum).toBeLessThanOrEqual(left(rules.get(key.split(' ')[0]!)!.cap?.month, earlier.rules[key]?.charged));
  const penalties = standing(lines, 'penalty');
  const { cap } = terms[0]!.terms;
  for (const [month, sum] of sumsBy(penalties, ({ date }) => date.slice(0, 7)))
    expect(sum).toBeLessThanOrEqual(left(cap?.month, earlier.months[month]));
  expect(sumOf(penalties)).toBeLessThanOrEqual(left(cap?.contract, earlier.penalties));
}

export function expectReasons(lines: readonly ClaimLine[]): void {
  for (const { why } of lines.filter(({ state }) => state === 'covered'))
    expect(lines[Number(why) - 1]!.state).toBe('standing');
}

export function expectNoMetreTwice(claim: RandomClaim, lines: readonly ClaimLine[]): void {
  const rules = rulesOf(claim);
  const charged = standing(lines, 'penalty').filter(({ amount, rule, arithmetic }) => {
    const { fact } = rules.get(rule!)!.on;
    return (amount > 0 || arithmetic.caps.length > 0) && fact !== 'late' && fact !== 'uptime';
  });
  const takers = new Map<string, ClaimLine>();
  for (const line of charged)
    for (const metre of placesOf(line, claim)) {
      const taker = takers.get(metre);
      const cases =
        taker?.incident != null &&
        taker.incident.kind === line.incident?.kind &&
        taker.rule === line.rule &&
        line.metres === null;
      expect(taker === undefined || taker === line || cases).toBe(true);
      takers.set(metre, line);
    }
}

/** Metres by kerb, pass and place; a day's line does not name its assignments, so that those of its day are looked for. */
function placesOf({ stretches, assignment, date }: ClaimLine, { works }: RandomClaim): string[] {
  const metres: string[] = [];
  const own = works.filter((work) => (assignment === null ? work.date === date : work.assignment === assignment));
  for (const { edge, side, pass, pieces } of stretches)
    for (const { from_m, to_m } of pieces) {
      const work = own.find(({ answer }) =>
        answer.legs.some(
          (leg) => leg.edge === edge && leg.side === side && leg.pieces.some((piece) => piece.from_m === from_m && piece.to_m === to_m), // prettier-ignore
        ),
      );
      metres.push(`${work!.assignment} ${edge} ${side} ${pass} ${from_m}`);
    }
  return metres;
}
