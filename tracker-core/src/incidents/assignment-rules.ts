import type { Forecast, IncidentFigure, UncoveredReason } from '@sweepline/contract';
import type { Assessment } from '../coverage/assess.ts';
import { requiredOf, type Ledger } from '../coverage/ledger.ts';
import { forecast } from '../coverage/pace.ts';
import { fact, NOWHERE, tenth, type IncidentFact } from './fact.ts';
import { startSpell, watch, endSpell, type Spell } from './spell.ts';

/** What an assignment's rules remember. */
export interface AssignmentJudge {
  readonly willMiss: Spell;
  lateStart: 'no' | 'open' | 'over';
  noShow: 'no' | 'open' | 'over';
  /** The figures `missed` was last told with; null while it is not. */
  missed: string | null;
  forecast: Forecast | null;
}

export const startAssignmentJudge = (): AssignmentJudge => ({
  willMiss: startSpell(),
  lateStart: 'no',
  noShow: 'no',
  missed: null,
  forecast: null,
});

/** How an assignment stands. */
export interface AssignmentView {
  readonly ledger: Ledger;
  /** Since when its vehicle has moved on the route in the window, by `startedOn`; null before. */
  readonly started_ms: number | null;
  /** Event time: of the vehicle's last fix while it is in backlog, else the clock's. */
  readonly now_ms: number;
  /** Once the window is closed: what was missed and why. */
  readonly assessment: Assessment | null;
}

/** Judges an assignment at an instant; answers what opened, changed or ended. */
export function judgeAssignment(judge: AssignmentJudge, view: AssignmentView): IncidentFact[] {
  const out: IncidentFact[] = [];
  disprove(judge, view, out);
  lateStart(judge, view, out);
  noShow(judge, view, out);
  willMiss(judge, view, out);
  missed(judge, view, out);
  return out;
}

const subjectOf = ({ ledger: { plan } }: AssignmentView) => ({ vehicle: plan.vehicle, assignment: plan.assignment });

/** A backlog can show that the vehicle was there in time after all. */
function disprove(judge: AssignmentJudge, view: AssignmentView, out: IncidentFact[]): void {
  const { plan, rules } = view.ledger;
  const { started_ms } = view;
  if (started_ms === null) return;
  const subject = subjectOf(view);
  const takeBack = (kind: 'late-start' | 'no-show') =>
    out.push({ ...fact(kind, 'warning', subject, plan.from_ms, plan.from_ms, NOWHERE, {}), disproved: true });
  if (judge.lateStart !== 'no' && started_ms < plan.from_ms + rules.lateStart_ms) {
    judge.lateStart = 'no';
    takeBack('late-start');
  }
  if (judge.noShow !== 'no' && started_ms < Math.min(plan.from_ms + rules.noShow_ms, plan.to_ms)) {
    judge.noShow = 'no';
    takeBack('no-show');
  }
}

/** Not moving on the route so long after the window opened; after an hour it is a no-show instead. */
function lateStart(judge: AssignmentJudge, view: AssignmentView, out: IncidentFact[]): void {
  const { plan, rules } = view.ledger;
  const late_ms = plan.from_ms + rules.lateStart_ms;
  const end_ms = Math.min(view.started_ms ?? Infinity, plan.from_ms + rules.noShow_ms, plan.to_ms);
  if (judge.lateStart === 'over' || view.now_ms < late_ms || end_ms <= late_ms) return;
  const over = view.now_ms >= end_ms;
  if (!over && judge.lateStart === 'open') return;
  judge.lateStart = over ? 'over' : 'open';
  const delay_ms = Math.min(view.now_ms, end_ms) - plan.from_ms;
  const figures = { delay_s: Math.round((over ? delay_ms : rules.lateStart_ms) / 1_000) };
  out.push(fact('late-start', 'warning', subjectOf(view), plan.from_ms, over ? end_ms : null, NOWHERE, figures));
}

function noShow(judge: AssignmentJudge, view: AssignmentView, out: IncidentFact[]): void {
  const { plan, rules } = view.ledger;
  const due_ms = Math.min(plan.from_ms + rules.noShow_ms, plan.to_ms);
  const end_ms = Math.min(view.started_ms ?? Infinity, plan.to_ms);
  if (judge.noShow === 'over' || view.now_ms < due_ms || end_ms < due_ms) return;
  if (view.started_ms !== null && view.started_ms <= due_ms) return;
  const over = view.now_ms >= end_ms;
  if (!over && judge.noShow === 'open') return;
  judge.noShow = over ? 'over' : 'open';
  const figures = { delay_s: Math.round(((over ? end_ms : due_ms) - plan.from_ms) / 1_000) };
  out.push(fact('no-show', 'critical', subjectOf(view), plan.from_ms, over ? end_ms : null, NOWHERE, figures));
}

/** At the present pace the route cannot be finished inside its window. */
function willMiss(judge: AssignmentJudge, view: AssignmentView, out: IncidentFact[]): void {
  const { ledger, now_ms } = view;
  const { plan, rules, pace } = ledger;
  const open = now_ms >= plan.from_ms && now_ms < plan.to_ms;
  judge.forecast = open ? forecast(plan, pace, ledger, now_ms, rules) : null;
  const limits = { on_ms: rules.willMissOn_ms, off_ms: rules.willMissOff_ms, merge_ms: rules.mergeGap_ms };
  const { willMiss: spell, forecast: expected } = judge;
  const change = open ? watch(spell, now_ms, expected?.willMiss === true, limits) : endSpell(spell, plan.to_ms);
  if (change === 'none' || change === 'goes-on') return;
  const figures: Partial<Record<IncidentFigure, number>> =
    expected === null
      ? { covered_m: tenth(ledger.covered_cm / 100), required_m: tenth(requiredOf(ledger) / 100) }
      : {
          pace_m_per_min: expected.pace_m_per_min,
          minutes_left: expected.minutes_left,
          expected_m: expected.expected_m,
          required_m: expected.required_m,
          missing_m: expected.missing_m,
        };
  const to_ms = change === 'ends' ? spell.to_ms : null;
  out.push(fact('will-miss', 'warning', subjectOf(view), spell.from_ms, to_ms, NOWHERE, figures));
}

/** The window is closed and the route below its threshold: one for each assignment, with the legs by reason. */
function missed(judge: AssignmentJudge, view: AssignmentView, out: IncidentFact[]): void {
  const { ledger, now_ms, assessment } = view;
  const { plan } = ledger;
  if (now_ms < plan.to_ms) return;
  const short_cm = requiredOf(ledger) - ledger.covered_cm;
  if (short_cm > 0) {
    const figures: Partial<Record<IncidentFigure, number>> = {
      missing_m: tenth(short_cm / 100),
      covered_m: tenth(ledger.covered_cm / 100),
      required_m: tenth(requiredOf(ledger) / 100),
    };
    if (assessment !== null) {
      for (const [reason, length_cm] of Object.entries(assessment.uncovered_cm) as [UncoveredReason, number][]) {
        if (length_cm > 0) figures[`${reason}_m`] = tenth(length_cm / 100);
      }
      const done = ledger.rules.legDoneShare;
      figures['legs'] = assessment.legs.filter((leg) => leg.covered_cm < leg.length_cm * done).length;
    }
    const told = JSON.stringify(figures);
    if (told === judge.missed) return;
    judge.missed = told;
    out.push(fact('missed', 'critical', subjectOf(view), plan.to_ms, plan.to_ms, NOWHERE, figures));
  } else if (judge.missed !== null) {
    judge.missed = null;
    const one = fact('missed', 'warning', subjectOf(view), plan.to_ms, plan.to_ms, NOWHERE, {});
    out.push({ ...one, disproved: true });
  }
}
