import type { IncidentKind } from '@sweepline/contract';
import { createLedger, credit, type Ledger } from '../coverage/ledger.ts';
import { forecast } from '../coverage/pace.ts';
import type { Network } from '../network/network.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import type { Rules } from '../pipeline/rules.ts';
import type { Passage } from '../pipeline/stages.ts';
import type { AssignmentJudge } from './assignment-rules.ts';
import type { Figures } from './fact.ts';
import type { Reports } from './reports.ts';
import { endSpell, startSpell, watch } from './spell.ts';

/** What is known of a case that was told before: enough for its rule to go on with it instead of opening another. */
export interface ToldCase {
  readonly key: string;
  readonly kind: IncidentKind;
  readonly from_ms: number;
  /** Null while it lasts. */
  readonly to_ms: number | null;
  readonly figures: Figures;
}

/**
 * Gives the rules of an assignment back what they told before, as after a start or where its plan was taken up anew.
 * @returns the cases that belong to another window of it: no rule will ever end them
 */
export function resumeAssignment(
  judge: AssignmentJudge,
  plan: PlannedAssignment,
  cases: readonly ToldCase[],
): ToldCase[] {
  const strays: ToldCase[] = [];
  for (const told of cases) {
    const { kind, from_ms, to_ms } = told;
    const over = to_ms === null ? 'open' : 'over';
    switch (kind) {
      case 'late-start':
        if (from_ms === plan.from_ms) judge.lateStart = over;
        else strays.push(told);
        break;
      case 'no-show':
        if (from_ms === plan.from_ms) judge.noShow = over;
        else strays.push(told);
        break;
      case 'missed':
        // Told with figures that are not these: it is told again, or taken back.
        if (from_ms === plan.to_ms) judge.missed = '';
        else strays.push(told);
        break;
      case 'will-miss':
        if (from_ms < plan.from_ms || from_ms >= plan.to_ms) strays.push(told);
        else if (Number.isNaN(judge.willMiss.from_ms) || from_ms > judge.willMiss.from_ms) {
          const open = to_ms === null;
          Object.assign(judge.willMiss, startSpell(), { open, from_ms, to_ms: to_ms ?? NaN });
        }
        break;
      default:
    }
  }
  return strays;
}

/** Gives the rules about reports back what nothing stored tells: a clock that was wrong. */
export function resumeReports(reports: Reports, cases: readonly ToldCase[], now_ms: number, rules: Rules): void {
  for (const { kind, from_ms, to_ms, figures } of cases) {
    if (kind !== 'clock-skew' || to_ms !== null) continue;
    const { skew } = reports;
    skew.open = true;
    skew.from_ms = from_ms;
    // What the window held is gone; as much of it as the case tells stands for it until it has passed.
    const refusals = figures.refusals ?? 0;
    skew.refused_ms = Array.from({ length: refusals }, () => now_ms);
    if (refusals >= rules.skewRefusals) continue;
    const lag_ms = Math.max(rules.skewLag_ms + 1, 1_000 * (figures.lag_s ?? 0));
    const count = rules.skewLeastFixes;
    skew.lags = {
      at_ms: Array.from({ length: count }, () => now_ms),
      lag_ms: Array.from({ length: count }, () => lag_ms),
      first: 0,
      long: count,
    };
  }
}

/** Event time between two looks when the past is looked at again. */
const LOOK_MS = 5_000;

/**
 * When a route could not be finished in time, as whoever had known everything at once would have seen it: the spells of
 * `will-miss` along event time.
 * @param passages of all vehicles, in any order
 * @param until_ms how far time has come
 */
export function willMissSpells(
  plan: PlannedAssignment,
  network: Network,
  { drivesOn, rules }: Pick<Ledger, 'drivesOn' | 'rules'>,
  passages: readonly Passage[],
  until_ms: number,
): { from_ms: number; to_ms: number | null }[] {
  const ledger = createLedger(plan, network, { drivesOn, rules });
  const ordered = [...passages].sort((a, b) => a.leave_ms - b.leave_ms);
  // A look now and then sees a condition begin later than it did: by so much less it must have held.
  const limits = { on_ms: rules.willMissOn_ms - LOOK_MS, off_ms: rules.willMissOff_ms, merge_ms: rules.mergeGap_ms };
  const spell = startSpell();
  const spells: { from_ms: number; to_ms: number | null }[] = [];
  const end_ms = Math.min(until_ms, plan.to_ms);
  let next = 0;
  for (let at_ms = plan.from_ms; at_ms < end_ms; at_ms += LOOK_MS) {
    for (; next < ordered.length && ordered[next]!.leave_ms <= at_ms; next++) credit(ledger, ordered[next]!);
    const change = watch(spell, at_ms, forecast(plan, ledger.pace, ledger, at_ms, rules)?.willMiss === true, limits);
    if (change === 'opens' && spells.at(-1)?.from_ms !== spell.from_ms)
      spells.push({ from_ms: spell.from_ms, to_ms: null });
    if (change === 'opens' || change === 'ends') spells.at(-1)!.to_ms = change === 'ends' ? spell.to_ms : null;
  }
  if (until_ms >= plan.to_ms && endSpell(spell, plan.to_ms) === 'ends') spells.at(-1)!.to_ms = spell.to_ms;
  return spells;
}

/** Whether any of the spells falls into a case's time, or so close to it that the two would have been one. */
export function isBorneOut(
  told: ToldCase,
  spells: readonly { readonly from_ms: number; readonly to_ms: number | null }[],
  { mergeGap_ms }: Rules,
): boolean {
  return spells.some(
    ({ from_ms, to_ms }) =>
      from_ms <= (told.to_ms ?? Infinity) + mergeGap_ms && (to_ms ?? Infinity) >= told.from_ms - mergeGap_ms,
  );
}
