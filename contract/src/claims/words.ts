/** What a line of a claim is: the price of what was not done, a penalty on top, a warning without money, a bonus. */
export const LINE_KINDS = ['non-payment', 'penalty', 'warning', 'bonus'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/**
 * Whether a line counts: `standing` does. `held`: the data cannot support it. `dropped`: a person took it out of the draft.
 * `covered`: another line charges the same metres for the same cause. `cured`: made good within the cure window.
 */
export const LINE_STATES = ['standing', 'held', 'dropped', 'covered', 'cured'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** How lines are gathered: what counts by its kind; then what does not. `settled`: covered by another line, or cured. */
export const LINE_GROUPS = ['non-payment', 'penalty', 'bonus', 'warning', 'held', 'settled', 'dropped'] as const;
export type LineGroupName = (typeof LINE_GROUPS)[number];

/** `drafting` while it is computed; `stopped` where that was cancelled or failed. */
export const CLAIM_STATES = [
  'drafting',
  'stopped',
  'draft',
  'issued',
  'answered',
  'decided',
  'paid',
  'withheld',
  'cancelled',
  'replaced',
] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** By what the register of claims is sorted; descending with a minus before it. */
export const CLAIM_SORT_KEYS = ['number', 'contractor', 'contract', 'period', 'state', 'due', 'sum'] as const;
export type ClaimSortKey = (typeof CLAIM_SORT_KEYS)[number];
export type ClaimSort = ClaimSortKey | `-${ClaimSortKey}`;
export const CLAIM_SORTS: readonly ClaimSort[] = CLAIM_SORT_KEYS.flatMap((key) => [key, `-${key}` as const]);

/** How a claim ends once it is decided. */
export const CLAIM_OUTCOMES = ['paid', 'withheld', 'cancelled'] as const;
export type ClaimOutcome = (typeof CLAIM_OUTCOMES)[number];

export const LINE_ANSWERS = ['accept', 'object'] as const;
export type LineAnswerWord = (typeof LINE_ANSWERS)[number];

/** `uphold` leaves the amount, `reduce` takes metres or money off it, `lift` takes all of it. */
export const LINE_DECISIONS = ['uphold', 'reduce', 'lift'] as const;
export type LineDecisionWord = (typeof LINE_DECISIONS)[number];

/** Over what a share or a price is taken. */
export const CLAIM_SCOPES = ['leg', 'route', 'day', 'month'] as const;
export type ClaimScope = (typeof CLAIM_SCOPES)[number];

/** What a factor of a line's arithmetic is; the page and the documents name it in the reader's language. */
export const FACTOR_UNITS = [
  'metres',
  'price-per-metre',
  'price',
  'per-cent',
  'factor',
  'days',
  'hours',
  'divisor',
  'amount',
  'count',
] as const;
export type FactorUnit = (typeof FACTOR_UNITS)[number];

/** What a user is told of; `mail-failed`: an e-mail about a claim could not be delivered. */
export const NOTICE_KINDS = [
  'claim-issued',
  'claim-answered',
  'claim-decided',
  'claim-closed',
  'answer-due',
  'chain-heads',
  'mail-failed',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
