import { says } from '@sweepline/contract';
import { Refused, worded } from '../../refused.ts';

export type Query = Readonly<Record<string, string | undefined>>;

/** @throws Refused `bad-request` for a NUL, which no database text holds. */
export function queryOf(text: string): Query {
  const query = Object.fromEntries(new URLSearchParams(text));
  for (const [name, value] of Object.entries(query)) {
    if (!value.includes('\0')) continue;
    const saying = says('no-unicode');
    throw new Refused('bad-request', worded(`${name} ${saying.message}`, saying));
  }
  return query;
}

/** A parameter that is one word of a closed list. @throws Refused `bad-request`. */
export function oneOf<Word extends string>(name: string, text: string, allowed: readonly Word[]): Word {
  const word = allowed.find((one) => one === text);
  if (word === undefined)
    throw new Refused('bad-request', says('query-not-among', { name, allowed: allowed.join(', ') }));
  return word;
}

/** Comma-separated words, or the name repeated. */
export const wordsOf = (text: string | undefined): string[] | null =>
  text === undefined || text === '' ? null : text.split(',').map((word) => word.trim());

export const NUMBERS_AT_ONCE = 500;

/** The short numbers by which people call things, with commas; null where none are asked for. @throws Refused `bad-request`. */
export function numbersOf(name: string, text: string | undefined): number[] | null {
  const words = wordsOf(text);
  if (words === null) return null;
  if (words.length > NUMBERS_AT_ONCE || words.some((word) => !/^[1-9]\d{0,8}$/.test(word)))
    throw new Refused('bad-request', says('query-not-numbers', { name, most: NUMBERS_AT_ONCE }));
  return words.map(Number);
}

/** Comma-separated words out of a closed list; null where none are asked for. @throws Refused `bad-request`. */
export const wordsAmong = <Word extends string>(
  name: string,
  text: string | undefined,
  allowed: readonly Word[],
): Word[] | null => wordsOf(text)?.map((word) => oneOf(name, word, allowed)) ?? null;
