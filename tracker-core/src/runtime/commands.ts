import { says } from '@sweepline/contract';
import { randomUUID } from 'node:crypto';
import type { AckMessage, CommandBody, SentCommand } from '@sweepline/contract';
import type { MqttEdge } from '@sweepline/ingest';
import type { LiveFeed } from '../gateway/ports.ts';
import { Refused } from '../refused.ts';
import type { Db } from '../store/db.ts';
import {
  addCommand,
  expireCommands,
  markCommandAcknowledged,
  markCommandDelivered,
  markCommandSent,
  waitingCommands,
} from '../store/objects/commands.ts';
import type { Directory } from './directory.ts';
import { GroupCommit } from './group-commit.ts';
import type { Log } from './log.ts';

/** How long a command waits for its device where it does not say. */
const DEFAULT_TTL_S = 3_600;

/**
 * Commands to drivers and devices: stored first, sent now and at each connect until acknowledged or too old. Each step
 * is told to who looks, after it was stored.
 */
export class Commands {
  private readonly db: Db;
  private readonly directory: Directory;
  private readonly now: () => number;
  private readonly log: Log;
  private edge: MqttEdge | null = null;
  private live: LiveFeed | null = null;
  /** Devices whose waiting commands are to be looked up; a fleet that comes back is one question. */
  private readonly due: GroupCommit<string>;

  constructor(db: Db, directory: Directory, now: () => number, log: Log) {
    this.db = db;
    this.directory = directory;
    this.now = now;
    this.log = log;
    this.due = new GroupCommit((devices) => this.deliverWaiting([...new Set(devices)]));
  }

  use(edge: MqttEdge, live: LiveFeed): void {
    this.edge = edge;
    this.live = live;
  }

  /** @throws Refused `wrong-state` for a vehicle without a device. */
  async send(vehicle: string, body: CommandBody, by: string): Promise<{ id: string }> {
    const device = this.directory.deviceOf(vehicle);
    if (device === undefined) throw new Refused('wrong-state', says('no-device', { id: vehicle }));
    const id = randomUUID();
    const at_ms = this.now();
    const ttl_s = body.kind === 'message' ? (body.ttl_s ?? DEFAULT_TTL_S) : DEFAULT_TTL_S;
    const expires_ms = at_ms + ttl_s * 1000;
    this.tell(await addCommand(this.db, { id, vehicle, device, command: body, by, at_ms, expires_ms }));
    this.sendWaiting(device);
    return { id };
  }

  /** Sends what waits for a device; called when it connects. */
  sendWaiting(device: string): void {
    this.due
      .add([device])
      .catch((error: unknown) => this.log.warn({ device, error: String(error) }, 'waiting commands not read'));
  }

  async acknowledged(device: string, ack: Omit<AckMessage, 'ts'>): Promise<void> {
    const command = await markCommandAcknowledged(this.db, device, ack.id, ack.ok, this.now());
    if (command === null) this.log.info({ device, command: ack.id }, 'acknowledgement of an unknown command');
    this.tell(command);
  }

  /** The device confirmed that it has it. */
  delivered(device: string, id: string): void {
    markCommandDelivered(this.db, device, id, this.now()).then(
      (command) => this.tell(command),
      // Its own answer says the same, and it is sent again until that comes.
      (error: unknown) => this.log.warn({ device, error: String(error) }, 'a delivery was not noted'),
    );
  }

  async expire(): Promise<void> {
    for (const command of await expireCommands(this.db, this.now())) this.tell(command);
  }

  private async deliverWaiting(devices: readonly string[]): Promise<void> {
    const byDevice = new Map<string, SentCommand[]>();
    for (const command of await waitingCommands(this.db, devices, this.now())) {
      const waiting = byDevice.get(command.device);
      if (waiting) waiting.push(command);
      else byDevice.set(command.device, [command]);
    }
    // Not waited for: one may wait for its device's subscription, and the others must not.
    for (const [device, waiting] of byDevice) {
      this.deliver(device, waiting).catch((error: unknown) =>
        this.log.info({ device, why: String(error) }, 'commands wait for their device'),
      );
    }
  }

  private async deliver(device: string, waiting: readonly SentCommand[]): Promise<void> {
    const municipality = this.directory.key(device)?.municipality;
    if (this.edge === null || municipality === undefined) return;
    for (const command of waiting) {
      await this.edge.sendCommand({ municipality, device }, { id: command.id, ...command.command });
      this.tell(await markCommandSent(this.db, command.id, this.now()));
    }
  }

  private tell(command: SentCommand | null): void {
    const vehicle = command === null ? undefined : this.directory.vehicle(command.vehicle);
    if (command !== null && vehicle !== undefined)
      this.live?.publish(vehicle.municipality, vehicle.contractor, { type: 'command', command });
  }
}
