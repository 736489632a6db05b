import type { Vehicle } from '@sweepline/contract';
import { fixOf, gearBits } from '../pipeline/fix-of.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { recomputeVehicle, type VehicleFacts } from '../pipeline/recompute.ts';
import type { Fix, VehicleSetting } from '../pipeline/stages.ts';
import type { Db } from '../store/db.ts';
import { DEFAULT_INTERVAL_S } from '../store/objects/devices.ts';
import {
  chooseFixes,
  readConflicts,
  readFixes,
  type Choice,
  type CountingFix,
  type DeviceSpan,
} from '../store/series/read-fixes.ts';
import { readEvents } from '../store/series/events.ts';
import { choiceOf } from './basis.ts';
import type { Directory } from './directory.ts';
import type { StoredReport } from './fleet.ts';
import type { Ground, Networks } from './networks.ts';

/** Fixes this long before and after what is asked for are read too, so that the matcher knows where the vehicle came from. */
export const CONTEXT_MS = 30 * 60_000;
/** Stored fixes that the cache may hold in all, about 600 bytes each with what follows from them. */
const CACHED_FIXES = 150_000;

/** Stored fixes with all that follows from them. */
export interface Proof {
  readonly stored: readonly CountingFix[];
  readonly fixes: readonly Fix[];
  readonly facts: VehicleFacts;
}

/** What a vehicle's stored fixes of a time show, and what those alone show that count in a result. */
export interface VehicleEvidence extends Proof {
  /** The very same where nothing came too late. */
  readonly proof: Proof;
}

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

export function settingOf(
  vehicle: Vehicle,
  drivesOn: 'left' | 'right',
  interval_s: number | undefined,
): VehicleSetting {
  return {
    vehicle: vehicle.id,
    contractor: vehicle.contractor,
    operations: vehicle.operations,
    gearWired: gearBits(vehicle.gearSensors),
    serves: vehicle.serves ?? 'kerb',
    drivesOn,
    interval_s: interval_s ?? DEFAULT_INTERVAL_S,
  };
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
    const { network, areas } = ground;
    const proved = (stored: readonly CountingFix[], fixes: readonly Fix[]): Proof => ({
      stored,
      fixes,
      facts: recomputeVehicle({ setting, network, areas }, fixes, assignments),
    });
    const counting = onePerInstant(read.counting);
    const proof = proved(
      counting,
      counting.map((fix) => this.fixOf(fix)),
    );
    if (read.withLate === read.counting) return { ...proof, proof };
    const stored = onePerInstant(read.withLate);
    const fixes = stored.map((fix) => ({
      ...this.fixOf(fix),
      late: choice(fix.ts_ms, fix.received_ms) === 'late',
    }));
    return { ...proved(stored, fixes), proof };
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
    return settingOf(vehicle, drivesOn, directory.intervalOf(vehicle.id));
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

/** Of two devices' fixes of one instant that with the smaller digest. */
function onePerInstant(fixes: readonly CountingFix[]): readonly CountingFix[] {
  const counting: CountingFix[] = [];
  for (const fix of fixes) {
    const last = counting.at(-1);
    if (last?.ts_ms !== fix.ts_ms) counting.push(fix);
    else if (fix.digest < last.digest) counting[counting.length - 1] = fix;
  }
  return counting;
}
