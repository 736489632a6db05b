import type { Rule } from '@sweepline/contract';
import type { LocalDays } from './delays.ts';
import { hoursOf } from './delays.ts';
import { concerns, worstGrade, type Delay, type Fact } from './fact.ts';
import type { KeptWork } from '../work/kept.ts';
import type { Performance } from './made-good.ts';
import { lengthOf, partsOf, type UndonePart } from '../lines/parts.ts';

/** What lateness is counted by. */
export interface Lateness {
  readonly days: LocalDays;
  /** The period's end, up to which what was never done is late. */
  readonly end_ms: number;
  readonly performance: Performance;
}

/** What was owed in a window and done after it, or not by the end of the period: one fact of each work. */
export function lateFacts(rule: Rule, works: readonly KeptWork[], lateness: Lateness): Fact[] {
  const byDay = rule.charge.sum === 'key-rate' || ('unit' in rule.charge && rule.charge.unit === 'day');
  return works
    .filter((work) => work.legs.length > 0 && concerns(rule, work))
    .flatMap((work) => {
      const { parts, delays } = latePartsOf(work, lateness, byDay);
      if (parts.length === 0) return [];
      const fact: Fact = {
        rule,
        scope: 'assignment',
        works: [work],
        parts,
        metres_cm: lengthOf(parts),
        incident: null,
        delays,
        atoms: [`late ${work.assignment}`],
        grade: worstGrade([work]),
      };
      return [fact];
    });
}

function latePartsOf(work: KeptWork, { days: local, end_ms, performance }: Lateness, byDay: boolean) {
  const parts: UndonePart[] = [];
  const delays: Delay[] = [];
  for (const part of partsOf(work)) {
    const spans_cm: [number, number][] = [];
    let sum_cm = 0;
    for (const { from_cm, to_cm, at_ms } of performance.madeGood(part)) {
      // The last instant before the end lies on the period's last day.
      const until_ms = at_ms === null || at_ms >= end_ms ? end_ms - 1 : at_ms;
      const days = local.since(work.to_ms, until_ms);
      const hours = hoursOf(work.to_ms, until_ms);
      if ((byDay ? days : hours) === 0) continue;
      const length_cm = to_cm - from_cm;
      delays.push({ length_cm, days, hours });
      spans_cm.push([from_cm, to_cm]);
      sum_cm += length_cm;
    }
    if (sum_cm > 0) parts.push({ ...part, stretch: { reason: part.stretch.reason, length_cm: sum_cm, spans_cm } });
  }
  return { parts, delays };
}
