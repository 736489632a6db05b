import type { fittingWords } from './words.ts';

/** Spans as the service writes them. */
const UNITS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000, days: 86_400_000 };

/**
 * What was wrong with a fix, in the reader's language. The wire carries English for programmers; what is not known here, as
 * a JSON parser's complaint, stays as it came.
 */
export function detailIn(
  detail: string,
  words: (typeof fittingWords)['en']['detail'],
  spanOf: (duration_ms: number) => string,
): string {
  const span = (text: string): string => {
    const [count, unit = ''] = text.split(' ');
    return unit in UNITS ? spanOf(Number(count) * UNITS[unit]!) : text;
  };
  if (detail === 'position 0,0') return words.zero;
  if (detail === 'the device flags the position as invalid') return words.invalid;
  const [, ahead] = /^ts is (.+) ahead of the service$/.exec(detail) ?? [];
  if (ahead !== undefined) return words.ahead(span(ahead));
  const [, age, most] = /^ts is (.+) old, at most (.+) are taken$/.exec(detail) ?? [];
  if (age !== undefined && most !== undefined) return words.old(span(age), span(most));
  const [, field = '', got, expected] = /^(\w+: )?got (.*), expected (.*)$/s.exec(detail) ?? [];
  if (got === undefined || expected === undefined) return detail;
  return field + words.got(got, words.expected[expected] ?? expected);
}
