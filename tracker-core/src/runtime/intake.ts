import type { Vehicle } from '@sweepline/contract';
import type { Attempt, Delivery, DeliveryReceipt, DeviceCredentials, IngestPort } from '@sweepline/ingest';
import { fixOf } from '../pipeline/fix-of.ts';
import type { Fix } from '../pipeline/stages.ts';
import { deviceAccepts } from '../store/objects/devices.ts';
import type { FixWriter } from '../store/series/fix-writer.ts';
import type { Commands } from './commands.ts';
import type { Directory } from './directory.ts';
import type { Door } from './door.ts';
import type { Fleet } from './fleet.ts';
import type { Listening } from './listening.ts';
import type { Metrics } from './metrics.ts';
import type { Connections } from './connections.ts';

export interface IntakeParts {
  readonly directory: Directory;
  readonly writer: FixWriter;
  readonly fleet: Fleet;
  readonly commands: Commands;
  readonly connections: Connections;
  readonly listening: Listening;
  readonly door: Door;
  readonly metrics: Metrics;
  readonly lateAfter_ms: number;
  readonly now: () => number;
}

/** Stores what devices deliver, and hands the committed fixes to their vehicles. */
export class Intake implements IngestPort {
  private readonly parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.parts = parts;
  }

  now(): number {
    return this.parts.now();
  }

  credentials(device: string): DeviceCredentials | null {
    const key = this.parts.directory.key(device);
    if (!key || key.revoked) return null;
    return { municipality: key.municipality, accepts: (secret) => deviceAccepts(key, secret, this.parts.now()) };
  }

  connected(device: string, online: boolean): void {
    this.parts.connections.mark(device, online);
    if (online) this.parts.commands.sendWaiting(device);
  }

  turnedAway(attempt: Attempt): void {
    this.parts.door.note(attempt);
  }

  commandDelivered(device: string, id: string): void {
    this.parts.commands.delivered(device, id);
  }

  async deliver(delivery: Delivery): Promise<DeliveryReceipt> {
    const { writer, metrics, now } = this.parts;
    const begin_ms = now();
    const { accepted, replaced_ms, known, conflicts_ms, refusals } = await writer.write(delivery);
    metrics.commitSeconds.observe((now() - begin_ms) / 1000);
    metrics.fixesStored.inc(accepted.length);
    metrics.fixesRepeated.inc(known);
    this.parts.listening.hear(delivery, { known, refusals });
    this.handOver(delivery, accepted, replaced_ms);
    for (const ts_ms of conflicts_ms) this.conflict(delivery.sender.device, ts_ms);
    if (delivery.ack) await this.parts.commands.acknowledged(delivery.sender.device, delivery.ack);
    if (delivery.status) this.parts.connections.mark(delivery.sender.device, delivery.status === 'online');
    return { refusals };
  }

  private handOver(delivery: Delivery, accepted: Delivery['fixes'], replaced_ms: readonly number[]): void {
    const { directory, fleet } = this.parts;
    const { device } = delivery.sender;
    const byVehicle = new Map<Vehicle, Fix[]>();
    for (const { ts_ms, body } of accepted) {
      const vehicle = directory.vehicleAt(device, ts_ms);
      if (!vehicle) continue;
      const fix = fixOf(body, delivery.received_ms, ts_ms, this.parts.lateAfter_ms);
      const fixes = byVehicle.get(vehicle);
      if (fixes) fixes.push(fix);
      else byVehicle.set(vehicle, [fix]);
    }
    for (const [vehicle, fixes] of byVehicle) {
      // One that was out of use at the last start is taken up when something late comes of it.
      const running = fleet.find(vehicle.id) ?? fleet.enlist(vehicle);
      fleet.take(running, fixes, delivery.received_ms);
    }
    for (const ts_ms of replaced_ms) {
      const vehicle = directory.vehicleAt(device, ts_ms);
      if (vehicle) fleet.rebuild(vehicle.id, ts_ms);
    }
    this.report(delivery, accepted);
  }

  private conflict(device: string, ts_ms: number): void {
    const vehicle = this.parts.directory.vehicleAt(device, ts_ms)?.id;
    if (vehicle !== undefined) this.parts.fleet.report(vehicle, { type: 'conflict', ts_ms });
  }

  private report({ sender, received_ms, event, refusals }: Delivery, accepted: Delivery['fixes']): void {
    const { directory, fleet } = this.parts;
    const vehicle = directory.vehicleAt(sender.device, received_ms)?.id;
    if (vehicle === undefined) return;
    if (event) {
      const { ts_ms, kind, note, lat, lon } = event;
      fleet.report(vehicle, { type: 'message', ts_ms, kind, note: note ?? null, lat: lat ?? null, lon: lon ?? null });
    }
    for (const { reason } of refusals) if (reason === 'future') fleet.report(vehicle, { type: 'future', received_ms });
    const [only] = accepted;
    if (only && accepted.length === 1)
      fleet.report(vehicle, { type: 'lag', received_ms, lag_ms: received_ms - only.ts_ms });
  }
}
