import { filled, REFUSALS, type ErrorCode, type ReasonOfRefusal, type RefusalValue } from '@sweepline/contract';
import { language } from '../language/language.svelte.ts';
import { refusalWords, SAID_ALONE } from '../language/refusal-words.ts';
import { RequestError, type RequestErrorCode } from './request-error.ts';

type Values = Readonly<Record<string, RefusalValue>>;

/** Codes whose own sentence says little where the reason is none of the list: then the service's English follows it. */
const SAYS_LITTLE: ReadonlySet<RequestErrorCode> = new Set<ErrorCode>([
  'invalid',
  'wrong-state',
  'in-use',
  'bad-network',
]);

const isReason = (text: unknown): text is ReasonOfRefusal => typeof text === 'string' && Object.hasOwn(REFUSALS, text);

/** A reason in the language that is shown; null where it is none of the list. */
export function reasonText(reason: unknown, values: unknown): string | null {
  if (!isReason(reason)) return null;
  const { reasons, names } = language.pick(refusalWords);
  const shown = Object.entries((values ?? {}) as Values).map(([name, value]) => [
    name,
    worded(name, value, names[name]),
  ]);
  return filled(reasons[reason], Object.fromEntries(shown) as Values);
}

const INSTANT = /^\d{4}-\d\d-\d\dT/;
const DATE = /^\d{4}-\d\d-\d\d$/;

function worded(name: string, value: RefusalValue, names: Readonly<Record<string, string>> | undefined): string {
  const { operations, roles, incidentStates } = language.words;
  if (typeof value === 'number') return language.numbers.plain(value, Number.isInteger(value) ? 0 : 2);
  if (name === 'operation') return operations[value as keyof typeof operations] ?? value;
  if (name === 'role') return roles[value as keyof typeof roles] ?? value;
  if (name === 'case') return incidentStates[value as keyof typeof incidentStates]?.toLowerCase() ?? value;
  if (INSTANT.test(value)) return `${language.dates.short(language.times.day(value))}, ${language.times.hm(value)}`;
  if (DATE.test(value)) return language.dates.long(value);
  return names?.[value] ?? value;
}

/** A refused request in a sentence or two: what it means, and why as far as that is known. */
export function refusalText(error: unknown): string {
  const { errors } = language.words;
  if (!(error instanceof RequestError)) return errors.unexpected;
  const { code, reason, values, message } = error;
  const why = reasonText(reason, values);
  if (why !== null) return SAID_ALONE.has(code as ErrorCode) ? why : `${errors[code]} ${why}`;
  return SAYS_LITTLE.has(code) && message !== '' ? `${errors[code]} ${message}` : errors[code];
}
