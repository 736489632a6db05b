import { UNCOVERED_REASONS, type CoverageAnswer, type Revision } from '@sweepline/contract';
import type { Db } from '../store/db.ts';
import { insertResult } from '../store/series/results.ts';
import { unsealedBefore } from '../store/series/unsealed.ts';
import type { Log } from './log.ts';
import type { Plans } from './plans.ts';
import type { Progress } from './progress.ts';
import type { Results } from './results.ts';

/** Assignments sealed in one round; the next follows at once while there are more. */
const AT_ONCE = 20;

export interface SealingParts {
  readonly db: Db;
  readonly results: Results;
  readonly plans: Plans;
  readonly progress: Progress;
  readonly grace_ms: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Seals what ended longer ago than the grace; answers how many. */
export async function sealDue({ db, results, plans, progress, grace_ms, now, log }: SealingParts): Promise<number> {
  let sealed = 0;
  for (;;) {
    const sealed_ms = now();
    const due = await unsealedBefore(db, sealed_ms - grace_ms, AT_ONCE);
    for (const assignment of due) {
      const answer = await results.seal(assignment, sealed_ms);
      const { revision, digest } = answer;
      await insertResult(db, {
        assignment,
        revision,
        sealed_ms,
        digest,
        cause: 'sealed',
        difference: asDifference(answer),
        answer,
      });
      log.info({ assignment, digest }, 'sealed');
      const live = plans.find(assignment);
      if (live) {
        live.sealed = true;
        progress.mark(live);
      }
      sealed++;
    }
    if (due.length < AT_ONCE) return sealed;
  }
}

/** A first revision differs from nothing by all it says. */
function asDifference({ covered_m, excused_m, uncovered_m }: CoverageAnswer): Revision['difference'] {
  return {
    covered_m,
    excused_m,
    uncovered_m: Object.fromEntries(UNCOVERED_REASONS.map((reason) => [reason, uncovered_m[reason]])),
  };
}
