import type { Db } from '../store/db.ts';
import { rewrittenAmong } from '../store/series/fulfilment.ts';
import { lateArrivalsBetween } from '../store/series/late-arrivals.ts';
import type { Directory } from './directory.ts';
import { CONTEXT_MS } from '../pipeline/proof/evidence.ts';
import type { Revisions } from './revisions.ts';

const HOUR_MS = 3_600_000;

export interface OutdatedParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly revisions: Revisions;
}

/** A sealed assignment. */
interface Sealed {
  readonly id: string;
  readonly contractor: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Makes the revisions that follow from what was received, or planned otherwise, since the seals; whether there may be any. */
export async function bringUpToDate(
  { db, directory, revisions }: OutdatedParts,
  sealed: readonly Sealed[],
): Promise<boolean> {
  if (sealed.length === 0) return false;
  const outdated = new Set(
    await rewrittenAmong(
      db,
      sealed.map(({ id }) => id),
    ),
  );
  const begin_ms = sealed.reduce((least, { from_ms }) => Math.min(least, from_ms), Infinity) - CONTEXT_MS;
  const end_ms = sealed.reduce((most, { to_ms }) => Math.max(most, to_ms), -Infinity) + CONTEXT_MS;
  for (const { device, hour_ms } of await lateArrivalsBetween(db, begin_ms, end_ms)) {
    const spoke = directory.vehiclesOf(device, hour_ms, hour_ms + HOUR_MS).map(({ contractor }) => contractor);
    for (const { id, contractor, from_ms, to_ms } of sealed)
      if (spoke.includes(contractor) && from_ms - CONTEXT_MS < hour_ms + HOUR_MS && to_ms + CONTEXT_MS > hour_ms)
        outdated.add(id);
  }
  for (const id of outdated) await revisions.standing(id);
  return outdated.size > 0;
}
