import { CoverageAnswer } from '@sweepline/contract';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { RULES } from '../pipeline/rules.ts';
import { Driver, planOf, SWEEPER, townOf } from '../pipeline/testing/town.ts';
import { coverageGeoJson } from './answer-geojson.ts';
import { coverageAnswer, digestOfFixes, type AnswerInput } from './answer.ts';
import { assess } from './assess.ts';
import { createLedger, credit } from './ledger.ts';
import { qualityOf } from './quality.ts';

const town = townOf([
  {
    id: 'street',
    line: [
      [0, 0],
      [100, 30],
      [200, 0],
    ],
  },
]);
const plan = planOf(town, [
  { street: 'street', side: 'right', passes: 2 },
  { street: 'street', side: 'left' },
]);

function inputOf(driver: Driver, more: Partial<AnswerInput> = {}, rules = RULES): AnswerInput {
  const facts = recomputeVehicle({ setting: SWEEPER, network: town, rules }, driver.fixes, [plan]);
  const ledger = createLedger(plan, town, { drivesOn: 'right', rules });
  for (const passage of facts.passages) credit(ledger, passage);
  const { from_ms, to_ms } = plan;
  const counts = { rejected: 0, conflicts: 0, fieldErrors: 0 };
  return {
    ledger,
    assessment: assess(ledger, town, { silences: facts.silences }),
    network: town,
    matcherVersion: '1',
    revision: 1,
    status: 'closed',
    sealedAt_ms: null,
    quality: qualityOf({ fixes: driver.fixes, from_ms, to_ms, until_ms: to_ms, interval_s: 1, ...counts }),
    fixesDigest: digestOfFixes(['a', 'b']),
    ...more,
  };
}

const drive = () => new Driver().drive([-20, -6], [100, 30]).drive([100, 30], [150, 15]);

describe('the coverage answer', () => {
  it('is what the contract says, and its sums are exact in centimetres', () => {
    const answer = coverageAnswer(inputOf(drive()));
    expect(Value.Check(CoverageAnswer, answer)).toBe(true);
    const reasons = Object.values(answer.uncovered_m).reduce((sum, metres) => sum + Math.round(metres * 100), 0);
    const planned_cm = Math.round(answer.planned_m * 100);
    expect(Math.round(answer.covered_m * 100) + Math.round(answer.excused_m * 100) + reasons).toBe(planned_cm);
    expect(answer.legs.map(({ side, pass }) => [side, pass])).toEqual([
      ['right', 1],
      ['right', 2],
      ['left', 1],
    ]);
    expect(answer.legs[0]!.pieces[0]).toMatchObject({ state: 'covered', vehicle: 'sweeper', from_m: 0 });
  });

  it('has one digest for one result, whatever is counted beside it and whenever it is asked for', () => {
    const closed = coverageAnswer(inputOf(drive()));
    const running = coverageAnswer(inputOf(drive(), { status: 'running', revision: 3 }));
    expect(running.digest).toBe(closed.digest);
    expect(running.legs[0]!.pieces.at(-1)).toMatchObject({ state: 'uncovered', provisional: true });
    expect(closed.legs[0]!.pieces.at(-1)).not.toHaveProperty('provisional');
  });

  it('has another digest for other fixes, rules or matches', () => {
    const digests = [
      inputOf(drive()),
      inputOf(drive().drive([150, 15], [220, -6])),
      inputOf(drive(), { fixesDigest: digestOfFixes(['b', 'a']) }),
      inputOf(drive(), { matcherVersion: '2' }),
      inputOf(drive(), {}, { ...RULES, newPass_ms: 60_000 }),
    ].map((input) => coverageAnswer(input).digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('as lines: each piece along its street', () => {
    const answer = coverageAnswer(inputOf(drive()));
    const { features } = coverageGeoJson(town, answer);
    expect(features).toHaveLength(answer.legs.reduce((sum, { pieces }) => sum + pieces.length, 0));
    const { geometry, properties } = features[0]!;
    expect(properties).toMatchObject({ edge: 'street', side: 'right', pass: 1, state: 'covered' });
    expect(geometry!.coordinates).toHaveLength(3);
  });
});
