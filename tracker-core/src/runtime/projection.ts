import { instantOf, type LiveVehicle } from '@sweepline/contract';
import { isBorneOut, willMissSpells } from '../incidents/resume.ts';
import { startSpell } from '../incidents/spell.ts';
import type { Passage } from '../pipeline/stages.ts';
import type { Db } from '../store/db.ts';
import { onceReached } from '../store/reaching.ts';
import { appendWork, replaceWork, type OwnedWork, type WorkRow } from '../store/series/work.ts';
import type { Cases } from './cases.ts';
import type { Directory } from './directory.ts';
import { timeOf, type FleetFacts, type Running } from './fleet.ts';
import { GroupCommit } from './group-commit.ts';
import { addEvidence, replaceEvidence, type LivePlan } from './live-plan.ts';
import type { Networks } from './networks.ts';
import type { Plans } from './plans.ts';
import type { Positions } from './positions.ts';

interface WorkWrite extends OwnedWork {
  /** Where set, the rows stand for everything the vehicle did from this instant on. */
  readonly replaces_ms: number | null;
}

export interface ProjectionParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly networks: Networks;
  readonly plans: Plans;
  readonly cases: Cases;
  readonly positions: Positions;
  readonly now: () => number;
  /** The assignment's progress changed. */
  readonly progressed: (live: LivePlan) => void;
  /** Something of the vehicle from this instant on was decided, and again when it is stored. */
  readonly touched: (vehicle: string, from_ms: number) => void;
  readonly failed: (cause: unknown) => void;
}

/** Takes what the pipelines decide to where it is kept and shown: positions, work, ledgers, cases. */
export class Projection {
  private readonly parts: ProjectionParts;
  private readonly work: GroupCommit<WorkWrite>;

  constructor(parts: ProjectionParts) {
    this.parts = parts;
    this.work = new GroupCommit((writes) => this.store(writes));
  }

  take(running: Running, facts: FleetFacts, replaces_ms: number | null): void {
    const { positions, cases, plans } = this.parts;
    const { vehicle } = running;
    this.parts.touched(vehicle.id, replaces_ms ?? begunWith(running, facts));
    if (facts.position) positions.put(vehicle.municipality, vehicle.contractor, { no: vehicle.no, ...facts.position });
    if (replaces_ms !== null) {
      const isPlanned = (assignment: string): boolean => plans.find(assignment) !== undefined;
      cases.replace(vehicle.id, { since_ms: replaces_ms, last_ms: running.stepped_ms, isPlanned }, facts.incidents);
    } else if (facts.incidents.length > 0) cases.take(facts.incidents);
    if (replaces_ms === null && facts.passages.length === 0 && facts.silences.length === 0) return;
    this.credit(running, facts, replaces_ms);
    this.keep(running, facts.passages, replaces_ms);
  }

  /** Resolves once everything taken so far is stored. */
  async flushed(): Promise<void> {
    await Promise.all([this.work.flushed(), this.parts.cases.flushed()]);
  }

  get depth(): number {
    return this.work.depth;
  }

  private credit(running: Running, { passages, silences }: FleetFacts, replaces_ms: number | null): void {
    const { plans, progressed } = this.parts;
    const { vehicle } = running;
    if (replaces_ms !== null) {
      for (const live of plans.all()) {
        if (
          live.plan.contractor !== vehicle.contractor ||
          live.stored.municipality !== vehicle.municipality ||
          live.plan.to_ms <= replaces_ms
        )
          continue;
        const own = live.plan.vehicle === vehicle.id ? silences : [];
        const changed = replaceEvidence(live, vehicle.id, replaces_ms, passages, own);
        this.disproveWillMiss(live, timeOf(running, this.parts.now()));
        if (changed) progressed(live);
      }
      return;
    }
    const touched = new Map<LivePlan, Passage[]>();
    for (const passage of passages) {
      for (const live of plans.onEdge(vehicle.municipality, passage.edge)) {
        if (live.plan.contractor !== vehicle.contractor) continue;
        const there = touched.get(live);
        if (there) there.push(passage);
        else touched.set(live, [passage]);
      }
    }
    if (silences.length > 0) {
      for (const { assignment } of plans.assignmentsOf(vehicle.id)) {
        const live = plans.find(assignment);
        if (live && !touched.has(live)) touched.set(live, []);
      }
    }
    for (const [live, there] of touched) {
      if (addEvidence(live, vehicle.id, there, live.plan.vehicle === vehicle.id ? silences : [])) progressed(live);
    }
  }

  /** With more known of the past, what was foretold may never have been to be feared. */
  private disproveWillMiss(live: LivePlan, until_ms: number): void {
    const { cases } = this.parts;
    const { plan, network, ledger, judge } = live;
    const told = cases.toldOf(plan.assignment).filter(({ kind }) => kind === 'will-miss');
    if (told.length === 0) return;
    const passages = [...live.evidence.values()].flatMap((one) => one.passages);
    const spells = willMissSpells(plan, network, ledger, passages, until_ms);
    const disproved = told.filter((one) => !isBorneOut(one, spells, ledger.rules));
    cases.withdraw(disproved.map(({ key }) => key));
    if (disproved.some(({ from_ms }) => from_ms === judge.willMiss.from_ms))
      Object.assign(judge.willMiss, startSpell());
  }

  private keep({ vehicle, assignments }: Running, passages: readonly Passage[], replaces_ms: number | null): void {
    const { directory, networks, failed } = this.parts;
    const timezone = directory.municipality(vehicle.municipality)?.timezone ?? 'UTC';
    const edges = networks.now(vehicle.municipality)?.network.edges ?? [];
    const byCrew = new Map<string | null, WorkRow[]>();
    for (const { vehicle: _, edge, ...passage } of passages) {
      const id = edges[edge]?.id;
      if (id === undefined) continue;
      const duty = assignments.find(({ from_ms, to_ms }) => passage.enter_ms >= from_ms && passage.enter_ms < to_ms);
      const crew = duty ? (this.parts.plans.find(duty.assignment)?.stored.crew ?? null) : null;
      const rows = byCrew.get(crew);
      if (rows) rows.push({ ...passage, edge: id });
      else byCrew.set(crew, [{ ...passage, edge: id }]);
    }
    if (replaces_ms !== null && byCrew.size === 0) byCrew.set(null, []);
    const writes: WorkWrite[] = [];
    for (const [crew, rows] of byCrew) {
      const owner = { municipality: vehicle.municipality, vehicle: vehicle.id, crew, timezone };
      writes.push({ owner, rows, replaces_ms: writes.length === 0 ? replaces_ms : null });
    }
    if (writes.length > 0) this.work.add(writes).catch(failed);
  }

  /** Appends of all vehicles go together; a replacement waits for those before it. */
  private async store(writes: readonly WorkWrite[]): Promise<void> {
    const { db, touched } = this.parts;
    let appends: WorkWrite[] = [];
    let rows = 0;
    const append = async (): Promise<void> => {
      const work = appends;
      appends = [];
      rows = 0;
      await onceReached(() => appendWork(db, work));
    };
    for (const write of writes) {
      if (write.replaces_ms !== null) {
        await append();
        const { owner, replaces_ms, rows: made } = write;
        await onceReached(() => replaceWork(db, owner, replaces_ms, FOREVER_MS, made));
        continue;
      }
      appends.push(write);
      rows += write.rows.length;
      if (rows >= ROWS_AT_ONCE) await append();
    }
    await append();
    for (const { owner, rows: stored, replaces_ms } of writes)
      touched(
        owner.vehicle,
        replaces_ms ?? stored.reduce((first, { enter_ms }) => Math.min(first, enter_ms), Infinity),
      );
  }
}

/** The earliest instant that facts are about: the fix they follow from, or the passages it decided. */
const begunWith = (running: Running, { passages }: FleetFacts): number =>
  passages.reduce((first, { enter_ms }) => Math.min(first, enter_ms), running.state.last_ms ?? Infinity);

/** Of one statement: bounds how long commits of fixes wait for it on one session. */
const ROWS_AT_ONCE = 1_000;
/** As far as `to` reaches: year 9999. */
const FOREVER_MS = 253_402_300_799_000;

/** A vehicle as the first picture of a socket holds it. */
export function liveVehicle({ vehicle, interval_s, position }: Running): LiveVehicle {
  return {
    no: vehicle.no,
    vehicle: vehicle.id,
    plate: vehicle.plate,
    contractor: vehicle.contractor,
    operations: vehicle.operations,
    gearWired: vehicle.gearSensors.length > 0,
    interval_s,
    state: position?.state ?? 'silent',
    ts: position ? instantOf(position.ts_ms) : null,
    lat: position?.lat ?? null,
    lon: position?.lon ?? null,
    heading_deg: position?.heading_deg ?? null,
    speed_kmh: position?.speed_kmh ?? null,
    gearOn: position?.gearOn ?? false,
  };
}
