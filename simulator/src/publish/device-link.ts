import { readFileSync } from 'node:fs';
import mqtt, { type MqttClient } from 'mqtt';
import { fleetTopic, type AckMessage, type CommandMessage, type RejectedMessage } from '@sweepline/contract';

export interface Broker {
  readonly url: string;
  /** Certificate of the authority that signed a `mqtts:` broker's. */
  readonly caFile?: string;
}

export interface LinkEvents {
  rejected(device: string, rejection: RejectedMessage): void;
  /** How often the device shall report, as an operator wishes; false where it cannot. */
  interval(seconds: number): boolean;
  connection(device: string, up: boolean): void;
}

export interface DeviceLink {
  /** Resolves on the broker's PUBACK, after as many reconnections as it takes. */
  publish(leaf: 'telemetry' | 'event', payload: string): Promise<void>;
  /** Says `offline` and goes. */
  close(): Promise<void>;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** CONNACK codes of MQTT 3.1.1, 3.2.2.3: bad user name or password, not authorised. */
const REFUSED = new Set([4, 5]);

/** Retries a lost connection ever more slowly, with a random part so that a fleet does not come back in one instant. */
function backOff(client: MqttClient): void {
  let next_ms = FIRST_RETRY_MS;
  client.on('connect', () => {
    next_ms = FIRST_RETRY_MS;
    client.options.reconnectPeriod = FIRST_RETRY_MS;
  });
  client.on('reconnect', () => {
    next_ms = Math.min(next_ms * 2, LONGEST_RETRY_MS);
    client.options.reconnectPeriod = next_ms * (0.75 + Math.random() / 2);
  });
}

function answer(client: MqttClient, municipality: string, device: string, payload: Buffer, events: LinkEvents): void {
  const command = JSON.parse(payload.toString()) as CommandMessage;
  const ok = command.kind === 'interval' ? events.interval(command.seconds) : true;
  const ack: AckMessage = { id: command.id, ok, ts: new Date().toISOString() };
  client.publish(fleetTopic(municipality, device, 'ack'), JSON.stringify(ack), { qos: 1 });
}

/** Connects a device. @throws Error with the broker's reason where it refuses the device, or cannot be reached at first. */
export async function connectDevice(
  broker: Broker,
  municipality: string,
  device: string,
  secret: string,
  events: LinkEvents,
): Promise<DeviceLink> {
  const status = fleetTopic(municipality, device, 'status');
  const client = mqtt.connect(broker.url, {
    clientId: device,
    username: device,
    password: secret,
    protocolVersion: 4,
    keepalive: 30,
    reconnectPeriod: FIRST_RETRY_MS,
    connectTimeout: 20_000,
    ...(broker.caFile === undefined ? {} : { ca: readFileSync(broker.caFile) }),
    will: {
      topic: status,
      payload: Buffer.from('offline'),
      qos: 1,
      retain: true,
    },
  });
  client.setMaxListeners(50);
  backOff(client);
  client.on('message', (topic, payload) => {
    if (topic === fleetTopic(municipality, device, 'command')) answer(client, municipality, device, payload, events);
    else if (topic === fleetTopic(municipality, device, 'rejected'))
      events.rejected(device, JSON.parse(payload.toString()) as RejectedMessage);
  });
  client.on('connect', () => {
    events.connection(device, true);
    client.publish(status, 'online', { qos: 1, retain: true });
  });
  client.on('offline', () => events.connection(device, false));
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.on('error', (cause: Error & { code?: unknown }) => {
      const refused = REFUSED.has(cause.code as number);
      if (!refused && client.connected) return;
      const why = refused
        ? `refused device ${device}: wrong secret, or revoked`
        : `cannot be reached: ${String(cause.code ?? cause.message)}`;
      reject(new Error(`the broker ${broker.url} ${why}`, { cause }));
    });
  }).catch((error: unknown) => {
    client.end(true);
    throw error;
  });
  await client.subscribeAsync(
    [fleetTopic(municipality, device, 'rejected'), fleetTopic(municipality, device, 'command')],
    { qos: 1 },
  );
  return {
    async publish(leaf, payload) {
      await client.publishAsync(fleetTopic(municipality, device, leaf), payload, { qos: 1 });
    },
    async close() {
      if (client.connected) await client.publishAsync(status, 'offline', { qos: 1, retain: true });
      await client.endAsync(!client.connected);
    },
  };
}
