import { parseInstant } from '@sweepline/contract';
import { Refused } from '../../refused.ts';

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
  const message = 'must be an RFC 3339 instant with offset, as 2026-11-21T06:30:00+01:00';
  throw new Refused('invalid', `${field} ${message}`, [{ path: `/${field}`, message }]);
}

/** An instant of a query; a `+` that was not encoded arrives as a blank. @throws Refused `bad-request`. */
export function instantQuery(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  const epoch_ms = sensibleInstant(text.replace(/ (?=\d\d:\d\d$)/, '+'));
  if (epoch_ms !== null) return epoch_ms;
  throw new Refused('bad-request', `${name} must be an RFC 3339 instant with offset, as 2026-11-21T06:30:00Z`);
}

/** Both ends of a half-open range. @throws Refused `bad-request`. */
export function rangeQuery(query: Readonly<Record<string, string | undefined>>): { from_ms: number; to_ms: number } {
  const from_ms = instantQuery(query['from'], 'from');
  const to_ms = instantQuery(query['to'], 'to');
  if (from_ms === null || to_ms === null) throw new Refused('bad-request', 'from and to are needed');
  if (from_ms >= to_ms) throw new Refused('bad-request', 'from must be before to');
  return { from_ms, to_ms };
}
