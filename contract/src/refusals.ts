import { FILE_REFUSALS } from './file-refusals.ts';
import { REQUEST_REFUSALS } from './request-refusals.ts';

/**
 * Why a request was refused, where that can be said in words of the reader: a closed list of reasons with the service's own
 * English, whose `{names}` are filled by the answer's `values`. A reason about a field follows the field's name.
 */
export const REFUSALS = {
  // What a body's schema asks for.
  missing: 'is missing',
  'wrong-kind': 'must be of type {kind}',
  'not-among': 'must be one of {allowed}',
  'too-small': 'must be at least {limit}',
  'too-big': 'must be at most {limit}',
  'too-short': 'must have at least {limit} characters',
  'too-long': 'must have at most {limit} characters',
  'too-few': 'must have at least {limit} items',
  'too-many': 'must have at most {limit} items',
  'wrong-form': 'is not of the form that is asked for',
  'not-a-number-above': 'must be more than {limit}',
  // Dates and spans.
  'not-a-day': 'is no day of the calendar',
  'not-after': 'must be after {other}',
  'before-first': 'must not be before {other}',
  'too-many-days': 'at most {most} days are told at once',
  // What a body names.
  'nothing-there': 'there is no {kind} {id}',
  'of-another-municipality': 'the {kind} {id} belongs to another municipality',
  'of-another-owner': 'the {kind} id {id} belongs to another owner',
  'retired-route': 'the route {id} is retired: restore it, or choose another',
  'retired-vehicle': 'the vehicle {id} is retired: restore it, or choose another',
  'wrong-operation': 'does not {operation}, as the route wants it',
  'role-may-not': 'the role {role} may not {what}',
  // People, devices, files.
  'last-administrator': '{login} is the last administrator',
  'device-revoked': 'the device {id} is revoked; put it back into service first',
  'no-device': 'the vehicle {id} has no device to receive a command',
  'too-many-files': 'at most {most} files are taken here',
  // Assignments, excuses, cases.
  'window-began': 'the window has begun: only an administrator or auditor may make or change this assignment',
  'window-over': 'the window is over: there is nothing left to hand over',
  'nothing-left': 'nothing of the route is left',
  'result-sealed': 'the result of {id} is sealed: the assignment cannot be removed any more',
  'changed-meanwhile': 'it was changed at the same moment: look at it again',
  'declared-late': 'is an excuse only where it is declared before the shift, which began at {at}',
  'excuse-decided': 'the proposal is {excuse}: it cannot be changed in this way any more',
  'excuse-of-another': 'the proposal is of {login}: only who made it may change it',
  'nothing-planned-there': 'names nothing that the assignment plans',
  'case-closed': 'a case that is {case} takes no {action}',
  // Contracts and terms.
  'no-currency': 'is no currency of ISO 4217: {currency}',
  'currency-stays': 'claims are in {currency}: the currency stays',
  'outside-contract': 'lies outside of the contract, which runs from {from} to {to}',
  'no-terms': 'no terms of the contract hold on {date}: add some that do',
  'route-of-other-operation': 'the route {id} is to {operation}, which is none of the operations of the contract',
  'contract-of-another': 'the contract {id} is with {other}: another party needs another id',
  // What cannot hold in terms.
  'price-twice': 'price {n} is of the same operation and route already',
  'no-operation-of-contract': '{operation} is no operation of the contract',
  'no-route-of-contract': '{id} is no route of the contract',
  'price-missing': 'no price for {operation}, which is an operation of the contract',
  'not-a-share': 'must be more than 0 and at most 100 per cent',
  'not-below-all': 'must be less than 100 per cent',
  'cap-never-acts': 'is above the wider cap, so it can never act',
  'rates-out-of-order': 'must be after {date}, the one before it in the table',
  'no-key-rate': 'asks for the key rate, and the table of key rates is empty',
  'key-rate-begins-late': 'the key rates begin on {first}, and these terms already hold from {from} on',
  'rule-id-twice': 'rule {n} has the id {id} already',
  'bonus-is-plain': 'a bonus has no warnings, no repeat and no cure',
  'forecast-charged': 'will-miss is a forecast: charge missed instead',
  'not-curable': 'only metres that were not done can be made good',
  'wrong-sum': '{fact} cannot be charged by {sum}, only by {allowed}',
  'case-without-metres': '{kind} explains no undone metres to charge by',
  'no-leg': '{fact} is about no leg',
  'bonus-narrower': 'a bonus for a {per} is a share of its price or of a wider one, not of that of a {of}',
  'last-band-limited': 'the last band has no limit: every contract price must fall into one',
  'band-unlimited': 'only the last band has no limit',
  'bands-out-of-order': 'must be a limit above {before}, the one of the band before it',
  'bonus-of-what': 'a bonus is for what was completed',
  'completed-earns-bonus': 'what was completed earns a bonus, and nothing else',
  'non-payment-is-zero': 'not paying means that nothing is left of the price: zero; any other sum is a penalty',
  'zero-is-non-payment': 'what is left of the price is not paid: non-payment, no penalty',
  // Claims.
  'claim-state': 'the claim is {claim}: this is not done to it any more',
  'period-claimed': 'the claim {number}, which is {claim}, holds this period or part of it: a day is claimed once',
  'claim-overtaken':
    'another claim of the contract was issued or decided since this one was drafted, and changes what caps and counts leave of its lines: put it away and draft it again',
  'nothing-to-issue': 'no line of the claim stands: there is nothing to issue',
  'line-state': 'line {no} is {line}: this is not done to it',
  'answer-time-over': 'the time to answer ended at {at}',
  'answer-time-runs': 'the contractor has until {at} to answer',
  'lines-undecided': 'lines that were objected to are not decided: {lines}',
  'line-not-objected': 'names line {no}, which nobody objected to: it stands as it is',
  'more-than-the-line': 'must be more than 0 and at most the {metres} of the line',
  'between-amounts': 'must lie between {least} and {most}',
  // People, plans, cases: what else stands in the way.
  'no-time-zone': 'must be an IANA time zone, as Europe/Chisinau',
  'contractor-not-his': 'belongs to the role contractor, not to {role}',
  'contractor-needed': 'is missing: the role contractor needs one',
  'contractor-of-town': 'the contractor {id} belongs to {municipality} alone',
  'contractor-in-use': 'the contractor {id} has vehicles, users or contracts',
  'route-assigned': 'assignments were made with the route {id}; retire it instead',
  'route-in-schedules': 'recurring plans want the route {id}; remove them first',
  'vehicle-in-use': 'the vehicle {id} has devices or shifts to come',
  'has-the-route': 'has the route already',
  'has-a-part': 'has the other part of the rest already',
  'part-needed': 'is missing: only what is left besides goes to a third vehicle',
  'before-window': 'must be after the window began: before that, give the assignment to another vehicle',
  'ahead-of-now': 'must not be ahead of the present: what will be left then is not known',
  'handover-long-ago': 'a handover of more than 15 minutes ago needs an administrator or auditor',
  'handover-to-come': 'an auditor may hand over only after the fact',
  'only-afterwards': 'an auditor may make or change an assignment only after its window began',
  'contract-with-another': 'the contract {id} is not with the contractor of the vehicle',
  'contract-of-other-work': 'the contract {id} is not about to {operation}',
  'was-driven': '{metres} m of {id} were driven in its window: it cannot be removed, only excused or given to another',
  'was-handed-over': 'the assignment {id} is part of a route that was handed over: it is kept',
  'has-excuses': 'excuses of the assignment {id} were proposed: it is kept with them',
  'revision-decided': 'only a proposed revision can be decided',
  'deadline-order': 'must not be shorter than acknowledge_min',
  'side-needed': 'side is missing: a line needs it',
  ...FILE_REFUSALS,
  ...REQUEST_REFUSALS,
} as const;

export type ReasonOfRefusal = keyof typeof REFUSALS;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
export type RefusalValue = string | number;
export type RefusalValues<Reason extends ReasonOfRefusal> = Readonly<
  Record<NamesIn<(typeof REFUSALS)[Reason]>, RefusalValue>
>;

/** A reason with its values, and the same in English. */
export interface Saying {
  readonly message: string;
  readonly reason: ReasonOfRefusal;
  readonly values?: Readonly<Record<string, RefusalValue>>;
}

/** Fills the `{names}` of a text. */
export const filled = (text: string, values: Readonly<Record<string, RefusalValue>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : String(values[name])));

/** A reason without names needs no values. */
export function says<Reason extends ReasonOfRefusal>(
  reason: Reason,
  ...[values]: [NamesIn<(typeof REFUSALS)[Reason]>] extends [never] ? [] : [RefusalValues<Reason>]
): Saying {
  const given: Readonly<Record<string, RefusalValue>> | undefined = values;
  return given === undefined
    ? { message: REFUSALS[reason], reason }
    : { message: filled(REFUSALS[reason], given), reason, values: given };
}
