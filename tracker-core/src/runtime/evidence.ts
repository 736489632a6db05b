import type { Vehicle } from '@sweepline/contract';
import { fixOf } from '../pipeline/fix-of.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { choiceOf } from '../pipeline/proof/basis.ts';
import { onePerInstant, type Choice, type CountingFix, type DeviceSpan } from '../pipeline/proof/choice.ts';
import { CONTEXT_MS, evidenceOf, settingOf, type VehicleEvidence } from '../pipeline/proof/evidence.ts';
import { recomputeVehicle, type VehicleFacts } from '../pipeline/recompute.ts';
import type { Fix, VehicleSetting } from '../pipeline/stages.ts';
import type { Db } from '../store/db.ts';
import { DEFAULT_INTERVAL_S } from '../store/objects/devices.ts';
import { chooseFixes, readConflicts, readFixes } from '../store/series/read-fixes.ts';
import { readEvents } from '../store/series/events.ts';
import type { Directory } from './directory.ts';
import type { StoredReport } from './fleet.ts';
import type { Ground, Networks } from './networks.ts';

/** Stored fixes that the cache may hold in all, about 600 bytes each with what follows from them. */
const CACHED_FIXES = 150_000;

/** A vehicle as its fixes are judged. */
export interface Subject {
  readonly setting: VehicleSetting;
  readonly devices: readonly DeviceSpan[];
  readonly ground: Ground;
}

interface Cached {
  readonly version: string;
  readonly evidence: Promise<VehicleEvidence>;
  fixes: number;
}

export interface EvidenceParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly networks: Networks;
  readonly lateAfter_ms: number;
  /** Changes with everything that is stored of the vehicle. */
  readonly versionOf: (vehicle: string) => number;
}

/** Facts out of the stored fixes, from empty state; kept while nothing new is stored. */
export class EvidenceReader {
  private readonly cache = new Map<string, Cached>();
  private cachedFixes = 0;
  private readonly parts: EvidenceParts;

  constructor(parts: EvidenceParts) {
    this.parts = parts;
  }

  /** The counting fixes of a vehicle in [from, to), one per instant: of two devices' the smaller digest counts. */
  async stored(vehicle: string, from_ms: number, to_ms: number): Promise<readonly CountingFix[]> {
    return onePerInstant(await readFixes(this.parts.db, this.parts.directory.timesOf(vehicle), from_ms, to_ms));
  }

  /** The messages of the vehicle's drivers in [from, to), by the device's time with it, and its conflicts, in order of time. */
  async reports(vehicle: string, from_ms: number, to_ms: number): Promise<StoredReport[]> {
    const times = this.parts.directory.timesOf(vehicle);
    const devices = times.map(({ device }) => device);
    const events = await readEvents(this.parts.db, devices, from_ms, to_ms);
    const messages = events
      .filter(({ device, ts_ms }) =>
        times.some((time) => time.device === device && ts_ms >= time.from_ms && ts_ms < time.to_ms),
      )
      .map(({ ts_ms, kind, note, lat, lon }): StoredReport => ({ type: 'message', ts_ms, kind, note, lat, lon }));
    const conflicts = (await readConflicts(this.parts.db, times, from_ms, to_ms)).map((ts_ms): StoredReport => ({
      type: 'conflict',
      ts_ms,
    }));
    return [...messages, ...conflicts].sort((a, b) => a.ts_ms - b.ts_ms);
  }

  fixOf({ body, received_ms, ts_ms }: CountingFix): Fix {
    return fixOf(body, received_ms, ts_ms, this.parts.lateAfter_ms);
  }

  /** What a vehicle did in [from, to), with its context. The same answer for the same stored fixes. */
  of(
    vehicle: Vehicle,
    from_ms: number,
    to_ms: number,
    assignments: readonly PlannedAssignment[],
  ): Promise<VehicleEvidence> {
    const ground = this.parts.networks.now(vehicle.municipality);
    const plans = assignments
      .map(
        ({ assignment, routeVersion, from_ms: opens, to_ms: closes }) =>
          `${assignment}/${routeVersion}/${opens}/${closes}`,
      )
      .join(' ');
    const key = `${vehicle.id} ${from_ms} ${to_ms} ${plans}`;
    const version = `${this.parts.versionOf(vehicle.id)} ${ground?.version}`;
    const known = this.cache.get(key);
    if (known?.version === version) {
      this.cache.delete(key);
      this.cache.set(key, known);
      return known.evidence;
    }
    if (known) this.drop(key, known);
    const made: Cached = { version, evidence: this.make(vehicle, from_ms, to_ms, assignments), fixes: 0 };
    this.cache.set(key, made);
    made.evidence.then(
      ({ stored }) => this.weigh(key, made, stored.length),
      () => this.drop(key, made),
    );
    return made.evidence;
  }

  /** The same, read anew whatever is cached. */
  private async make(
    vehicle: Vehicle,
    from_ms: number,
    to_ms: number,
    assignments: readonly PlannedAssignment[],
  ): Promise<VehicleEvidence> {
    const { networks, directory, lateAfter_ms } = this.parts;
    const ground = await networks.of(vehicle.municipality);
    const subject = { setting: this.settingOf(vehicle), devices: directory.timesOf(vehicle.id), ground };
    return this.read(subject, from_ms, to_ms, assignments, choiceOf({ until_ms: null, late: [], lateAfter_ms }));
  }

  /** What a vehicle did in [from, to) by the fixes that are chosen, and by all that came too late besides. */
  async read(
    { setting, devices, ground }: Subject,
    from_ms: number,
    to_ms: number,
    assignments: readonly PlannedAssignment[],
    choice: Choice,
  ): Promise<VehicleEvidence> {
    const read = await chooseFixes(this.parts.db, devices, from_ms - CONTEXT_MS, to_ms + CONTEXT_MS, choice);
    const { lateAfter_ms } = this.parts;
    return evidenceOf(
      { setting, network: ground.network, areas: ground.areas, assignments, lateAfter_ms, choice },
      read,
    );
  }

  /** Metres driven in [from, to) alone: the fixes of the context around it are left out. */
  distanceOf(
    vehicle: Vehicle,
    from_ms: number,
    to_ms: number,
    { fixes, facts }: VehicleEvidence,
    assignments: readonly PlannedAssignment[],
  ): number {
    const inside = fixes.filter(({ ts_ms }) => ts_ms >= from_ms && ts_ms < to_ms);
    return inside.length === fixes.length ? facts.distance_m : this.recompute(vehicle, inside, assignments).distance_m;
  }

  private recompute(vehicle: Vehicle, fixes: readonly Fix[], assignments: readonly PlannedAssignment[]): VehicleFacts {
    const { network, areas } = this.parts.networks.present(vehicle.municipality);
    return recomputeVehicle({ setting: this.settingOf(vehicle), network, areas }, fixes, assignments);
  }

  private settingOf(vehicle: Vehicle): VehicleSetting {
    const { directory } = this.parts;
    const drivesOn = directory.municipality(vehicle.municipality)?.drivesOn ?? 'right';
    return settingOf(vehicle, drivesOn, directory.intervalOf(vehicle.id) ?? DEFAULT_INTERVAL_S);
  }

  private weigh(key: string, made: Cached, fixes: number): void {
    if (this.cache.get(key) !== made) return;
    made.fixes = fixes;
    this.cachedFixes += fixes;
    for (const [oldest, entry] of this.cache) {
      if (this.cachedFixes <= CACHED_FIXES) break;
      this.drop(oldest, entry);
    }
  }

  private drop(key: string, entry: Cached): void {
    if (this.cache.get(key) !== entry) return;
    this.cache.delete(key);
    this.cachedFixes -= entry.fixes;
  }
}
