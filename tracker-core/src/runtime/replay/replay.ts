import {
  encodeReplayHour,
  HOUR_MS,
  instantOf,
  metresOf,
  type EdgePassage,
  type EdgePassages,
  type Vehicle,
  says,
} from '@sweepline/contract';
import type { ReplayPort } from '../../gateway/ports.ts';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import { MOST_EDGE_WORK, readEdgeWork } from '../../store/series/edge-work.ts';
import { readWork } from '../../store/series/work.ts';
import type { Directory } from '../directory.ts';
import type { EvidenceReader } from '../evidence.ts';
import type { Networks } from '../networks.ts';
import { drivesOf } from './drives.ts';
import { HourCache } from './hour-cache.ts';
import { packHour } from './pack-hour.ts';

export interface ReplayParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly networks: Networks;
  readonly evidence: EvidenceReader;
  /** The newest fix of a vehicle; −∞ where there is none. */
  readonly newestOf: (vehicle: string) => number;
}

/** A passage that holds an hour's first fix was entered at most so long before it, but for a long stand. */
const BEFORE_MS = 30 * 60_000;

/** The matcher is certain of a vehicle's way after so long at the latest, but for a few that hardly moved. */
const DECIDING_MS = 3 * 60_000;

/** What the fleet did, hour by hour for replay and street by street, out of the stored fixes and passages. */
export class Replay implements ReplayPort {
  private readonly parts: ReplayParts;
  private readonly cache = new HourCache();

  constructor(parts: ReplayParts) {
    this.parts = parts;
  }

  /** Something of the vehicle from this instant on was stored or judged anew. */
  touch(vehicle: string, from_ms: number): void {
    this.cache.touch(vehicle, from_ms - DECIDING_MS);
  }

  vehicles(municipality: string, contractor: string | null): readonly Vehicle[] {
    return [...this.parts.directory.allVehicles()]
      .filter((one) => one.municipality === municipality && (contractor === null || one.contractor === contractor))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async hour(vehicles: readonly Vehicle[], hour_ms: number): Promise<readonly Uint8Array[]> {
    const frames: Uint8Array[] = [];
    for (const vehicle of vehicles) {
      const frame = this.cache.get(vehicle.id, hour_ms) ?? (await this.pack(vehicle, hour_ms));
      if (frame !== null) frames.push(frame);
    }
    return frames;
  }

  async passages(
    municipality: string,
    edge: string,
    { wholeStreet, from_ms, to_ms, contractor }: Parameters<ReplayPort['passages']>[2],
  ): Promise<EdgePassages> {
    const { db, networks } = this.parts;
    const { network } = await networks.of(municipality);
    const no = network.edgeNo(edge);
    if (no === undefined) throw new Refused('not-found', says('nothing-there', { kind: 'edge', id: edge }));
    const { name } = network.edges[no]!;
    const edges =
      wholeStreet && name !== null ? network.edges.filter((one) => one.name === name).map(({ id }) => id) : [edge];
    const vehicles = new Map(this.vehicles(municipality, contractor).map((vehicle) => [vehicle.id, vehicle]));
    const work = await readEdgeWork(
      db,
      municipality,
      edges,
      from_ms,
      to_ms,
      contractor === null ? null : [...vehicles.keys()],
    );
    const passages = drivesOf(work).flatMap((drive): EdgePassage[] => {
      const vehicle = vehicles.get(drive.vehicle);
      if (vehicle === undefined) return [];
      const hours = (drive.leave_ms - drive.enter_ms) / HOUR_MS;
      return [
        {
          vehicle: vehicle.id,
          plate: vehicle.plate,
          contractor: vehicle.contractor,
          edge: drive.edge,
          operation: drive.operation,
          side: drive.serves,
          forward: drive.forward,
          from: instantOf(drive.enter_ms),
          to: instantOf(drive.leave_ms),
          from_m: metresOf(drive.from_cm),
          to_m: metresOf(drive.to_cm),
          speed_kmh: hours > 0 ? Math.round(drive.driven_cm / hours / 10_000) / 10 : null,
          verdict: drive.verdict,
          marks: [...drive.marks],
        },
      ];
    });
    return { edge, name, edges, passages, truncated: work.length >= MOST_EDGE_WORK };
  }

  private async pack(vehicle: Vehicle, hour_ms: number): Promise<Uint8Array | null> {
    const { db, evidence } = this.parts;
    const mark = this.cache.mark(vehicle.id);
    const stored = await evidence.stored(vehicle.id, hour_ms, hour_ms + HOUR_MS);
    let frame: Uint8Array | null = null;
    if (stored.length > 0) {
      const work = await readWork(db, vehicle.id, hour_ms - BEFORE_MS, hour_ms + HOUR_MS);
      const decided_ms = this.parts.newestOf(vehicle.id) - DECIDING_MS;
      const fixes = stored.map((fix) => evidence.fixOf(fix));
      frame = encodeReplayHour(packHour({ vehicle: vehicle.id, no: vehicle.no, hour_ms, decided_ms, fixes, work }));
    }
    this.cache.put(vehicle.id, hour_ms, frame, mark);
    return frame;
  }
}
