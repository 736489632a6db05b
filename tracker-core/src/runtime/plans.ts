import type { Assignment, Route } from '@sweepline/contract';
import type { Network } from '../network/network.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import type { EdgeNo } from '../pipeline/stages.ts';
import type { Db } from '../store/db.ts';
import { assignmentsEndingAfter, assignmentsNear, findAssignment } from '../store/objects/assignments.ts';
import { acceptedExcuses, type StoredExcuse } from '../store/objects/excuses.ts';
import { vehiclesOn } from '../store/series/edge-work.ts';
import { sealedRevisions } from '../store/series/results.ts';
import { routesOf } from './basis.ts';
import type { Directory } from './directory.ts';
import { keepEvidence, startPlan, type LivePlan } from './live-plan.ts';
import type { Log } from './log.ts';
import type { Networks } from './networks.ts';
import { PlanIndex } from './plan-index.ts';
import { CONTEXT_MS } from '../pipeline/proof/evidence.ts';
import { planOf } from '../pipeline/proof/plan-of.ts';

/** How long after its window's end an assignment stays on the operator's map. */
export const SHOWN_AFTER_MS = 12 * 3_600_000;
/** How long before its window it comes onto it: plans are made weeks ahead, and screens show the shift. */
const SHOWN_BEFORE_MS = 36 * 3_600_000;

/** The assignments that run, are to come, or ended a short while ago. */
export class Plans {
  private readonly plans = new Map<string, LivePlan>();
  private readonly index = new PlanIndex();
  private readonly db: Db;
  private readonly directory: Directory;
  private readonly networks: Networks;
  private readonly now: () => number;
  private readonly log: Log;

  constructor(db: Db, directory: Directory, networks: Networks, now: () => number, log: Log) {
    this.now = now;
    this.db = db;
    this.directory = directory;
    this.networks = networks;
    this.log = log;
  }

  async load(): Promise<void> {
    const now_ms = this.now();
    const ending = await assignmentsEndingAfter(this.db, now_ms - SHOWN_AFTER_MS);
    const assignments = ending.filter((assignment) => this.isShown(assignment));
    const sealed = await sealedRevisions(
      this.db,
      assignments.map(({ id }) => id),
    );
    for (const live of await this.readAll(assignments)) {
      const { id } = live.stored;
      live.sealed = sealed.has(id);
      this.replace(id, live);
    }
  }

  all(): Iterable<LivePlan> {
    return this.plans.values();
  }

  find(assignment: string): LivePlan | undefined {
    return this.plans.get(assignment);
  }

  assignmentsOf(vehicle: string): readonly PlannedAssignment[] {
    return this.index.assignmentsOf(vehicle);
  }

  /** The plans of a contractor that ask for something on an edge. */
  onEdge(municipality: string, edge: EdgeNo): readonly LivePlan[] {
    return this.index.onEdge(municipality, edge);
  }

  /**
   * Takes up one assignment as it is stored now; answers it as it was and as it is.
   * @param settled resolves once what was found out so far is stored; awaited right before the one gives way to the other
   */
  async take(
    id: string,
    settled: () => Promise<void>,
  ): Promise<{ before: LivePlan | undefined; after: LivePlan | undefined }> {
    const stored = await findAssignment(this.db, id);
    const after = stored !== null && this.isShown(stored) ? await this.read(stored) : undefined;
    if (after) await this.awaitAll(after, settled);
    await settled();
    const before = this.plans.get(id);
    this.replace(id, after);
    return { before, after };
  }

  /** Those whose window has come near since they were made. */
  async near(): Promise<string[]> {
    const now_ms = this.now();
    const ids = await assignmentsNear(this.db, now_ms, now_ms + SHOWN_BEFORE_MS);
    return ids.filter((id) => !this.plans.has(id));
  }

  private isShown({ from, to }: Assignment): boolean {
    const now_ms = this.now();
    return Date.parse(to) > now_ms - SHOWN_AFTER_MS && Date.parse(from) < now_ms + SHOWN_BEFORE_MS;
  }

  /**
   * Everything anew, as where the municipality's network was replaced. What was done stays where the streets did; else the
   * plan awaits those who did it.
   */
  async retake(municipality: string, settled: () => Promise<void>, taken: (live: LivePlan) => void): Promise<void> {
    for (const live of [...this.plans.values()]) {
      if (live.stored.municipality !== municipality) continue;
      const anew = await this.read(live.stored);
      const stays = anew?.network === live.network && anew.drivesOn === live.drivesOn;
      if (anew && !stays) await this.awaitAll(anew, settled);
      await settled();
      if (this.plans.get(live.stored.id) !== live) continue;
      this.replace(live.stored.id, anew);
      if (!anew) continue;
      anew.sealed = live.sealed;
      if (stays) keepEvidence(anew, live);
      taken(anew);
    }
  }

  /** The plan awaits its vehicle, and what others did for it. */
  private async awaitAll(live: LivePlan, settled: () => Promise<void>): Promise<void> {
    if (live.plan.from_ms > this.now()) return;
    await settled();
    live.awaits = [live.plan.vehicle, ...(await this.othersOn(live))];
  }

  /** Other vehicles that did something on the streets of an assignment, as far as it is stored. */
  async othersOn({ stored, plan, network, ledger }: LivePlan): Promise<string[]> {
    if (!plan.othersMayCover || plan.from_ms > this.now()) return [];
    const edges = [...ledger.byEdge.keys()].map((edge) => network.edges[edge]!.id);
    const { municipality } = stored;
    const there = await vehiclesOn(this.db, municipality, edges, plan.from_ms - CONTEXT_MS, plan.to_ms);
    return there.filter((id) => id !== plan.vehicle && this.directory.vehicle(id)?.contractor === plan.contractor);
  }

  /** Forgets what ended long ago. */
  prune(): void {
    const now_ms = this.now();
    for (const [id, { plan }] of [...this.plans])
      if (plan.to_ms <= now_ms - SHOWN_AFTER_MS) this.replace(id, undefined);
  }

  /** Any assignment as a plan, shown or not. */
  async read(assignment: Assignment): Promise<LivePlan | undefined> {
    return (await this.readAll([assignment]))[0];
  }

  /** With no more statements for many than for one. */
  private async readAll(assignments: readonly Assignment[]): Promise<LivePlan[]> {
    const routes = await routesOf(this.db, assignments);
    const ids = assignments.map(({ id }) => id);
    const excuses = new Map<string, StoredExcuse[]>(ids.map((id) => [id, []]));
    for (const excuse of await acceptedExcuses(this.db, ids)) excuses.get(excuse.assignment)!.push(excuse);
    const plans: LivePlan[] = [];
    for (const assignment of assignments) {
      const { network } = await this.networks.of(assignment.municipality);
      const route = routes.get(`${assignment.route} ${assignment.routeVersion}`);
      const plan = route && this.planned(assignment, route, excuses.get(assignment.id)!, network);
      if (plan) plans.push(plan);
    }
    return plans;
  }

  private planned(
    assignment: Assignment,
    route: Route,
    excuses: readonly StoredExcuse[],
    network: Network,
  ): LivePlan | undefined {
    const vehicle = this.directory.vehicle(assignment.vehicle);
    const municipality = this.directory.municipality(assignment.municipality);
    if (!vehicle || !municipality) return undefined;
    const { plan, unknown } = planOf(assignment, route, vehicle, excuses, network);
    if (unknown.length > 0)
      this.log.warn(
        { assignment: assignment.id, edges: unknown.slice(0, 20), count: unknown.length },
        'legs on edges that are no longer in the network',
      );
    return startPlan(assignment, route, plan, network, municipality.drivesOn, this.now());
  }

  private replace(id: string, after: LivePlan | undefined): void {
    const before = this.plans.get(id);
    if (before) this.index.remove(before);
    if (after) {
      this.plans.set(id, after);
      this.index.add(after);
    } else this.plans.delete(id);
  }
}
