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

/** The same out of a closed list; null where none are asked for. @throws Refused `bad-request`. */
export const wordsAmong = <Word extends string>(
  name: string,
  text: string | undefined,
  allowed: readonly Word[],
): Word[] | null => wordsOf(text)?.map((word) => oneOf(name, word, allowed)) ?? null;
