import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centimetresOf, metresOf, UNCOVERED_REASONS } from '@sweepline/contract';
import { evaluate } from './money/evaluate.ts';
import { faultsOfTerms } from './terms/faults.ts';
import { isByMetres, reducedAmount } from './money/reduced.ts';
import type { SealedWork } from './setup.ts';
import { randomClaim, type RandomClaim } from './testing/random-claims.ts';
import { expectCapsHold, expectNoMetreTwice, expectReasons, rulesOf, standing, sumOf } from './testing/claim-laws.ts';
import { ruleMonth } from './money/earlier.ts';
import { draftOf, versionOf } from './testing/works.ts';

const RUNS = { numRuns: 300 };
const holds = (law: (claim: RandomClaim) => void, runs: object = RUNS): void =>
  fc.assert(fc.property(randomClaim, law), runs);

const saysOf = ({ lines, totals }: ReturnType<typeof draftOf>) => ({ lines, totals });

describe('a drafted claim', () => {
  it('has lines whose arithmetic comes to their amount, numbered in their order', () => {
    holds(({ setup, works }) => {
      const { lines } = draftOf(setup, works);
      for (const line of lines) expect(evaluate(line.arithmetic, setup.contract.currency)).toBe(line.amount);
      expect(lines.map(({ no }) => no)).toEqual(lines.map((_line, i) => i + 1));
      const dates = lines.map(({ date }) => date);
      expect(dates).toEqual([...dates].sort());
      for (const { date } of lines) expect(date >= setup.from && date < setup.to).toBe(true);
    });
  });

  it('has the sums of its lines', () => {
    holds(({ setup, works }) => {
      const { lines, totals } = draftOf(setup, works);
      expect(totals.nonPayment).toBe(sumOf(standing(lines, 'non-payment')));
      expect(totals.penalty).toBe(sumOf(standing(lines, 'penalty')));
      expect(totals.bonus).toBe(sumOf(standing(lines, 'bonus')));
      expect(totals.total).toBe(totals.nonPayment + totals.penalty + totals.bonus);
      expect(totals.held).toBe(sumOf(lines.filter(({ state }) => state === 'held')));
      expect(totals.bonus <= 0 && totals.penalty >= 0).toBe(true);
      expect(sumOf(standing(lines, 'warning'))).toBe(0);
    });
  });

  it('does not pay exactly the uncovered metres, by reason, and no more than the price of what was owed', () => {
    holds(({ setup, works }) => {
      const { lines, totals } = draftOf(setup, works);
      for (const reason of UNCOVERED_REASONS) {
        const own = lines.filter((line) => line.rule === null && line.reason === reason);
        const length_cm = own.reduce((sum, { metres }) => sum + centimetresOf(metres!), 0);
        expect(length_cm).toBe(centimetresOf(totals.uncovered_m[reason]));
        for (const { metres, stretches } of own)
          expect(centimetresOf(metres!)).toBe(
            stretches.flatMap(({ pieces }) => pieces).reduce((sum, { from_m, to_m }) => sum + centimetresOf(to_m) - centimetresOf(from_m), 0), // prettier-ignore
          );
      }
      const dearest = Math.max(...setup.terms[0]!.terms.prices.map(({ perMetre }) => Number(perMetre)));
      const digits = { MDL: 100, JPY: 1, KWD: 1_000 }[setup.contract.currency]!;
      const owed_m = totals.planned_m - totals.excused_m;
      // each line may be rounded up by half a minor unit
      expect(totals.nonPayment).toBeLessThanOrEqual(owed_m * dearest * digits + lines.length / 2 + 1e-6);
    });
  });

  it('charges no metre twice for one cause', () => {
    holds((claim) => expectNoMetreTwice(claim, draftOf(claim.setup, claim.works).lines));
  });

  it('names the standing line by which another does not stand', () => {
    holds(({ setup, works }) => {
      const { lines } = draftOf(setup, works);
      expectReasons(lines);
      for (const { why } of lines.filter(({ state }) => state === 'held')) expect(['B', 'C']).toContain(why);
    });
  });

  it('holds back what bad data would have to prove', () => {
    holds((claim) => {
      const rules = rulesOf(claim);
      const { lines } = draftOf(claim.setup, claim.works);
      const { grade } = claim.setup.terms[0]!.terms.gps;
      const ofData = new Set(['signal-lost', 'gps-jump', 'conflict', 'clock-skew']);
      for (const { rule, kind, state, result, incident } of lines) {
        if (rule === null || kind === 'bonus' || result === null || result.grade === 'none') continue;
        const exempt = rules.get(rule)!.on.fact === 'uptime' || (incident !== null && ofData.has(incident.kind));
        // the letters are in the order of quality
        expect(state === 'held').toBe(!exempt && result.grade > grade);
      }
    });
  });

  it('counts the facts of a rule and month: warnings first, then charges, then repeats', () => {
    holds((claim) => {
      const { lines } = draftOf(claim.setup, claim.works);
      for (const rule of rulesOf(claim).values()) {
        const own = lines.filter((line) => line.rule === rule.id && line.occurrence !== null);
        for (const month of new Set(own.map(({ date }) => date.slice(0, 7)))) {
          const facts = own.filter(({ date }) => date.startsWith(month));
          const before = claim.setup.earlier.rules[ruleMonth(rule.id, month)]?.facts ?? 0;
          expect(facts.map(({ occurrence }) => occurrence)).toEqual(facts.map((_fact, i) => before + i + 1));
          for (const { kind, occurrence, arithmetic } of facts) {
            const charged = occurrence! - (rule.warnings ?? 0);
            expect(kind === 'warning').toBe(charged <= 0);
            const repeated = charged >= (rule.repeat?.from ?? Infinity);
            for (const factors of arithmetic.terms)
              expect(factors.some(({ unit }) => unit === 'factor')).toBe(repeated && charged > 0);
          }
        }
      }
    });
  });

  it('loses money by metres that are taken off a line, all of it with all of them', () => {
    fc.assert(
      fc.property(randomClaim, fc.integer({ min: 0, max: 100 }), ({ setup, works }, share) => {
        const { currency } = setup.contract;
        for (const line of draftOf(setup, works).lines.filter(isByMetres)) {
          const some_m = metresOf(Math.floor((centimetresOf(line.metres!) * share) / 100));
          const left = reducedAmount(line, some_m, currency);
          expect(left >= 0 && left <= line.amount).toBe(true);
          expect(reducedAmount(line, 0, currency)).toBe(line.amount);
          expect(reducedAmount(line, line.metres!, currency)).toBe(0);
        }
      }),
      RUNS,
    );
  });

  it('keeps within the caps of a fact, of a rule and month, of the month and of the contract', () => {
    holds((claim) => expectCapsHold(claim, draftOf(claim.setup, claim.works).lines));
  });

  it('is the same for any order of the rules, where the greatest counts', () => {
    fc.assert(
      fc.property(randomClaim, fc.func(fc.nat()), ({ setup, works }, keyOf) => {
        const terms = { ...setup.terms[0]!.terms, overlap: 'greatest' as const };
        const rules = [...terms.rules].sort((a, b) => keyOf(a.id) - keyOf(b.id));
        const one = draftOf({ ...setup, terms: [versionOf(terms)] }, works);
        expect(draftOf({ ...setup, terms: [versionOf({ ...terms, rules })] }, works)).toMatchObject(saysOf(one));
      }),
      RUNS,
    );
  });

  it('is the same for any order in which results and cases arrive', () => {
    holds(({ setup, works }) => {
      const turned = { ...setup, incidents: [...setup.incidents].reverse() };
      expect(draftOf(turned, [...works].reverse())).toMatchObject(saysOf(draftOf(setup, works)));
    });
  });

  it('charges nothing for metres that are excused', () => {
    holds((claim) => {
      const rules = rulesOf(claim);
      const { lines, totals } = draftOf(claim.setup, claim.works.map(excusedOf));
      expect(totals.nonPayment).toBe(0);
      for (const { rule } of lines) expect(['undone', 'late']).not.toContain(rules.get(rule!)!.on.fact);
    });
  });
});

/** The same work with everything excused that was not done. */
function excusedOf(work: SealedWork): SealedWork {
  const { answer } = work;
  const legs = answer.legs.map((leg) => ({
    ...leg,
    pieces: leg.pieces.map((piece) => (piece.state === 'uncovered' ? { ...piece, state: 'excused' as const } : piece)),
  }));
  const uncovered_m = { 'not-reached': 0, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 };
  const excused_m = metresOf(centimetresOf(answer.planned_m) - centimetresOf(answer.covered_m));
  return { ...work, answer: { ...answer, legs, excused_m, uncovered_m } };
}

describe('random terms', () => {
  it('are free of faults: the laws speak of what can be', () => {
    holds(({ setup }) => {
      const { contractorName: _name, termsVersion: _version, title: _title, routes: _routes, ...body } = setup.contract;
      expect(faultsOfTerms(setup.terms[0]!.terms, { ...body, operations: ['sweep', 'wash'] })).toEqual([]);
    });
  });
});
