import type { Vehicle } from '@sweepline/contract';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { standing, type IncidentFact } from '../incidents/fact.ts';
import type { VehicleReport } from '../incidents/reports.ts';
import { AHEAD, readAhead } from '../pipeline/ahead.ts';
import type { Fix, Passage, Silence, VehiclePosition } from '../pipeline/stages.ts';
import { inheritReports, report, step, tick, type Facts, type VehicleState } from '../pipeline/step.ts';
import { HourlyChanges } from './hourly-changes.ts';
import type { Log } from './log.ts';

/** How many fixes of one vehicle are worked off before another has its turn, and how long before sockets have theirs. */
const SLICE_FIXES = 256;
const SLICE_MS = 8;
const REMAKE_FIXES = 2_048;
/** In backlog a vehicle's assignments are judged each time its own time went on so far: hours may pass in a second. */
const JUDGE_EVERY_MS = 30_000;
/** A vehicle whose last fix arrived later than this after its instant is in backlog: its own time judges it, not the clock. */
const BACKLOG_LAG_MS = 120_000;

/** What a vehicle's live state is made of. */
export interface Running {
  readonly vehicle: Vehicle;
  readonly interval_s: number;
  state: VehicleState;
  /** Newest fix that was queued; an earlier one is late and calls for a rebuild. */
  head_ms: number;
  /** Newest fix that went through the pipeline, and the last at which its assignments were judged while in backlog. */
  stepped_ms: number;
  judged_ms: number;
  lastReceived_ms: number;
  position: VehiclePosition | null;
  assignments: readonly PlannedAssignment[];
  /** Raised with every commit that concerns the vehicle: what was computed from its fixes before is out of date. */
  version: number;
  readonly changes: HourlyChanges;
  readonly queue: Fix[];
  rebuildFrom_ms: number | null;
  /** A rebuild is under way: what is stored from now on it may not have read. */
  remaking: boolean;
  queued: boolean;
}

/** Of what a vehicle reported besides fixes, what is stored. */
export type StoredReport = Extract<VehicleReport, { type: 'message' | 'conflict' }>;

/** What a vehicle's live state is made again from: its counting fixes, its driver's messages, its conflicts, each in order of time. */
export interface Shift {
  /** Where they begin. */
  readonly since_ms: number;
  readonly fixes: readonly Fix[];
  readonly reports: readonly StoredReport[];
}

/** What of a step leaves the fleet. */
export type FleetFacts = Pick<Facts, 'position' | 'passages' | 'silences' | 'incidents'>;

export interface FleetPorts {
  /** The pipeline's start for a vehicle: its setting, streets and areas as they are now. */
  start(vehicle: Vehicle): { state: VehicleState; interval_s: number };
  assignmentsOf(vehicle: string): readonly PlannedAssignment[];
  /** What is stored from the beginning of the shift that holds `from_ms`. */
  shift(vehicle: Vehicle, from_ms: number): Promise<Shift>;
  /** What the pipeline decided. With `replaces_ms` it stands for everything the vehicle had decided from there on. */
  facts(running: Running, facts: FleetFacts, replaces_ms: number | null): void;
  /** A vehicle's own time went on while it is in backlog. */
  caughtUp(running: Running): void;
  rebuilt(): void;
  now(): number;
}

/** The time a vehicle is judged by: the clock's, or while it is in backlog that of its own last fix. */
export function timeOf({ stepped_ms, lastReceived_ms }: Running, now_ms: number): number {
  const inBacklog = lastReceived_ms - stepped_ms > BACKLOG_LAG_MS && now_ms - lastReceived_ms < BACKLOG_LAG_MS;
  return inBacklog ? stepped_ms : now_ms;
}

export const isRetired = ({ vehicle }: Running): boolean => vehicle.retiredAt !== undefined;

/** Every vehicle's pipeline, each in its own order, all on one thread in short turns. */
export class Fleet {
  /** One that is out of use stays: what comes late is worked off, but it is neither shown nor judged by the clock. */
  private readonly vehicles = new Map<string, Running>();
  private readonly turns: Running[] = [];
  private readonly ports: FleetPorts;
  private readonly log: Log;
  /** Vehicles that were started but not made again yet from what is stored of their shift. */
  private readonly asleep = new Set<string>();
  private pumping = false;
  private idle: (() => void)[] = [];

  constructor(ports: FleetPorts, log: Log) {
    this.ports = ports;
    this.log = log;
  }

  get depth(): number {
    return this.turns.reduce((sum, running) => sum + running.queue.length, 0);
  }

  get size(): number {
    return this.all().length;
  }

  /** Those in use. */
  all(): Running[] {
    return [...this.vehicles.values()].filter((running) => !isRetired(running));
  }

  /** In use or not. */
  find(vehicle: string): Running | undefined {
    return this.vehicles.get(vehicle);
  }

  version(vehicle: string): number {
    return this.find(vehicle)?.version ?? 0;
  }

  /** The version with which anything that is stored of the vehicle in [from, to) last changed. */
  versionWithin(vehicle: string, from_ms: number, to_ms: number): number {
    return this.find(vehicle)?.changes.within(from_ms, to_ms) ?? 0;
  }

  /** Takes up a vehicle, or takes it anew where its setting, its streets, its devices or its being in use changed. */
  enlist(vehicle: Vehicle): Running {
    const former = this.find(vehicle.id);
    const { state, interval_s } = this.ports.start(vehicle);
    if (former) inheritReports(state, former.state);
    const running: Running = {
      vehicle,
      interval_s,
      state,
      head_ms: former?.head_ms ?? -Infinity,
      stepped_ms: former?.stepped_ms ?? -Infinity,
      judged_ms: former?.judged_ms ?? -Infinity,
      lastReceived_ms: former?.lastReceived_ms ?? -Infinity,
      position: former?.position ?? null,
      assignments: this.ports.assignmentsOf(vehicle.id),
      version: (former?.version ?? 0) + 1,
      changes: new HourlyChanges((former?.version ?? 0) + 1),
      queue: former?.queue ?? [],
      rebuildFrom_ms: former?.rebuildFrom_ms ?? null,
      remaking: false,
      queued: false,
    };
    this.vehicles.set(vehicle.id, running);
    if (former && former.head_ms > -Infinity) this.rebuild(vehicle.id, former.head_ms);
    else if (running.queue.length > 0) this.enqueue(running);
    return running;
  }

  /** The vehicle's plan changed: judged by the new one from now on, and from `from_ms` where that lies in the past. */
  replan(vehicle: string, from_ms: number): void {
    const running = this.find(vehicle);
    if (!running) return;
    running.assignments = this.ports.assignmentsOf(vehicle);
    running.changes.all(++running.version);
    if (from_ms <= running.head_ms) this.rebuild(vehicle, from_ms);
  }

  /** Committed fixes of one vehicle that were not stored before, in any order. */
  take(running: Running, fixes: readonly Fix[], received_ms: number): void {
    running.version++;
    running.lastReceived_ms = Math.max(running.lastReceived_ms, received_ms);
    const ordered = fixes.length > 1 ? [...fixes].sort((a, b) => a.ts_ms - b.ts_ms) : fixes;
    for (const fix of ordered) {
      running.changes.at(fix.ts_ms, running.version);
      if (fix.ts_ms > running.head_ms && !isRetired(running)) {
        running.head_ms = fix.ts_ms;
        running.queue.push(fix);
      } else {
        running.rebuildFrom_ms = Math.min(running.rebuildFrom_ms ?? Infinity, fix.ts_ms);
      }
    }
    this.enqueue(running);
  }

  /** Makes the vehicle's live state and facts again from the shift that holds `from_ms`. */
  rebuild(vehicle: string, from_ms: number): void {
    const running = this.find(vehicle);
    if (!running) return;
    running.rebuildFrom_ms = Math.min(running.rebuildFrom_ms ?? Infinity, from_ms);
    this.enqueue(running);
  }

  /** After a start: the shift that holds `from_ms` is made again before anything is concluded from what is missing. */
  wake(vehicle: string, from_ms: number): void {
    this.asleep.add(vehicle);
    this.rebuild(vehicle, from_ms);
  }

  /** Whether every vehicle is as it was before the start. */
  get awake(): boolean {
    return this.asleep.size === 0;
  }

  /** The same of a contractor's vehicles. */
  isAwake(contractor: string): boolean {
    for (const id of this.asleep) if (this.find(id)?.vehicle.contractor === contractor) return false;
    return true;
  }

  /** Whether the vehicle's shift is being made again, or is to be. */
  isMaking(vehicle: string): boolean {
    const running = this.find(vehicle);
    return running !== undefined && (running.rebuildFrom_ms !== null || running.remaking);
  }

  /** Resolves once everything taken so far has been through the pipeline. */
  settled(): Promise<void> {
    if (!this.pumping && this.turns.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** Time passes for the vehicles that report live. */
  tick(now_ms: number): void {
    for (const running of this.all()) {
      if (running.head_ms === -Infinity || running.queue.length > 0 || running.rebuildFrom_ms !== null) continue;
      if (timeOf(running, now_ms) === now_ms)
        this.apply(running, tick(running.state, now_ms, running.assignments), null);
    }
  }

  /** What reached the service about a vehicle besides its fixes. */
  report(vehicle: string, what: VehicleReport): void {
    const running = this.find(vehicle);
    if (!running) return;
    const { reports } = running.state.judge;
    const isMissed = this.isMaking(vehicle);
    // A conflict is stored: out of its order, or while the shift is read, it is found there in its place.
    if (what.type === 'conflict' && (isMissed || what.ts_ms < reports.conflict.last_ms))
      this.rebuild(vehicle, what.ts_ms);
    else this.apply(running, report(running.state, what, running.assignments), null);
  }

  private enqueue(running: Running): void {
    if (!running.queued) {
      running.queued = true;
      this.turns.push(running);
    }
    if (!this.pumping) {
      this.pumping = true;
      setImmediate(() => void this.pump());
    }
  }

  private async pump(): Promise<void> {
    let until = performance.now() + SLICE_MS;
    let read = 0;
    for (let running = this.turns.shift(); running; running = this.turns.shift()) {
      running.queued = false;
      if (read-- === 0) read = this.readNext(running);
      try {
        if (running.rebuildFrom_ms !== null) {
          running.remaking = true;
          await this.remake(running).finally(() => (running.remaking = false));
        } else this.work(running);
      } catch (error) {
        this.log.error({ vehicle: running.vehicle.id, error }, 'pipeline failed; the vehicle starts anew');
        running.queue.length = 0;
        const { state } = this.ports.start(running.vehicle);
        inheritReports(state, running.state);
        running.state = state;
        this.asleep.delete(running.vehicle.id);
      }
      if (running.queue.length > 0 || running.rebuildFrom_ms !== null) this.enqueue(running);
      if (performance.now() > until) {
        await new Promise((resolve) => setImmediate(resolve));
        until = performance.now() + SLICE_MS;
      }
    }
    this.pumping = false;
    const waiting = this.idle;
    this.idle = [];
    for (const resolve of waiting) resolve();
  }

  /** Has the memory of this turn and the next ones come in together; answers how many turns that is good for. */
  private readNext(running: Running): number {
    const next = this.turns.slice(0, AHEAD - 1);
    if (next.length > 0) readAhead([running, ...next].map(({ state }) => state));
    return next.length;
  }

  private work(running: Running): void {
    for (const fix of running.queue.splice(0, SLICE_FIXES)) {
      this.apply(running, step(running.state, fix, running.assignments), null);
      running.stepped_ms = fix.ts_ms;
      if (fix.ts_ms - running.judged_ms < JUDGE_EVERY_MS) continue;
      running.judged_ms = fix.ts_ms;
      this.ports.caughtUp(running);
    }
  }

  private async remake(running: Running): Promise<void> {
    const from_ms = running.rebuildFrom_ms ?? running.head_ms;
    running.rebuildFrom_ms = null;
    const { since_ms, fixes, reports } = await this.ports.shift(running.vehicle, from_ms);
    const { state } = this.ports.start(running.vehicle);
    const passages: Passage[] = [];
    const silences: Silence[] = [];
    const incidents: IncidentFact[] = [];
    let position: VehiclePosition | null = null;
    let told = 0;
    const tell = (until_ms: number): void => {
      for (; told < reports.length && reports[told]!.ts_ms <= until_ms; told++) {
        incidents.push(...report(state, reports[told]!, running.assignments).incidents);
      }
    };
    for (const [index, fix] of fixes.entries()) {
      tell(fix.ts_ms);
      const facts = step(state, fix, running.assignments);
      position = facts.position ?? position;
      passages.push(...facts.passages);
      silences.push(...facts.silences);
      incidents.push(...facts.incidents);
      if (index % REMAKE_FIXES === REMAKE_FIXES - 1) await new Promise((resolve) => setImmediate(resolve));
    }
    tell(Infinity);
    // Enlisted anew meanwhile: that one has its own rebuild waiting.
    if (this.find(running.vehicle.id) !== running) return;
    // What was queued while the fixes were read and is newer than all of them is still to be worked off.
    const last_ms = fixes.at(-1)?.ts_ms ?? -Infinity;
    const newer = running.queue.filter((fix) => fix.ts_ms > last_ms);
    running.queue.splice(0, running.queue.length, ...newer);
    running.head_ms = Math.max(last_ms, newer.at(-1)?.ts_ms ?? -Infinity);
    // Conflicts are stored and were told again; of a wrong clock nothing stored tells.
    const { skew } = running.state.judge.reports;
    state.judge.reports = { ...state.judge.reports, skew };
    running.stepped_ms = last_ms;
    running.state = state;
    this.asleep.delete(running.vehicle.id);
    this.ports.rebuilt();
    this.apply(running, { position, passages, silences, incidents: standing(incidents) }, since_ms);
  }

  private apply(running: Running, facts: FleetFacts, replaces_ms: number | null): void {
    const shown = facts.position;
    // The map never goes back, nor shows what is out of use: what comes late is known, not shown.
    const isOver = isRetired(running) || (shown && running.position && shown.ts_ms < running.position.ts_ms);
    const position = isOver ? null : shown;
    if (position) running.position = position;
    this.ports.facts(running, position === shown ? facts : { ...facts, position }, replaces_ms);
  }
}
