import { belongsToDevice, fleetTopic, parseUplinkTopic, type DeviceTopic, type UplinkKind } from '@sweepline/contract';
import type { Client, PublishPacket } from 'aedes';
import { OrderedGate } from '../ordered-gate.ts';
import type { Sender } from '../port.ts';
import { RejectionAllowance } from '../rejections.ts';
import type { PacketCutter } from './packet-cutter.ts';

/** What a topic is to a device: an uplink of the contract, one of its own that says nothing to us, or not its own. */
export type TopicVerdict = DeviceTopic<UplinkKind> | 'ignored' | 'foreign';

/** A device that is turning up twice a second with new filters must not fill the broker's memory. */
const MAX_FILTERS = 64;

interface WaitingCommand {
  readonly id: string;
  readonly payload: string;
  readonly sent: () => void;
  readonly failed: (cause: Error) => void;
}

/** One authenticated connection. */
export class Session {
  readonly sender: Sender;
  readonly client: Client;
  readonly cutter: PacketCutter;
  /** Holds PUBACKs until what was published is committed. */
  readonly gate = new OrderedGate();
  readonly allowance: RejectionAllowance;
  /** True once the device has its CONNACK. */
  begun = false;
  readonly #filters = new Map<string, 0 | 1>();
  #waiting: WaitingCommand[] = [];
  /** Commands whose PUBACK is to come, in the order in which they were sent. */
  readonly #unconfirmed: string[] = [];
  #lastTopic: { readonly topic: string; readonly verdict: TopicVerdict } | null = null;

  constructor(sender: Sender, client: Client, cutter: PacketCutter, now_ms: number) {
    this.sender = sender;
    this.client = client;
    this.cutter = cutter;
    this.allowance = new RejectionAllowance(now_ms);
  }

  judge(topic: string): TopicVerdict {
    if (this.#lastTopic?.topic === topic) return this.#lastTopic.verdict;
    const { municipality, device } = this.sender;
    const own = belongsToDevice(topic, municipality, device);
    const verdict = own ? (parseUplinkTopic(topic) ?? 'ignored') : 'foreign';
    this.#lastTopic = { topic, verdict };
    return verdict;
  }

  /** True where the device may subscribe to the filter. */
  maySubscribe(filter: string): boolean {
    const { municipality, device } = this.sender;
    return (
      belongsToDevice(filter, municipality, device) && (this.#filters.has(filter) || this.#filters.size < MAX_FILTERS)
    );
  }

  subscribed(filter: string, qos: 0 | 1): void {
    this.#filters.set(filter, qos);
    if (this.#qosOf('command') !== null) for (const command of this.#waiting.splice(0)) this.#send(command);
  }

  unsubscribed(filter: string): void {
    this.#filters.delete(filter);
  }

  /** Sends a refusal where the device listens to them and takes them fast enough; false where it was withheld. */
  reject(payload: string, now_ms: number): boolean {
    if (this.#qosOf('rejected') === null || !this.allowance.take(now_ms) || this.#isSlow()) return false;
    this.#publish('rejected', payload, 0, () => {});
    return true;
  }

  /** A command waits until the device has subscribed; rejects where the connection ends before. */
  command(id: string, payload: string): Promise<void> {
    return new Promise((sent, failed) => {
      const command = { id, payload, sent, failed };
      if (this.client.closed) failed(new Error('the connection has ended'));
      else if (this.#qosOf('command') === null) this.#waiting.push(command);
      else this.#send(command);
    });
  }

  /**
   * The command that a PUBACK confirms. Commands are all that this broker sends with QoS 1, and a device confirms in the
   * order in which it was sent them (MQTT 3.1.1, 4.6): for a clean session the broker knows no more than that. Of a kept
   * one it hands back what it sent, on this connection or an earlier one.
   */
  confirmed(packet: PublishPacket | undefined): string | null {
    if (this.client.clean) return this.#unconfirmed.shift() ?? null;
    if (packet?.payload === undefined) return null;
    const { id } = JSON.parse(packet.payload.toString()) as { readonly id: string };
    return id;
  }

  ended(): void {
    this.gate.close();
    for (const { failed } of this.#waiting.splice(0)) failed(new Error('the connection has ended'));
  }

  #send({ id, payload, sent, failed }: WaitingCommand): void {
    const qos = this.#qosOf('command') ?? 1;
    if (qos === 1 && this.client.clean) this.#unconfirmed.push(id);
    this.#publish('command', payload, qos, (error) => (error ? failed(error) : sent()));
  }

  #publish(leaf: 'rejected' | 'command', payload: string, qos: 0 | 1, done: (error?: Error) => void): void {
    const topic = fleetTopic(this.sender.municipality, this.sender.device, leaf);
    this.client.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, done);
  }

  /** The quality of service with which the device listens there: of the exact filter, else the best; null where it does not. */
  #qosOf(leaf: 'rejected' | 'command'): 0 | 1 | null {
    const { municipality, device } = this.sender;
    const [exact, ...wild] = [leaf, '+', '#'].map((last) =>
      this.#filters.get(`fleet/v1/${municipality}/${device}/${last}`),
    );
    return exact ?? (wild.includes(1) ? 1 : wild.includes(0) ? 0 : null);
  }

  #isSlow(): boolean {
    return this.client.conn.writableLength > 262_144;
  }
}
