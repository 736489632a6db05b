/** What a schema validator found wrong, as typebox reports it. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

export interface Problem {
  /** Dotted path inside the value; empty for the value itself. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

const MAX_SHOWN = 60;

/** A value in a message: JSON, cut short; a missing one is `nothing`. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).length} members`;
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, MAX_SHOWN + 1) : value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

export const sentenceOf = ({ path, expected, got }: Problem): string =>
  `${path === '' ? 'the value' : path}: got ${got}, expected ${expected}`;

/**
 * Validation errors as people read them, one a path: where, what was expected, what was there. An alternative's own
 * errors are kept only where it is the only one left, so that a union is explained by its list and not by every branch.
 */
export function explain(errors: readonly SchemaError[], value: unknown): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    for (const [path, expected] of expectations(error)) {
      const at = valueAt(value, path);
      const earlier = problems.get(path);
      const both =
        earlier && !earlier.expected.split(' or ').includes(expected) ? `${earlier.expected} or ${expected}` : expected;
      problems.set(path, { path: path.replaceAll('/', '.').slice(1), expected: both, got: show(at) });
    }
  }
  return [...problems.values()];
}

function expectations({ keyword, instancePath, params, message }: SchemaError): [path: string, expected: string][] {
  const given = params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'anyOf':
      return [];
    case 'required':
      return (given['requiredProperties'] as readonly string[]).map((name) => [`${instancePath}/${name}`, 'a value']);
    case 'additionalProperties':
      return (given['additionalProperties'] as readonly string[]).map((name) => [
        `${instancePath}/${name}`,
        'nothing by that name',
      ]);
    case 'type':
      return [[instancePath, `${/^[aeiou]/.test(String(given['type'])) ? 'an' : 'a'} ${String(given['type'])}`]];
    case 'enum':
      return [
        [instancePath, (given['allowedValues'] as readonly unknown[]).map((word) => JSON.stringify(word)).join(' or ')],
      ];
    case 'const':
      return [[instancePath, JSON.stringify(given['allowedValue'])]];
    case 'minimum':
      return [[instancePath, `at least ${String(given['limit'])}`]];
    case 'maximum':
      return [[instancePath, `at most ${String(given['limit'])}`]];
    default:
      return [
        [
          instancePath,
          message.replace(/^must (not )?(be |have |match )?/, (_all, not?: string) => (not ? 'not ' : '')),
        ],
      ];
  }
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at;
}
