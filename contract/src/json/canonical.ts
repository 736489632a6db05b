/** Nothing the contract knows nests deeper than ten; the bound keeps a hostile payload off the call stack. */
const MAX_DEPTH = 64;
const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Everything that RFC 8785 3.2.2.2 escapes, and the surrogates that must be looked at. */
// oxlint-disable-next-line no-control-regex
const NEEDS_CARE = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * RFC 8785 (JSON Canonicalization Scheme) text of a JSON value: members sorted by UTF-16 code units, numbers and strings
 * as ECMAScript serialises them. Members whose value is undefined are left out, as JSON.stringify does.
 * @throws TypeError for what I-JSON cannot hold: NaN, infinities, lone surrogates, other types, nesting deeper than 64.
 */
export const canonicalJson = (value: unknown): string => write(value, 0);

/** A string as RFC 8785 writes it. @throws TypeError for a lone surrogate. */
export function canonicalString(text: string): string {
  if (!NEEDS_CARE.test(text)) return `"${text}"`;
  if (SURROGATE.test(text) && LONE_SURROGATE.test(text)) throw new TypeError('canonical JSON has no lone surrogates');
  return JSON.stringify(text);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`canonical JSON has no ${value}`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === MAX_DEPTH) throw new TypeError(`canonical JSON is nested at most ${MAX_DEPTH} deep here`);
      return Array.isArray(value)
        ? writeArray(value, depth + 1)
        : writeObject(value as Record<string, unknown>, depth + 1);
    default:
      throw new TypeError(`canonical JSON has no ${typeof value}`);
  }
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) text += (i === 0 ? '' : ',') + write(items[i], depth);
  return `${text}]`;
}

function writeObject(members: Readonly<Record<string, unknown>>, depth: number): string {
  let text = '{';
  for (const name of Object.keys(members).sort()) {
    const value = members[name];
    if (value === undefined) continue;
    text += `${text.length === 1 ? '' : ','}${canonicalString(name)}:${write(value, depth)}`;
  }
  return `${text}}`;
}
