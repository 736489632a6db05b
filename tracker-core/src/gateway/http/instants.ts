import { isLocalDate, parseInstant, says } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import { wrongField } from '../access.ts';
import type { Query } from './query.ts';

/** Years that a plan or question of this century can mean; PostgreSQL and JavaScript both hold them. */
const FIRST_MS = 0;
const LAST_MS = Date.UTC(2200, 0, 1);

function sensibleInstant(text: string): number | null {
  const epoch_ms = parseInstant(text);
  return epoch_ms !== null && epoch_ms >= FIRST_MS && epoch_ms < LAST_MS ? epoch_ms : null;
}

/** An instant of a body. @throws Refused `invalid`. */
export function instantField(text: string, field: string): number {
  const epoch_ms = sensibleInstant(text);
  if (epoch_ms !== null) return epoch_ms;
  throw wrongField(`/${field}`, says('not-an-instant'));
}

/** An instant of a query; a `+` that was not encoded arrives as a blank. @throws Refused `bad-request`. */
export function instantQuery(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  const epoch_ms = sensibleInstant(text.replace(/ (?=\d\d:\d\d$)/, '+'));
  if (epoch_ms !== null) return epoch_ms;
  throw new Refused('bad-request', says('query-not-instant', { name }));
}

/** A local date that must be given. @throws Refused `bad-request`. */
export function dateQuery(query: Query, name: string, example = '2026-11-19'): string {
  const date = query[name];
  if (date === undefined) throw new Refused('bad-request', says('query-needed', { name }));
  if (!isLocalDate(date)) throw new Refused('bad-request', says('query-not-date', { name, example }));
  return date;
}

/** Both ends of a half-open range. @throws Refused `bad-request`. */
export function rangeQuery(query: Query): { from_ms: number; to_ms: number } {
  const from_ms = instantQuery(query['from'], 'from');
  const to_ms = instantQuery(query['to'], 'to');
  if (from_ms === null) throw new Refused('bad-request', says('query-needed', { name: 'from' }));
  if (to_ms === null) throw new Refused('bad-request', says('query-needed', { name: 'to' }));
  if (from_ms >= to_ms) throw new Refused('bad-request', says('ends-backwards'));
  return { from_ms, to_ms };
}
