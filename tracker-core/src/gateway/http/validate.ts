import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { Refused } from '../../refused.ts';

/** One thing wrong with a body: `path` as JSON pointer, empty for the whole. */
interface Problem {
  readonly path: string;
  readonly message: string;
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
    throw new Refused('invalid', `${where} ${first?.message ?? 'is invalid'}`, problems);
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
  const given = params as { requiredProperties?: string[]; allowedValues?: unknown[]; pattern?: string };
  if (keyword === 'required' && given.requiredProperties) {
    return given.requiredProperties.map((name) => ({ path: `${instancePath}/${name}`, message: 'is missing' }));
  }
  if (keyword === 'enum' && given.allowedValues) {
    return [{ path: instancePath, message: `must be one of ${given.allowedValues.join(', ')}` }];
  }
  return [{ path: instancePath, message }];
}
