import { describe, expect, it } from 'vitest';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { RULES } from '../pipeline/rules.ts';
import { Driver, MORNING_MS, planOf, SWEEPER, townOf } from '../pipeline/testing/town.ts';
import { createLedger } from '../coverage/ledger.ts';
import { judgeAssignment, startAssignmentJudge } from './assignment-rules.ts';
import type { IncidentFact } from './fact.ts';
import { startReports } from './reports.ts';
import { isBorneOut, resumeAssignment, resumeReports, willMissSpells, type ToldCase } from './resume.ts';

const MINUTE_MS = 60_000;
const minute = (n: number): number => MORNING_MS + n * MINUTE_MS;
const town = townOf([
  {
    id: 'main',
    line: [
      [0, 0],
      [8_000, 0],
    ],
  },
]);
const plan = planOf(town, [{ street: 'main', side: 'right' }], { from_ms: minute(0), to_ms: minute(40) });

const told = (
  kind: ToldCase['kind'],
  from: number,
  to: number | null,
  figures: ToldCase['figures'] = {},
): ToldCase => ({
  key: `${kind}:a:${minute(from)}`,
  kind,
  from_ms: minute(from),
  to_ms: to === null ? null : minute(to),
  figures,
});

/** What a judge says that is looked at at these minutes, told as `kind from–to`. */
function says(judge: ReturnType<typeof startAssignmentJudge>, minutes: readonly number[], started: number | null) {
  const facts: IncidentFact[] = [];
  for (const n of minutes) {
    const ledger = createLedger(plan, town, { drivesOn: 'right' });
    const started_ms = started === null ? null : minute(started);
    facts.push(...judgeAssignment(judge, { ledger, started_ms, now_ms: minute(n), assessment: null }));
  }
  const at = (ms: number | null): string => (ms === null ? '' : String((ms - MORNING_MS) / MINUTE_MS));
  return facts.map(
    ({ kind, from_ms, to_ms, disproved }) => `${disproved ? 'not ' : ''}${kind} ${at(from_ms)}–${at(to_ms)}`,
  );
}

describe('an assignment’s rules after a restart', () => {
  it('end the case that was open, under its own beginning', () => {
    const judge = startAssignmentJudge();
    expect(resumeAssignment(judge, plan, [told('late-start', 0, null), told('will-miss', 5, null)])).toEqual([]);
    expect(says(judge, [20, 21, 22, 23, 24], 17)).toEqual(['late-start 0–17', 'will-miss 5–20']);
  });

  it('take back what was told and never was', () => {
    const judge = startAssignmentJudge();
    resumeAssignment(judge, plan, [told('late-start', 0, 12), told('no-show', 0, null)]);
    expect(says(judge, [30], 3)).toEqual(['not late-start 0–0', 'not no-show 0–0']);
  });

  it('join a condition that returns soon to the case it was', () => {
    const judge = startAssignmentJudge();
    resumeAssignment(judge, plan, [told('will-miss', 2, 4), told('will-miss', 10, 20)]);
    expect(judge.willMiss).toMatchObject({ open: false, from_ms: minute(10), to_ms: minute(20) });
  });

  it('name what belongs to another window', () => {
    const strays = [told('late-start', -30, null), told('missed', 50, 50), told('will-miss', 41, null)];
    expect(resumeAssignment(startAssignmentJudge(), plan, strays)).toEqual(strays);
  });
});

describe('the rules about reports after a restart', () => {
  it.each([
    ['refusals', { refusals: 8, lag_s: 0 }, { refused: 8, lags: 0 }],
    ['lag', { refusals: 0, lag_s: 300 }, { refused: 0, lags: RULES.skewLeastFixes }],
  ])('keep a wrong clock known by its %s open, with as much of the window as the case tells', (_, figures, kept) => {
    const reports = startReports();
    resumeReports(reports, [told('clock-skew', 3, null, figures)], minute(5), RULES);
    expect(reports.skew).toMatchObject({ open: true, from_ms: minute(3) });
    expect([reports.skew.refused_ms.length, reports.skew.lags.long]).toEqual([kept.refused, kept.lags]);
    const closed = startReports();
    resumeReports(closed, [told('clock-skew', 3, 4, figures)], minute(5), RULES);
    expect(closed.skew.open).toBe(false);
  });
});

describe('will-miss looked at again', () => {
  /** 9 km/h along a street of 8 km for so many minutes: 150 m a minute, and 40 minutes are too few for 7.2 km. */
  const passagesOf = (speed_kmh: number, minutes: number) => {
    const driver = new Driver(minute(0));
    driver.drive([0, 0], [(speed_kmh / 3.6) * 60 * minutes, 0], { speed_kmh });
    return recomputeVehicle({ setting: SWEEPER, network: town }, driver.fixes, [plan]).passages;
  };
  const spells = (speed_kmh: number, minutes: number, until: number) =>
    willMissSpells(plan, town, { drivesOn: 'right', rules: RULES }, passagesOf(speed_kmh, minutes), minute(until));

  it('lasts from where the pace is known to be too slow to the end of the window', () => {
    const [spell, ...more] = spells(9, 30, 20);
    expect(more).toEqual([]);
    expect(spell!.to_ms).toBeNull();
    expect(spell!.from_ms).toBeGreaterThan(minute(4));
    expect(spells(9, 30, 60)).toEqual([{ from_ms: spell!.from_ms, to_ms: plan.to_ms }]);
  });

  it('is none at a pace that is quick enough', () => expect(spells(12.5, 36, 60)).toEqual([]));

  it('bears a case out that lies in its time or near it', () => {
    const known = [{ from_ms: minute(10), to_ms: minute(20) }];
    expect(isBorneOut(told('will-miss', 12, null), known, RULES)).toBe(true);
    expect(isBorneOut(told('will-miss', 22, 23), known, RULES)).toBe(true);
    expect(isBorneOut(told('will-miss', 28, null), known, RULES)).toBe(false);
    expect(isBorneOut(told('will-miss', 1, 3), known, RULES)).toBe(false);
  });
});
