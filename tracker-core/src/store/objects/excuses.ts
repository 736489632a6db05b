import type { Side } from '@sweepline/contract';
import type { Db } from '../db.ts';

/** A stretch whose metres leave an assignment's denominator. */
export interface StoredExcuse {
  readonly assignment: string;
  readonly edge: string;
  readonly side: Side;
  readonly from_m: number;
  readonly to_m: number;
  readonly ground: string;
}

export const acceptedExcuses = (db: Db, assignment: string): Promise<StoredExcuse[]> =>
  db.query<StoredExcuse>(
    `select assignment, edge, side, from_m, to_m, ground from excuse
     where assignment = $1 and state = 'accepted' order by edge, side, from_m, id`,
    [assignment],
  );
