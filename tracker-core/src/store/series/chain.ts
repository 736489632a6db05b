import type { DecodedFix } from '@sweepline/contract';
import { BEFORE_ALL, extend, type ChainEnd } from '../../claims/chain/extend.ts';
import type { Db } from '../db.ts';
import { instant, milliseconds, numberColumn, textColumn, texts } from './columns.ts';
import type { StorableDelivery } from './delivery.ts';

/** One fix of a flush with the delivery it came in. */
export interface FixRow {
  readonly fix: DecodedFix;
  readonly delivery: StorableDelivery;
}

/** Newest stored instant of a device and where its chain stands, as far as the writer knows. */
interface Head {
  readonly newest_ms: number;
  readonly end: ChainEnd;
}

export type Heads = Map<string, Head>;

/** Of a device of which nothing is stored. */
export const NOTHING_STORED: Head = { newest_ms: -Infinity, end: BEFORE_ALL };

/** A fix with its place in its device's chain. */
interface ChainedRow extends FixRow {
  readonly no: number;
}

interface ChainedDay extends ChainEnd {
  readonly device: string;
}

/** Fixes of one write, and where the chains of their devices stand after it. */
export interface Chained {
  readonly rows: readonly ChainedRow[];
  readonly ends: readonly (ChainedDay & { readonly after: number })[];
  /** Days that were over before the last link of the write. */
  readonly over: readonly ChainedDay[];
}

/** Chains fixes that are not stored yet, in their order; moves the heads on. */
export function chainRows(rows: readonly FixRow[], heads: Heads): Chained {
  const before = new Map<string, number>();
  const over: ChainedDay[] = [];
  const chained = rows.map((row) => {
    const { fix, delivery } = row;
    const { device } = delivery.sender;
    const { newest_ms, end } = heads.get(device) ?? NOTHING_STORED;
    if (!before.has(device)) before.set(device, end.no);
    const next = extend(end, { ts_ms: fix.ts_ms, received_ms: delivery.received_ms, body: fix.body });
    if (next.day !== end.day && end.fixes > 0) over.push({ device, ...end });
    heads.set(device, { newest_ms, end: next });
    return { ...row, no: next.no };
  });
  const ends = [...before].map(([device, after]) => ({ device, after, ...heads.get(device)!.end }));
  return { rows: chained, ends, over };
}

const HEADS = `
select device, ${milliseconds('newest.ts')} as newest_ms, no, encode(head, 'hex') as head, day::text, fixes,
  ${milliseconds('from_at')} as from_ms, ${milliseconds('to_at')} as to_ms
from unnest(${texts(1)}) as asked (device)
left join lateral (select ts from fix where fix.device = asked.device order by ts desc limit 1) as newest on true
left join chain using (device)`;

interface HeadRow {
  readonly device: string;
  readonly newest_ms: number | null;
  readonly no: number | null;
  readonly head: string;
  readonly day: string;
  readonly fixes: number;
  readonly from_ms: number | null;
  readonly to_ms: number | null;
}

/** What is stored last of these devices. */
export async function headsOf(db: Db, devices: readonly string[]): Promise<Map<string, Head>> {
  if (devices.length === 0) return new Map();
  const rows = await db.query<HeadRow>(HEADS, [textColumn(devices)]);
  return new Map(
    rows.map(({ device, newest_ms, no, head, day, fixes, from_ms, to_ms }) => [
      device,
      {
        newest_ms: newest_ms ?? -Infinity,
        end:
          no === null
            ? BEFORE_ALL
            : {
                ...{ day, no, head: Buffer.from(head, 'hex'), fixes },
                ...{ from_ms: from_ms ?? Infinity, to_ms: to_ms ?? -Infinity },
              },
      },
    ]),
  );
}

const KEEP = `
insert into chain_day (device, day, no, head, fixes, from_at, to_at)
select device, day::date, no, decode(head, 'hex'), fixes, ${instant('from_ms')}, ${instant('to_ms')}
from unnest(${texts(1)}, ${texts(2)}, $3::float8[], ${texts(4)}, $5::float8[], $6::float8[], $7::float8[])
  as row (device, day, no, head, fixes, from_ms, to_ms)
on conflict do nothing`;

/** Columns of chain ends, in the order of `KEEP`. */
export const endColumns = (ends: readonly ChainedDay[]): string[] => [
  textColumn(ends.map((end) => end.device)),
  textColumn(ends.map((end) => end.day)),
  numberColumn(ends.map((end) => end.no)),
  textColumn(ends.map((end) => Buffer.from(end.head).toString('hex'))),
  numberColumn(ends.map((end) => end.fixes)),
  numberColumn(ends.map((end) => end.from_ms)),
  numberColumn(ends.map((end) => end.to_ms)),
];

/** Keeps where chains stood at the end of days. Call in the transaction that goes on from there. */
export const keepDays = async (db: Db, over: readonly ChainedDay[]): Promise<void> => {
  if (over.length > 0) await db.query(KEEP, endColumns(over));
};
