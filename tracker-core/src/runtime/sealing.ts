import type { Db } from '../store/db.ts';
import { forgetLateArrivals, quietLateArrivals, type LateArrival } from '../store/series/late-arrivals.ts';
import { forgetRewrittenPlan, rewrittenPlans } from '../store/series/rewritten-plans.ts';
import { sealedTouching, unsealedBefore } from '../store/series/unsealed.ts';
import type { Directory } from './directory.ts';
import { CONTEXT_MS } from '../pipeline/proof/evidence.ts';
import type { Log } from './log.ts';
import type { Plans } from './plans.ts';
import type { Progress } from './progress.ts';
import type { Revisions } from './revisions.ts';

/** Assignments looked at in one round; the next follows at once while there are more. */
const AT_ONCE = 20;
const ARRIVALS_AT_ONCE = 500;
/** A device in the midst of its backlog is left to finish it, so that one backlog makes one revision; but not for ever. */
const QUIET_MS = 60_000;
const PATIENCE_MS = 3_600_000;
const HOUR_MS = 3_600_000;

export interface SealingParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly revisions: Revisions;
  readonly plans: Plans;
  readonly progress: Progress;
  readonly grace_ms: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Seals what ended longer ago than the grace; answers how many. One that fails is tried again in the next round. */
export async function sealDue({ db, revisions, plans, progress, grace_ms, now, log }: SealingParts): Promise<number> {
  let sealed = 0;
  const failed = new Set<string>();
  for (;;) {
    const all = await unsealedBefore(db, now() - grace_ms, AT_ONCE + failed.size);
    const due = all.filter((assignment) => !failed.has(assignment));
    for (const assignment of due) {
      try {
        await revisions.seal(assignment);
        sealed++;
      } catch (error) {
        log.error({ assignment, err: error }, 'could not be sealed');
        failed.add(assignment);
        continue;
      }
      const live = plans.find(assignment);
      if (live) {
        live.sealed = true;
        progress.mark(live);
      }
    }
    if (due.length < AT_ONCE) return sealed;
  }
}

/**
 * Looks again at what is sealed where fixes came since, or the plan was written again: both are noted in the database with
 * what they concern, so a start goes on where the last process ended.
 */
export async function reviseDue({ db, directory, revisions, now, log }: SealingParts): Promise<void> {
  for (const rewritten of await rewrittenPlans(db, ARRIVALS_AT_ONCE)) {
    try {
      await revisions.standing(rewritten.assignment);
      await forgetRewrittenPlan(db, rewritten);
    } catch (error) {
      log.error({ assignment: rewritten.assignment, err: error }, 'could not be compared with its plan as it is now');
    }
  }
  const now_ms = now();
  const arrivals = await quietLateArrivals(db, now_ms - QUIET_MS, now_ms - PATIENCE_MS, ARRIVALS_AT_ONCE);
  const touchedBy = new Map<string, LateArrival[]>();
  for (const arrival of arrivals) {
    const { device, hour_ms } = arrival;
    const [from_ms, to_ms] = [hour_ms - CONTEXT_MS, hour_ms + HOUR_MS + CONTEXT_MS];
    const contractors = new Set(directory.vehiclesOf(device, hour_ms, hour_ms + HOUR_MS).map((one) => one.contractor));
    for (const contractor of contractors) {
      for (const assignment of await sealedTouching(db, contractor, from_ms, to_ms))
        touchedBy.set(assignment, [...(touchedBy.get(assignment) ?? []), arrival]);
    }
  }
  const kept = new Set<LateArrival>();
  for (const [assignment, by] of touchedBy) {
    try {
      await revisions.standing(assignment);
    } catch (error) {
      log.error({ assignment, err: error }, 'could not be compared with what was received since its seal');
      for (const arrival of by) kept.add(arrival);
    }
  }
  await forgetLateArrivals(
    db,
    arrivals.filter((arrival) => !kept.has(arrival)),
  );
}
