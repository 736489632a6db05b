import type { ClaimSort, ClaimSortKey } from '@sweepline/contract';

/** By what a claim `m` is sorted, and as what it is compared. Of one municipality there is an index for each. */
interface Key {
  readonly sql: string;
  readonly type: 'text' | 'bigint' | 'integer' | 'timestamptz';
  /** Where the other direction needs another value: what has none comes last in both. */
  readonly down?: string;
}

const KEYS: Readonly<Record<ClaimSortKey, Key>> = {
  number: { sql: 'm.number_order', type: 'text' },
  contractor: { sql: 'm.contractor_order', type: 'text' },
  contract: { sql: 'm.contract_order', type: 'text' },
  period: { sql: 'm.from_date', type: 'text' },
  state: { sql: 'm.state_order', type: 'integer' },
  due: {
    sql: `coalesce(m.due_at, 'infinity'::timestamptz)`,
    down: `coalesce(m.due_at, '-infinity'::timestamptz)`,
    type: 'timestamptz',
  },
  sum: { sql: 'm.total', type: 'bigint' },
};

/** The order of a page: what is selected to go on from, what comes after a row, and how rows follow each other. */
export interface ClaimOrder {
  readonly key: string;
  /** Takes the key and the number of the row before. */
  readonly after: (key: string, no: string) => string;
  readonly by: string;
}

/** Claims of one value follow each other by age: newest first is the order where nothing is said. */
export function orderOf(sort: ClaimSort | null): ClaimOrder {
  if (sort === null) return { key: `''`, after: (_key, no) => `m.no < ${no}::integer`, by: 'm.no desc' };
  const down = sort.startsWith('-');
  const { sql, type, down: other = sql } = KEYS[(down ? sort.slice(1) : sort) as ClaimSortKey];
  const key = down ? other : sql;
  const [sign, way] = down ? ['<', 'desc'] : ['>', 'asc'];
  return {
    key: `(${key})::text`,
    after: (given, no) => `(${key}, m.no) ${sign} (${given}::${type}, ${no}::integer)`,
    by: `${key} ${way}, m.no ${way}`,
  };
}

/** Where a page ended. */
export interface ClaimPlace {
  readonly no: number;
  readonly key: string;
}

/** The place in a form that an address carries: the number alone where nothing else is needed. */
export const placeText = ({ no, key }: ClaimPlace, sort: ClaimSort | null): string =>
  sort === null ? String(no) : Buffer.from(JSON.stringify([sort, no, key])).toString('base64url');

/** A place of this order; null where the text is none, or one of another order. */
export function placeOf(text: string, sort: ClaimSort | null): ClaimPlace | null {
  if (sort === null) return isNo(Number(text)) ? { no: Number(text), key: '' } : null;
  try {
    const [of, no, key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown, unknown];
    const { type } = KEYS[sort.replace('-', '') as ClaimSortKey];
    if (of !== sort || typeof key !== 'string' || !IS[type](key)) return null;
    return typeof no === 'number' && isNo(no) ? { no, key } : null;
  } catch {
    return null;
  }
}

/** What the database would not take as a value of the type was never given out. */
const IS: Readonly<Record<Key['type'], (text: string) => boolean>> = {
  text: (text) => !text.includes('\0'),
  bigint: (text) => /^-?\d{1,18}$/.test(text),
  integer: (text) => /^\d{1,4}$/.test(text),
  timestamptz: (text) =>
    /^-?infinity$/.test(text) || (/^\d{4}-\d\d-\d\d [\d:.]+[+-][\d:]+$/.test(text) && !Number.isNaN(Date.parse(text))),
};

const LAST_NO = 2 ** 31 - 1;
const isNo = (no: number): boolean => Number.isInteger(no) && no >= 1 && no <= LAST_NO;
