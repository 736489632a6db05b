import { parseUplinkTopic, UPLINK_FILTERS, type Trouble } from '@sweepline/contract';
import type { IPublishPacket, MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { decodeUplink, isSilent } from '../decode/uplink.ts';
import { keptPayload, type DecodeLimits } from '../decode/outcome.ts';
import { OrderedGate } from '../ordered-gate.ts';
import type { Delivery, IngestPort, Refusal, Sender } from '../port.ts';
import type { Tally } from '../tally.ts';

/** mqtt.js sends no PUBACK for a message whose handler reports an error, and goes on with the next one. */
const HELD = new Error('acknowledged after the commit');
/**
 * Messages held at once. The broker's own window is no bound: Mosquitto 2.0 sends up to a whole window more for each
 * PUBACK of its oldest message, until its queue is empty (seen with 2.0.11).
 */
const MAX_HELD = 4_000;

export interface UplinkContext {
  readonly port: IngestPort;
  readonly limits: DecodeLimits;
  readonly tally: Tally;
  readonly notice: (what: string, details: Readonly<Record<string, unknown>>) => void;
  /** Tells a sender what was refused of its message. */
  readonly reject: (sender: Sender, refusal: Refusal, received_ms: number) => void;
}

/**
 * Reads the fleet's messages from an outside broker, and acknowledges each to that broker after its commit.
 *
 * mqtt.js works off one packet at a time and sends the PUBACK itself once `handleMessage` has called back. Waiting for
 * the commit there means one message a commit. So every QoS 1 message is called back at once *as held*, and its PUBACK is
 * written here after the commit, in the order of arrival, to the very connection the message came over: message ids of
 * an ended connection mean other messages on the next. With too many held the next packet waits, and so the socket.
 * The library is pinned for this, and tests hold it.
 */
export class Uplink {
  readonly #client: MqttClient;
  readonly #context: UplinkContext;
  #stream: MqttClient['stream'] | null = null;
  #gate = new OrderedGate();
  #trouble: Trouble | null = { trouble: 'not-connected' };
  #closing = false;
  /** Lets mqtt.js work off the next packet, while that waits for room. */
  #goOn: (() => void) | null = null;

  constructor(client: MqttClient, context: UplinkContext) {
    this.#client = client;
    this.#context = context;
    client.handleMessage = (packet, callback) => {
      this.#receive(packet);
      const goOn = () => callback(packet.qos === 0 ? undefined : HELD);
      if (this.#gate.waiting < MAX_HELD) goOn();
      else this.#goOn = goOn;
    };
    client.on('close', () => {
      this.#gate.close();
      this.#goOn = null;
      this.#trouble = { trouble: 'not-connected' };
    });
  }

  /** To be called after each connect; without a session of ours the broker forgot what we asked for. */
  async subscribe(): Promise<void> {
    const granted = await this.#client.subscribeAsync([...UPLINK_FILTERS], { qos: 1 });
    const denied = granted.filter(({ qos }) => qos > 2).map(({ topic }) => topic);
    this.#trouble = denied.length === 0 ? null : { trouble: 'may-not-read', values: { topics: denied.join(', ') } };
    if (denied.length > 0) this.#context.notice('subscription denied', { filters: denied });
  }

  connected(): void {
    this.#trouble = null;
  }

  trouble(): Trouble | null {
    return this.#trouble;
  }

  /** Takes nothing more and resolves once what was taken is committed and acknowledged. */
  async drain(): Promise<void> {
    this.#closing = true;
    await this.#gate.empty();
  }

  #receive(packet: IPublishPacket): void {
    const { tally } = this.#context;
    if (this.#closing) return;
    const { stream } = this.#client;
    if (stream !== this.#stream) {
      this.#stream = stream;
      this.#gate = new OrderedGate();
    }
    tally.add('publishes');
    tally.add('bytes', packet.payload.length);
    const { messageId } = packet;
    const acknowledge = this.#gate.enter(() => {
      if (packet.qos > 0 && messageId !== undefined) mqttPacket.writeToStream({ cmd: 'puback', messageId }, stream);
      this.#makeRoom();
    });
    const delivery = this.#deliveryOf(packet);
    if (delivery === null || isSilent(delivery)) return acknowledge();
    this.#commit(delivery).then(acknowledge, (cause: unknown) => this.#undelivered(delivery.sender, stream, cause));
  }

  #makeRoom(): void {
    if (this.#goOn === null || this.#gate.waiting > MAX_HELD / 2) return;
    const goOn = this.#goOn;
    this.#goOn = null;
    goOn();
  }

  #deliveryOf(packet: IPublishPacket): Delivery | null {
    const { port, limits, tally } = this.#context;
    const topic = parseUplinkTopic(packet.topic);
    if (topic === null) {
      tally.add('ignored');
      return null;
    }
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const received_ms = port.now();
    const sender = { municipality: topic.municipality, device: topic.device };
    const stranger = strangeness(port, sender);
    // what the broker kept from before is told again at every subscription: no fault, and no news but for its fixes
    if (stranger)
      return packet.retain ? null : refusing(sender, received_ms, { ...stranger, payload: keptPayload(payload) });
    const delivery = decodeUplink(topic, payload, received_ms, limits);
    if (delivery.status !== null) port.connected(topic.device, delivery.status === 'online');
    return packet.retain ? { ...delivery, refusals: [], event: null, ack: null, status: null } : delivery;
  }

  async #commit(delivery: Delivery): Promise<void> {
    const { port, tally, reject } = this.#context;
    const receipt = await port.deliver(delivery);
    tally.add('fixes', delivery.fixes.length);
    for (const refusal of [...delivery.refusals, ...receipt.refusals]) {
      tally.refused(refusal.reason);
      reject(delivery.sender, refusal, delivery.received_ms);
    }
    if (this.#client.connected) this.#trouble = null;
  }

  /** Nothing was stored: end this connection, so that the broker sends again all that it holds unacknowledged. */
  #undelivered(sender: Sender, stream: MqttClient['stream'], cause: unknown): void {
    const { tally, notice } = this.#context;
    tally.add('undelivered');
    this.#trouble = { trouble: 'nothing-stored', values: { why: String(cause) } };
    if (stream !== this.#stream || stream.destroyed) return;
    notice('nothing was stored', { ...sender, why: String(cause) });
    this.#gate.close();
    stream.destroy();
  }
}

function strangeness(port: IngestPort, { municipality, device }: Sender): Pick<Refusal, 'reason' | 'detail'> | null {
  const credentials = port.credentials(device);
  if (credentials === null) return { reason: 'unknown-device', detail: `device ${device} is not known or revoked` };
  if (credentials.municipality === municipality) return null;
  return { reason: 'wrong-municipality', detail: `device ${device} does not belong to ${municipality}` };
}

const refusing = (sender: Sender, received_ms: number, refusal: Refusal): Delivery => ({
  sender,
  received_ms,
  fixes: [],
  refusals: [refusal],
  event: null,
  ack: null,
  status: null,
});
