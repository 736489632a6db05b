import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { explain, sentenceOf, type Problem } from '../explain.ts';
import { FIX_FIELDS, FixMessage, type FixField } from './fix.ts';
import { AckMessage, CommandBody, EventMessage, RejectedMessage } from './messages.ts';

/** A schema compiled to one function when it is first used, so that importing the contract costs and evaluates nothing. */
export interface Guard<Schema extends TSchema> {
  check(value: unknown): value is Static<Schema>;
  /** What is wrong, in words; empty where nothing is. */
  problems(value: unknown): Problem[];
}

/** Compiles a schema of the contract into a guard. */
export function guardOf<Schema extends TSchema>(schema: Schema): Guard<Schema> {
  let compiled: ReturnType<typeof Compile<Schema>> | undefined;
  const validator = () => (compiled ??= Compile(schema));
  return {
    check: (value): value is Static<Schema> => validator().Check(value),
    problems: (value) => (validator().Check(value) ? [] : explain(validator().Errors(value), value)),
  };
}

/** One sentence for all that is wrong with a value. */
export const complaint = <Schema extends TSchema>(guard: Guard<Schema>, value: unknown): string =>
  guard.problems(value).map(sentenceOf).join('; ');

/** A fix without any fault in type or range: the telemetry path's fast way. Its `ts` is still only a text or a number. */
export const fixGuard = guardOf(FixMessage);
export const eventGuard = guardOf(EventMessage);
export const ackGuard = guardOf(AckMessage);
export const rejectedGuard = guardOf(RejectedMessage);
export const commandGuard = guardOf(CommandBody);

const GEAR_SWITCHES = FIX_FIELDS.gear.properties;
const fieldGuards = Object.fromEntries(
  Object.entries(FIX_FIELDS).map(([name, schema]) => [name, guardOf<TSchema>(schema)]),
) as Record<FixField, Guard<TSchema>>;

const isField = (name: string): name is FixField => Object.hasOwn(FIX_FIELDS, name);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The slow way: a fix without its bad optional fields, and their names. A wrong switch inside `gear` costs that switch
 * alone (`gear.brush`). Unknown fields, and `ts`, `lat`, `lon`, are handed on untouched.
 */
export function setAsideBadFields(fix: Readonly<Record<string, unknown>>): {
  kept: Map<string, unknown>;
  fieldErrors: string[];
} {
  const kept = new Map<string, unknown>();
  const fieldErrors: string[] = [];
  for (const [name, value] of Object.entries(fix)) {
    if (!isField(name) || fieldGuards[name].check(value)) kept.set(name, value);
    else if (name === 'gear' && isObject(value)) kept.set(name, goodSwitches(value, fieldErrors));
    else fieldErrors.push(name);
  }
  return { kept, fieldErrors };
}

function goodSwitches(gear: Readonly<Record<string, unknown>>, fieldErrors: string[]): Record<string, unknown> {
  const good = Object.entries(gear).filter(([name, value]) => {
    const bad = Object.hasOwn(GEAR_SWITCHES, name) && typeof value !== 'boolean';
    if (bad) fieldErrors.push(`gear.${name}`);
    return !bad;
  });
  return Object.fromEntries(good);
}
