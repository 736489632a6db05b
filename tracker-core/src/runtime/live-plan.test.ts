import type { Assignment, Route } from '@sweepline/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from '../coverage/assess.ts';
import { takeChanged } from '../coverage/ledger.ts';
import { legsOf } from '../coverage/live-legs.ts';
import { scene, town } from '../coverage/testing/random-work.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { MORNING_MS } from '../pipeline/testing/town.ts';
import type { Passage } from '../pipeline/stages.ts';
import { addEvidence, replaceEvidence, startPlan, type LivePlan } from './live-plan.ts';

const VEHICLES = ['sweeper', 'other', 'third'];
const take = (plan: PlannedAssignment): LivePlan => startPlan({} as Assignment, {} as Route, plan, town, 'right', 0);
const by = (passages: readonly Passage[], vehicle: string): Passage[] => passages.filter((p) => p.vehicle === vehicle);
const resultOf = ({ ledger }: LivePlan) => ({ ...assess(ledger, town), legs: drawn(ledger) });
const drawn = (ledger: LivePlan['ledger']) => legsOf(ledger, { closed: false, forecast: null });

const replacement = fc.record({
  vehicle: fc.constantFrom(...VEHICLES),
  since_ms: fc.integer({ min: -150, max: 7_300 }).map((s) => MORNING_MS + s * 1_000),
});

test('what takes the place of a part leaves what a plan knows that never saw the other, and tells each edge it changed', () => {
  fc.assert(
    fc.property(scene, scene, replacement, ({ plan, driven }, { driven: anew }, { vehicle, since_ms }) => {
      const live = take(plan);
      for (const one of VEHICLES) addEvidence(live, one, by(driven, one), []);
      const before = { result: resultOf(live), legs: drawn(live.ledger) };
      takeChanged(live.ledger);
      live.over = true;
      const made = by(anew, vehicle).filter(({ enter_ms }) => enter_ms >= since_ms);
      const mayBeOther = replaceEvidence(live, vehicle, since_ms, made, []);

      const fresh = take(plan);
      for (const one of VEHICLES) {
        const known = by(driven, one).filter((p) => one !== vehicle || p.enter_ms < since_ms);
        addEvidence(fresh, one, one === vehicle ? [...known, ...made] : known, []);
      }
      expect(resultOf(live)).toEqual(resultOf(fresh));
      expect(live.over).toBe(!mayBeOther);
      if (!mayBeOther) expect(resultOf(live)).toEqual(before.result);
      const told = new Set(takeChanged(live.ledger).map((edge) => town.edges[edge]!.id));
      const others = drawn(live.ledger).filter((leg, n) => JSON.stringify(leg) !== JSON.stringify(before.legs[n]));
      expect(others.filter(({ edge }) => !told.has(edge))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test('a vehicle that did nothing for a plan leaves no trace in it', () => {
  fc.assert(
    fc.property(scene, ({ plan }) => {
      const live = take(plan);
      live.over = true;
      expect(replaceEvidence(live, 'third', MORNING_MS, [], [])).toBe(false);
      expect([live.over, live.evidence.size]).toEqual([true, 0]);
    }),
  );
});
