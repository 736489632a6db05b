import type { Operation } from '@sweepline/contract';
import type { WorkVerdict } from '../../pipeline/stages.ts';
import type { Db } from '../db.ts';
import { milliseconds } from './columns.ts';

export interface DailyWork {
  readonly vehicle: string;
  readonly crew: string;
  readonly operation: Operation;
  readonly verdict: WorkVerdict;
  /** `YYYY-MM-DD` in the municipality's time. */
  readonly local_date: string;
  readonly passages: number;
  readonly length_cm: number;
  readonly duration_ms: number;
  readonly first_ms: number;
  readonly last_ms: number;
}

const READ = `
select vehicle, crew, operation, verdict, local_date::text, passages, length_cm, duration_ms,
  ${milliseconds('first_at')} as first_ms, ${milliseconds('last_at')} as last_ms
from daily_work
where municipality = $1 and local_date >= $2::date and local_date < $3::date
order by local_date, vehicle, crew, operation, verdict`;

/** What each vehicle did on the local dates [from, to). */
export const readDailyWork = (db: Db, municipality: string, from: string, to: string): Promise<DailyWork[]> =>
  db.query<DailyWork>(READ, [municipality, from, to]);
