import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecomputeFinding, RecomputeJob } from '@sweepline/contract';
import type { BatchPort } from '../gateway/ports.ts';
import type { Db } from '../store/db.ts';
import {
  advanceJob,
  findJob,
  nextShifts,
  outwardJob,
  startJob,
  unendedJobs,
  type StoredJob,
} from '../store/objects/recompute-jobs.ts';
import type { Log } from './log.ts';
import type { Results } from './results.ts';

/** Shifts whose outcome is written together: what a death of the service lets be done again. */
const SHIFTS_AT_ONCE = 10;
/** Live work has the thread and the database for so long of the time that a shift took: a third of both is the batch's at most. */
const REST_SHARE = 2;
const REST_MOST_MS = 2_000;

export interface RecomputingParts {
  readonly db: Db;
  readonly results: Pick<Results, 'anew'>;
  /** Fixes and vehicles that wait for the live pipeline: while any do, the batch rests. */
  readonly busy: () => boolean;
  readonly now: () => number;
  readonly log: Log;
}

/** Recomputes whole months behind the live work, one batch after the other, and goes on with what a restart broke off. */
export class Recomputing implements BatchPort {
  private readonly parts: RecomputingParts;
  private working: Promise<void> | null = null;
  private again = false;
  private readonly ending = new AbortController();

  constructor(parts: RecomputingParts) {
    this.parts = parts;
  }

  async start(municipality: string, from_ms: number, to_ms: number, by: string): Promise<RecomputeJob> {
    const { db, now } = this.parts;
    const id = `r${randomBytes(9).toString('hex')}`;
    const job = await startJob(db, { id, municipality, from_ms, to_ms, by, asked_ms: now() });
    this.resume();
    return outwardJob(db, job);
  }

  async find(municipality: string, id: string): Promise<RecomputeJob | null> {
    const job = await findJob(this.parts.db, municipality, id);
    return job && outwardJob(this.parts.db, job);
  }

  /** Works off what is not ended; call it at the start. */
  resume(): void {
    this.again = true;
    if (this.working || this.ending.signal.aborted) return;
    this.working = this.workAll().finally(() => (this.working = null));
  }

  /** Resolves once nothing is worked on any more; what is left goes on at the next start. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.working;
  }

  private async workAll(): Promise<void> {
    const { db, log } = this.parts;
    try {
      while (this.again && !this.ending.signal.aborted) {
        this.again = false;
        const [job] = await unendedJobs(db);
        if (!job) continue;
        await this.work(job);
        this.again = true;
      }
    } catch (error) {
      if (!this.ending.signal.aborted)
        log.error({ err: error }, 'a batch of recomputed shifts broke off; the next start goes on with it');
    }
  }

  private async work(job: StoredJob): Promise<void> {
    const { db, now, log } = this.parts;
    let at = job;
    for (;;) {
      const shifts = await nextShifts(db, at, SHIFTS_AT_ONCE);
      const findings: RecomputeFinding[] = [];
      for (const { id, to_ms } of shifts) {
        if (this.ending.signal.aborted) break;
        const begin = performance.now();
        const { finding, fixes, unsealed } = await this.recompute(id);
        const took_ms = performance.now() - begin;
        at = {
          ...at,
          done: at.done + 1,
          unsealed: at.unsealed + (unsealed ? 1 : 0),
          changed: at.changed + (finding && finding.trouble === null ? 1 : 0),
          failed: at.failed + (finding && finding.trouble !== null ? 1 : 0),
          fixes: at.fixes + fixes,
          took_ms: at.took_ms + took_ms,
          cursor_ms: to_ms,
          cursor_id: id,
        };
        if (finding) findings.push(finding);
        await this.rest(took_ms);
      }
      if (this.ending.signal.aborted) return advanceJob(db, at, findings);
      const over = shifts.length < SHIFTS_AT_ONCE;
      if (over) at = { ...at, ended_ms: now() };
      await advanceJob(db, at, findings);
      if (!over) continue;
      const { id, municipality, done, changed, failed, fixes, took_ms } = at;
      log.info(
        { job: id, municipality, done, changed, failed, fixes, took_ms: Math.round(took_ms) },
        'batch recomputed',
      );
      return;
    }
  }

  private async recompute(
    assignment: string,
  ): Promise<{ finding: RecomputeFinding | null; fixes: number; unsealed: boolean }> {
    try {
      const { digest, revision, stored, fixes } = await this.parts.results.anew(assignment);
      const same = stored === null || stored === digest;
      const finding = same ? null : { assignment, revision, stored, computed: digest, trouble: null };
      return { finding, fixes, unsealed: stored === null };
    } catch (error) {
      const trouble = (error as Error).message;
      return {
        finding: { assignment, revision: null, stored: null, computed: null, trouble },
        fixes: 0,
        unsealed: false,
      };
    }
  }

  /** Nothing waits: a breath. Live fixes wait: as long again as the shift took, twice, before the next one. */
  private async rest(took_ms: number): Promise<void> {
    const rest_ms = this.parts.busy() ? Math.min(REST_SHARE * took_ms, REST_MOST_MS) : 0;
    await pause(rest_ms, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
