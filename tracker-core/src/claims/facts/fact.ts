import type { Grade, Rule } from '@sweepline/contract';
import type { KeptWork } from '../work/kept.ts';
import type { UndonePart } from '../lines/parts.ts';
import type { ClaimIncident } from '../setup.ts';

/** Metres that were owed in a window, and when they were done after it. */
export interface Delay {
  readonly length_cm: number;
  /** Whole hours begun since the window's end. */
  readonly hours: number;
  /** Local days begun after the one on which the window ended. */
  readonly days: number;
}

/** What happens to be charged at most once: a stretch that was not done, a case, or a cause by its name. */
export type Atom = object | string;

/** Why a fact is none that is charged: the data cannot support it, or it was made good. */
export type Aside = { readonly state: 'held'; readonly grade: Grade } | { readonly state: 'cured' };

/** Something that happened, as one rule sees it. */
export interface Fact {
  readonly rule: Rule;
  /** A whole day's and a whole month's facts name no assignment. */
  readonly scope: 'assignment' | 'day' | 'month';
  /** All it is about, one where the scope is an assignment. */
  readonly works: readonly KeptWork[];
  /** Undone stretches that it is about. */
  readonly parts: readonly UndonePart[];
  /** Of the parts, where the fact is counted in undone metres. */
  readonly metres_cm: number | null;
  readonly incident: ClaimIncident | null;
  /** Of lateness: for each due length; of a case: how long it took. */
  readonly delays: readonly Delay[];
  readonly atoms: readonly Atom[];
  /** The worst grade of the data that it rests on; null where it rests on none, or is about the data themselves. */
  readonly grade: Grade | null;
}

const ORDER: readonly Grade[] = ['A', 'B', 'C', 'none'];

/** Of grades that say how good data are, the worst; a window without any data at all is no matter of quality. */
export function worstGrade(works: Iterable<KeptWork>): Grade | null {
  let worst: Grade | null = null;
  for (const { result } of works)
    if (result.grade !== 'none' && (worst === null || ORDER.indexOf(result.grade) > ORDER.indexOf(worst)))
      worst = result.grade;
  return worst;
}

export const isWorse = (grade: Grade, than: Grade): boolean => ORDER.indexOf(grade) > ORDER.indexOf(than);

/** Whether a rule is about such work at all. */
export const concerns = ({ operations, routes }: Rule, { operation, route }: KeptWork): boolean =>
  (operations === undefined || operations.includes(operation)) && (routes === undefined || routes.includes(route));
