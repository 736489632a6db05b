import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { says, type Saying } from '@sweepline/contract';
import { Refused, worded } from '../../refused.ts';

/** One thing wrong with a body: `path` as JSON pointer, empty for the whole. */
interface Problem extends Saying {
  readonly path: string;
}

const MOST_PROBLEMS = 20;

/** A check compiled once. @throws Refused `invalid` with the problems found. */
export function checker(schema: TSchema): (value: unknown) => void {
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return;
    const problems = problemsOf(compiled.Errors(value));
    const first = problems[0];
    const where = first === undefined || first.path === '' ? 'the body' : first.path.slice(1);
    const message = `${where} ${first?.message ?? 'is invalid'}`;
    throw new Refused('invalid', worded(message, first ?? says('wrong-form')), problems);
  };
}

interface ValidationError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

function problemsOf(errors: readonly ValidationError[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    for (const problem of spelt(error)) {
      const key = `${problem.path} ${problem.message}`;
      if (problems.size < MOST_PROBLEMS && !problems.has(key)) problems.set(key, problem);
    }
  }
  return [...problems.values()];
}

/** Says what was expected in words that help: which fields are missing, which values are allowed. */
function spelt({ keyword, instancePath, message, params }: ValidationError): Problem[] {
  const given = params as {
    requiredProperties?: string[];
    allowedValues?: unknown[];
    limit?: number;
    type?: unknown;
    additionalProperties?: string[];
    pattern?: unknown;
  };
  if (keyword === 'required' && given.requiredProperties) {
    return given.requiredProperties.map((name) => ({ path: `${instancePath}/${name}`, ...says('missing') }));
  }
  if (keyword === 'enum' && given.allowedValues) {
    return [{ path: instancePath, ...says('not-among', { allowed: given.allowedValues.join(', ') }) }];
  }
  const limited = LIMITS[keyword];
  if (limited !== undefined && given.limit !== undefined)
    return [{ path: instancePath, ...says(limited, { limit: given.limit }) }];
  if (keyword === 'type') return [{ path: instancePath, ...says('wrong-kind', { kind: String(given.type) }) }];
  if (keyword === 'additionalProperties' && given.additionalProperties)
    return given.additionalProperties.map((name) => ({ path: `${instancePath}/${name}`, ...says('not-known-here') }));
  // Of blanks alone.
  if (keyword === 'pattern' && given.pattern === '\\S') return [{ path: instancePath, ...says('missing') }];
  return [{ path: instancePath, ...worded(message, says('wrong-form')) }];
}

/** Keywords of JSON schema that set a limit. */
const LIMITS: Readonly<
  Record<string, 'too-small' | 'too-big' | 'too-short' | 'too-long' | 'too-few' | 'too-many' | 'not-a-number-above'>
> = {
  minimum: 'too-small',
  maximum: 'too-big',
  exclusiveMinimum: 'not-a-number-above',
  minLength: 'too-short',
  maxLength: 'too-long',
  minItems: 'too-few',
  maxItems: 'too-many',
};
