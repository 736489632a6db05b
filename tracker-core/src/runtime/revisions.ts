import { instantOf, type CoverageAnswer, type Revision, type RevisionCause } from '@sweepline/contract';
import { differenceOf, saysTheSame } from '../coverage/difference.ts';
import { RULES } from '../pipeline/rules.ts';
import { acceptedExcuses } from '../store/objects/excuses.ts';
import { findAssignment } from '../store/objects/assignments.ts';
import {
  findResult,
  insertResult,
  listResults,
  standingResult,
  supersedeProposals,
  type Result,
} from '../store/series/results.ts';
import { addDriven, drivenWorks, type DrivenWork } from '../store/series/driven.ts';
import { lateArrivalsIn } from '../store/series/late-arrivals.ts';
import { isPlanRewritten } from '../store/series/rewritten-plans.ts';
import type { Basis } from '../pipeline/proof/basis.ts';
import { nearRoute, presentBasis, renewed } from './basis.ts';
import { CONTEXT_MS } from '../pipeline/proof/evidence.ts';
import type { Log } from './log.ts';
import { prove, type Proved, type ProveParts } from './prove.ts';

export type SealedResult = Result<Basis>;

export interface RevisionsParts extends ProveParts {
  /** Resolves once everything received before the call is committed. */
  readonly received: () => Promise<void>;
  /** The result of an assignment whose window closed then is now that its route was done. */
  readonly done: (assignment: string, closed_ms: number) => void;
  /** Changes with every plan, vehicle and device that is written. */
  readonly changes: () => number;
  readonly now: () => number;
  readonly log: Log;
}

/** When a sealed result was last compared with everything received, and found to stand. */
interface Look {
  readonly revision: number;
  readonly until_ms: number;
  readonly changes: number;
}

/** Sealed assignments of which the last look is kept. */
const MOST_LOOKS = 2_000;

/**
 * Sealed results and what follows them. A seal is never changed. What was received after it in time to count makes a
 * revision that stands by itself; what was received too late is only proposed, until somebody accepts or declines it.
 */
export class Revisions {
  private readonly parts: RevisionsParts;
  /** By assignment the work under way: one at a time. */
  private readonly turns = new Map<string, Promise<unknown>>();
  /** By assignment, the oldest first. */
  private readonly looks = new Map<string, Look>();

  constructor(parts: RevisionsParts) {
    this.parts = parts;
  }

  /** The newest revision that stands, brought up to what was received before the call; null where nothing is sealed. */
  async standing(assignment: string): Promise<SealedResult | null> {
    const { db } = this.parts;
    const standing = await standingResult<Basis>(db, assignment);
    if (!standing || !(await this.mayBeOutdated(standing))) return standing;
    await this.revise(assignment);
    return standingResult<Basis>(db, assignment);
  }

  async list(assignment: string): Promise<Revision[]> {
    await this.standing(assignment);
    return (await listResults(this.parts.db, assignment)).map(
      ({ revision, sealed_ms, digest, cause, state, decision, difference }) => ({
        revision,
        sealedAt: instantOf(sealed_ms),
        digest,
        cause,
        state,
        decision: decision && { by: decision.by, at: instantOf(decision.at_ms), reason: decision.why },
        difference,
      }),
    );
  }

  /** What a revision says or would say. */
  async answer(assignment: string, revision: number): Promise<CoverageAnswer | null> {
    return (await findResult(this.parts.db, assignment, revision))?.answer ?? null;
  }

  /** How the vehicle of a sealed result drove: kept with it, else worked out from the fixes that it counts, and kept. */
  async driven(assignment: string, revision: number): Promise<DrivenWork> {
    const { db } = this.parts;
    const known = (await drivenWorks(db, [{ assignment, revision }])).get(assignment);
    if (known) return known;
    const result = await findResult<Basis>(db, assignment, revision);
    if (result === null) throw new Error(`revision ${revision} of ${assignment} is gone`);
    const { driven } = await this.again(result);
    const made = { ...driven(), grade: result.answer.quality.grade };
    await addDriven(db, assignment, revision, made);
    return made;
  }

  /** A sealed result from empty state and the fixes that it counts. */
  async again({ assignment, basis, sealed_ms, revision }: SealedResult): Promise<Proved> {
    return this.prove(
      basis ?? { ...(await presentBasis(this.parts, assignment)), until_ms: sealed_ms },
      revision,
      sealed_ms,
    );
  }

  /** Seals what is not sealed yet. */
  seal(assignment: string): Promise<void> {
    return this.inTurn(assignment, async () => {
      const { db, now, received, log } = this.parts;
      const sealed_ms = now();
      await received();
      const basis = { ...(await presentBasis(this.parts, assignment)), until_ms: sealed_ms };
      const proved = await this.prove(basis, 1, sealed_ms);
      const { answer, hasLate } = proved;
      const made = await this.insert(basis, proved, null, 'sealed', 'standing');
      if (!made) return;
      log.info({ assignment, digest: answer.digest }, 'sealed');
      if (!hasLate) return;
      const sealed = await standingResult<Basis>(db, assignment);
      if (sealed) await this.propose(sealed, sealed_ms);
    });
  }

  /** Compares a sealed result with what has been received since, and with its plan as it is now. */
  revise(assignment: string): Promise<void> {
    return this.inTurn(assignment, async () => {
      const { db, now, received } = this.parts;
      const at_ms = now();
      const changes = this.parts.changes();
      await received();
      let standing = await standingResult<Basis>(db, assignment);
      // What an older version sealed without its basis stays as it is.
      if (!standing?.basis) return;
      const planned = await this.planned(standing.basis);
      const cause: RevisionCause = planned === standing.basis ? 'fixes-after-seal' : 'plan-changed';
      const basis = { ...(await renewed(this.parts, planned)), until_ms: at_ms };
      const proved = await this.prove(basis, await this.next(assignment), at_ms);
      const { answer, hasLate } = proved;
      if (planned !== standing.basis || !saysTheSame(standing.answer, answer)) {
        await this.insert(basis, proved, standing.answer, cause, 'standing');
        this.parts.log.info({ assignment, revision: answer.revision, cause }, 'revised');
        standing = (await standingResult<Basis>(db, assignment))!;
        await this.settle(assignment);
      }
      if (hasLate) await this.propose(standing, at_ms);
      this.looked(assignment, { revision: standing.revision, until_ms: at_ms, changes });
    });
  }

  /** A device in the midst of its backlog is not waited for: what it sent so far need not be proved with every question. */
  private looked(assignment: string, look: Look): void {
    this.looks.delete(assignment);
    this.looks.set(assignment, look);
    const [oldest] = this.looks.keys();
    if (this.looks.size > MOST_LOOKS) this.looks.delete(oldest!);
  }

  /** The basis with the plan as it is stored now; the very same where nothing of it changed. */
  private async planned(basis: Basis): Promise<Basis> {
    const { db } = this.parts;
    const assignment = (await findAssignment(db, basis.assignment.id)) ?? basis.assignment;
    const excuses = await acceptedExcuses(db, [assignment.id]);
    const of = ({ routeVersion, route, vehicle, from, to, legs }: Basis['assignment']) => [
      route,
      routeVersion,
      vehicle,
      from,
      to,
      legs?.map((leg) => [leg.edge, leg.side, leg.passes, leg.from_m, leg.to_m]) ?? null,
    ];
    const same = JSON.stringify([of(assignment), excuses]) === JSON.stringify([of(basis.assignment), basis.excuses]);
    return same ? basis : { ...basis, assignment, excuses };
  }

  /** Proposes what the evidence that came too late would change, unless that is proposed already. */
  private async propose(standing: SealedResult, at_ms: number): Promise<void> {
    const { db, log } = this.parts;
    const { assignment } = standing;
    const all = await listResults<Basis>(db, assignment);
    const decided_ms = all
      .filter(({ state, cause }) => cause === 'late-evidence' && (state === 'accepted' || state === 'declined'))
      .reduce((latest, { basis }) => Math.max(latest, basis?.until_ms ?? 0), 0);
    const basis: Basis = {
      ...(await renewed(this.parts, standing.basis!)),
      until_ms: at_ms,
      late: [...standing.basis!.late, [decided_ms, at_ms]],
    };
    const proved = await this.prove(basis, await this.next(assignment), at_ms);
    const { answer } = proved;
    if (saysTheSame(standing.answer, answer)) return;
    const open = all.find(({ state }) => state === 'proposed');
    const proposed = open && (await findResult<Basis>(db, assignment, open.revision));
    if (proposed && saysTheSame(proposed.answer, answer)) return;
    await this.insert(basis, proved, standing.answer, 'late-evidence', 'proposed');
    log.info({ assignment, revision: answer.revision }, 'late evidence waits for a decision');
  }

  private prove(basis: Basis, revision: number, sealedAt_ms: number): Promise<Proved> {
    return prove(this.parts, basis, { remembered: false, status: () => 'sealed', revision, sealedAt_ms });
  }

  /** False where that revision is there already. What was proposed before gives way. */
  private insert(
    basis: Basis,
    { answer, driven }: Proved,
    before: CoverageAnswer | null,
    cause: RevisionCause,
    state: 'standing' | 'proposed',
  ): Promise<boolean> {
    const { assignment, revision, digest } = answer;
    const result = {
      assignment,
      revision,
      sealed_ms: Date.parse(answer.sealedAt!),
      digest,
      cause,
      difference: differenceOf(before, answer),
      state,
      basis,
      answer,
    };
    const way = driven();
    return this.parts.db.transaction(async (db) => {
      await supersedeProposals(db, assignment);
      return insertResult(db, result, way);
    });
  }

  /** Something else stands than before: what was missed may have been done. */
  async settle(assignment: string): Promise<void> {
    const standing = await standingResult<Basis>(this.parts.db, assignment);
    if (!standing?.basis) return;
    const { planned_m, excused_m, covered_m } = standing.answer;
    if (covered_m < RULES.routeDoneShare * (planned_m - excused_m)) return;
    this.parts.done(assignment, Date.parse(standing.basis.assignment.to));
  }

  private async next(assignment: string): Promise<number> {
    return 1 + ((await listResults(this.parts.db, assignment)).at(-1)?.revision ?? 0);
  }

  /** Whether anything was received since that its window touches, or its plan was written again. */
  private async mayBeOutdated({ assignment, revision, basis }: SealedResult): Promise<boolean> {
    const { db, directory, changes } = this.parts;
    if (!basis) return false;
    const look = this.looks.get(assignment);
    const stands = look?.revision === revision && look.changes === changes();
    const since_ms = Math.max(basis.until_ms!, stands ? look.until_ms : -Infinity);
    if (await isPlanRewritten(db, assignment)) return true;
    const { from, to, municipality, vehicle } = basis.assignment;
    const contractor = basis.vehicles.find((one) => one.vehicle.id === vehicle)?.vehicle.contractor;
    const devicesOf = (which: (id: string) => boolean): string[] =>
      [...directory.allVehicles()]
        .filter((one) => one.municipality === municipality && one.contractor === contractor && which(one.id))
        .flatMap(({ id }) => directory.timesOf(id).map(({ device }) => device));
    const since = async (devices: readonly string[]): Promise<string[]> =>
      (await lateArrivalsIn(db, devices, Date.parse(from) - CONTEXT_MS, Date.parse(to) + CONTEXT_MS))
        .filter(({ received_ms }) => received_ms >= since_ms)
        .map(({ device }) => device);
    if ((await since(devicesOf((id) => id === vehicle))).length > 0) return true;
    const others = await since(devicesOf((id) => id !== vehicle));
    return others.length > 0 && (await nearRoute(this.parts, basis, [...new Set(others)])).length > 0;
  }

  private inTurn<Done>(assignment: string, work: () => Promise<Done>): Promise<Done> {
    const before = this.turns.get(assignment) ?? Promise.resolve();
    const done = before.then(work, work);
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(assignment, settled);
    void settled.then(() => this.turns.get(assignment) === settled && this.turns.delete(assignment));
    return done;
  }
}
