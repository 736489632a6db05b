import type { Db } from '../db.ts';
import { instant } from './columns.ts';

/** Evidence that a claim rests on: kept whatever its age, until the claim lets go. */
export interface Hold {
  readonly claim: string;
  readonly municipality: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

const PUT = `
insert into hold (claim, municipality, from_at, to_at)
values ($1, $2, ${instant('$3::float8')}, ${instant('$4::float8')})
on conflict (claim, municipality, from_at) do update set to_at = excluded.to_at`;

export async function putHold(db: Db, hold: Hold): Promise<void> {
  await db.query(PUT, [hold.claim, hold.municipality, hold.from_ms, hold.to_ms]);
}

export async function releaseHolds(db: Db, claim: string): Promise<void> {
  await db.query('delete from hold where claim = $1', [claim]);
}
