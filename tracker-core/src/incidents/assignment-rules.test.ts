import { describe, expect, it } from 'vitest';
import { assess } from '../coverage/assess.ts';
import { createLedger, credit } from '../coverage/ledger.ts';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { RULES } from '../pipeline/rules.ts';
import { Driver, MORNING_MS, planOf, SWEEPER, townOf } from '../pipeline/testing/town.ts';
import { judgeAssignment, startAssignmentJudge, type AssignmentView } from './assignment-rules.ts';

const MINUTE_MS = 60_000;
const town = townOf([
  {
    id: 'main',
    line: [
      [0, 0],
      [8_000, 0],
    ],
  },
]);
const plan = planOf(town, [{ street: 'main', side: 'right' }], {
  from_ms: MORNING_MS,
  to_ms: MORNING_MS + 120 * MINUTE_MS,
});

const at = (minute: number, more: Partial<AssignmentView> = {}): AssignmentView => ({
  ledger: createLedger(plan, town, { drivesOn: 'right' }),
  started_ms: null,
  now_ms: MORNING_MS + minute * MINUTE_MS,
  assessment: null,
  ...more,
});

/** Looks once a minute; answers each word as `minute kind to`. */
function watched(minutes: number, view: (minute: number) => Partial<AssignmentView>): string[] {
  const judge = startAssignmentJudge();
  const words: string[] = [];
  for (let minute = 0; minute <= minutes; minute++) {
    for (const { kind, to_ms } of judgeAssignment(judge, at(minute, view(minute)))) {
      words.push(`${minute} ${kind} ${to_ms === null ? 'open' : (to_ms - MORNING_MS) / MINUTE_MS}`);
    }
  }
  return words;
}

describe('late-start and no-show', () => {
  it('a vehicle that never comes is late, then a no-show, then its route is missed', () => {
    expect(watched(121, () => ({}))).toEqual([
      '15 late-start open',
      '60 late-start 60',
      '60 no-show open',
      '120 no-show 120',
      '120 missed 120',
    ]);
  });

  it('a start ends it at the moment of starting, however late it is learnt of', () => {
    const started_ms = MORNING_MS + 20 * MINUTE_MS;
    expect(watched(40, (minute) => ({ started_ms: minute < 30 ? null : started_ms }))).toEqual([
      '15 late-start open',
      '30 late-start 20',
    ]);
    expect(watched(40, () => ({ started_ms: MORNING_MS + 14 * MINUTE_MS }))).toEqual([]);
  });

  it('judged once at the end it says the same', () => {
    const judge = startAssignmentJudge();
    const words = judgeAssignment(judge, at(60, { started_ms: MORNING_MS + 20 * MINUTE_MS }));
    expect(words).toMatchObject([{ kind: 'late-start', to_ms: MORNING_MS + 20 * MINUTE_MS }]);
  });
});

describe('will-miss and missed', () => {
  it('150 m a minute will not do 8 km in 40 minutes: open three minutes after there is a pace, with the arithmetic', () => {
    const tight = { ...plan, to_ms: MORNING_MS + 40 * MINUTE_MS };
    const driver = new Driver().drive([0, 0], [6_000, 0]);
    const facts = recomputeVehicle({ setting: SWEEPER, network: town }, driver.fixes, [tight]);
    const ledger = createLedger(tight, town, { drivesOn: 'right' });
    const judge = startAssignmentJudge();
    const opened: number[] = [];
    let next = 0;
    for (let minute = 0; minute < 40; minute++) {
      const now_ms = MORNING_MS + minute * MINUTE_MS;
      while (next < facts.passages.length && facts.passages[next]!.leave_ms <= now_ms)
        credit(ledger, facts.passages[next++]!);
      for (const one of judgeAssignment(judge, { ledger, started_ms: MORNING_MS, now_ms, assessment: null })) {
        if (one.kind === 'will-miss') opened.push(minute);
      }
    }
    expect(opened).toHaveLength(1);
    expect(opened[0]).toBeLessThanOrEqual(RULES.paceLeast_min + 3);
    const { pace_m_per_min, minutes_left, expected_m, required_m, missing_m } = judge.forecast!;
    expect(pace_m_per_min).toBeGreaterThan(140);
    expect(pace_m_per_min).toBeLessThan(160);
    expect(required_m).toBe(7_200);
    expect(expected_m + missing_m).toBeCloseTo(required_m, 2);
    expect(expected_m).toBeCloseTo(ledger.covered_cm / 100 + pace_m_per_min * minutes_left, 0);
  });

  it('missed names the metres by reason, and is taken back when late fixes disprove it', () => {
    const short = planOf(town, [{ street: 'main', side: 'right', to_cm: 50_000 }], {
      to_ms: MORNING_MS + 30 * MINUTE_MS,
    });
    const ledger = createLedger(short, town, { drivesOn: 'right' });
    const judge = startAssignmentJudge();
    const now_ms = short.to_ms;
    const [missed] = judgeAssignment(judge, {
      ledger,
      started_ms: MORNING_MS,
      now_ms,
      assessment: assess(ledger, town),
    });
    expect(missed).toMatchObject({ kind: 'missed', severity: 'critical', figures: { 'not-reached_m': 500, legs: 1 } });
    const facts = recomputeVehicle({ setting: SWEEPER, network: town }, new Driver().drive([-10, 0], [520, 0]).fixes, [
      short,
    ]);
    for (const passage of facts.passages) credit(ledger, passage);
    const [disproved] = judgeAssignment(judge, { ledger, started_ms: MORNING_MS, now_ms, assessment: null });
    expect(disproved).toMatchObject({ key: missed!.key, disproved: true });
  });
});
