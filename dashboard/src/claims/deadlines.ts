import { daysBetween, type ClaimSummary } from '@sweepline/contract';

type Dates = Pick<
  ClaimSummary,
  'state' | 'issuedAt' | 'answerBy' | 'answeredAt' | 'decideBy' | 'decidedAt' | 'closedAt'
>;
export const STEPS = ['issued', 'answered', 'decided', 'closed'] as const;
export type StepName = (typeof STEPS)[number];

/** One stage of a claim's way: what happened when, or until when it has to. */
export interface Step {
  readonly name: StepName;
  readonly state: 'done' | 'now' | 'ahead' | 'passed';
  readonly at: string | null;
  readonly by: string | null;
  /** Done, though after its deadline. */
  readonly late: boolean;
}

/** Whole local days until a deadline: 0 on its last day, negative afterwards. @param dayOf the local date of an instant */
export const daysLeft = (by: string, today: string, dayOf: (instant: string) => string): number =>
  daysBetween(today, lastDayOf(by, dayOf));

/** A deadline that ends with a local day is the next one's midnight: the day that people name is the one before. */
export function lastDayOf(by: string, dayOf: (instant: string) => string): string {
  return dayOf(new Date(Date.parse(by) - 1).toISOString());
}

/** The four stages, of which one is under way until the claim has ended. */
export function stepsOf(claim: Dates): readonly Step[] {
  const { issuedAt, answerBy, answeredAt, decideBy, decidedAt, closedAt } = claim;
  const at = { issued: issuedAt, answered: answeredAt, decided: decidedAt, closed: closedAt };
  const by = { issued: null, answered: answerBy, decided: decideBy, closed: null };
  const ended = closedAt !== null || claim.state === 'cancelled' || claim.state === 'replaced';
  const last = STEPS.findLastIndex((name) => at[name] !== null);
  return STEPS.map((name, n) => ({
    name,
    at: at[name],
    by: by[name],
    late: at[name] !== null && by[name] !== null && Date.parse(at[name]) >= Date.parse(by[name]),
    state: at[name] !== null ? 'done' : n < last || ended ? 'passed' : n === last + 1 ? 'now' : 'ahead',
  }));
}

/** Until when the side whose turn it is has to act; null where nobody waits. */
export function dueOf(claim: Dates): string | null {
  if (claim.state === 'issued') return claim.answerBy;
  if (claim.state === 'answered') return claim.decideBy;
  return null;
}
