import { addDays, headsBy_ms, type Claim } from '@sweepline/contract';

/** Which heads of a period's days of receipt can be had by now. */
export interface HeadsSoFar {
  /** The last of its UTC dates that is closed; null: none is. */
  readonly last: string | null;
  /** By when the next one is; null: all are. */
  readonly next_ms: number | null;
}

export function headsSoFar({ from, to }: Pick<Claim, 'from' | 'to'>, now_ms: number): HeadsSoFar {
  let last: string | null = null;
  for (let day = from; day < to; day = addDays(day, 1)) {
    const by_ms = headsBy_ms(day);
    if (by_ms > now_ms) return { last, next_ms: by_ms };
    last = day;
  }
  return { last, next_ms: null };
}
