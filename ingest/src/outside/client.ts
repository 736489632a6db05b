import { fleetTopic } from '@sweepline/contract';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { decodeLimits } from '../decode/outcome.ts';
import type { IngestPort, MqttEdge, Refusal, Sender } from '../port.ts';
import { rejectedPayload, RejectionAllowance } from '../rejections.ts';
import { Tally } from '../tally.ts';
import { within } from '../within.ts';
import { admitDevice, admitService, revokeDevice } from './device-rights.ts';
import { DynamicSecurity } from './dynamic-security.ts';
import { Uplink } from './uplink.ts';

const RECONNECT_MS = 1_000;
/** The service starts without its broker too, and says so in `/readyz`. */
const FIRST_CONNECT_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 5_000;
/** A broker that is behind with our acknowledgements comes to our farewell late: then its connections are cut. */
const FAREWELL_WITHIN_MS = 1_000;
/** Devices whose allowance of refusals is remembered. */
const MAX_ALLOWANCES = 10_000;

export interface OutsideClientOptions {
  /** `mqtt://` or `mqtts://`, with or without `user:password@`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificates that the broker's is checked against, PEM; the system's by default. */
  readonly ca?: string | Buffer;
  /**
   * Client id of the persistent session; one service instance a broker. The broker keeps what the fleet sends for this
   * very name while the service is away. Default `sweepline`.
   */
  readonly clientId?: string;
  /** True where devices and their rights are written into Mosquitto's dynamic-security plugin. Default false. */
  readonly dynamicSecurity?: boolean;
  /** The address devices connect to, where it is not `url`. */
  readonly publicUrl?: string;
  /** How old a fix may be when it arrives. Default 30. */
  readonly acceptBacklogDays?: number;
  /** Pause before the next try to connect. Default 1000. */
  readonly reconnect_ms?: number;
  readonly notice?: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/**
 * The client of an outside MQTT 3.1.1 broker. Resolves once it is connected and subscribed, or after ten seconds without:
 * then `trouble()` says so and it goes on trying. Rejects only for a URL that is none.
 *
 * Two connections: a handler that published on the very connection whose message it handles, and waited, would wait for
 * ever. The second one sends commands and refusals, and administers the broker.
 */
export async function startOutsideClient(options: OutsideClientOptions, port: IngestPort): Promise<MqttEdge> {
  let lastError = 'no answer yet';
  const notice: NonNullable<OutsideClientOptions['notice']> = (what, details) => {
    if (typeof details['why'] === 'string') lastError = `${what}: ${details['why']}`;
    options.notice?.(what, details);
  };
  const tally = new Tally();
  const address = new URL(options.url);
  const username = options.username ?? decodeURIComponent(address.username);
  const clientId = options.clientId ?? 'sweepline';
  const common: IClientOptions = {
    protocolVersion: 4,
    reconnectPeriod: options.reconnect_ms ?? RECONNECT_MS,
    resubscribe: false,
    ...(username === '' ? {} : { username, password: options.password ?? decodeURIComponent(address.password) }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };

  const downlink = mqtt.connect(options.url, {
    ...common,
    clientId: `${clientId}-downlink`,
    clean: true,
    queueQoSZero: false,
  });
  downlink.on('error', (error) => notice('downlink', { why: error.message }));
  const security = options.dynamicSecurity === true ? new DynamicSecurity(downlink) : null;
  const ready = security === null ? settled(downlink) : rightsOf(downlink, security, username, notice);

  let uplinkClient: MqttClient | null = null;
  let uplink: Uplink | null = null;
  const allowances = new Map<string, RejectionAllowance>();
  const reject = (sender: Sender, refusal: Refusal, received_ms: number) => {
    const sent = downlink.connected && allowanceOf(allowances, sender.device, port.now()).take(port.now());
    if (sent)
      downlink.publish(
        fleetTopic(sender.municipality, sender.device, 'rejected'),
        rejectedPayload(refusal, received_ms),
      );
    tally.add(sent ? 'rejected_sent' : 'rejected_withheld');
  };

  const startUplink = async (): Promise<void> => {
    await ready;
    const client = mqtt.connect(options.url, { ...common, clientId, clean: false });
    uplinkClient = client;
    const reader = new Uplink(client, { port, limits: decodeLimits(options.acceptBacklogDays), tally, notice, reject });
    uplink = reader;
    client.on('error', (error) => notice('uplink', { why: error.message }));
    let subscribed = false;
    await new Promise<void>((resolve) => {
      client.on('connect', ({ sessionPresent }) => {
        tally.add('connections');
        if (subscribed && sessionPresent) return reader.connected();
        reader.subscribe().then(
          () => {
            subscribed = true;
            resolve();
          },
          (error: Error) => notice('uplink', { why: error.message }),
        );
      });
    });
  };
  const connecting = startUplink();
  connecting.catch((error: Error) => notice('uplink', { why: error.message }));
  await within(FIRST_CONNECT_WITHIN_MS, connecting);

  return {
    url: options.publicUrl ?? `${address.protocol}//${address.host}`,
    async sendCommand({ municipality, device }, payload) {
      if (!downlink.connected) throw new Error('not connected to the broker');
      await downlink.publishAsync(fleetTopic(municipality, device, 'command'), JSON.stringify(payload), { qos: 1 });
      tally.add('commands');
    },
    async admit(sender, secret) {
      if (security) await admitDevice(security, sender, secret);
    },
    async revoke(sender) {
      if (security) await revokeDevice(security, sender);
    },
    counters: () => tally.read(),
    trouble: () => (uplink ? uplink.trouble() : { trouble: 'never-connected', values: { why: lastError } }),
    async close() {
      if (uplink) await within(CLOSE_WITHIN_MS, uplink.drain());
      await within(FAREWELL_WITHIN_MS, Promise.all([uplinkClient?.endAsync(), downlink.endAsync()]));
      for (const client of [uplinkClient, downlink]) client?.stream?.destroy();
    },
  };
}

const settled = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => client.once('connect', () => resolve()));

/** Listens to the plugin after each connect, and resolves once the service's own account has its rights. */
function rightsOf(
  client: MqttClient,
  security: DynamicSecurity,
  username: string,
  notice: NonNullable<OutsideClientOptions['notice']>,
): Promise<void> {
  return new Promise((resolve) => {
    client.on('connect', () => {
      const settle = async () => {
        await security.listen();
        const isNew = await admitService(security, username);
        if (!isNew) resolve();
      };
      settle().catch((error: Error) => notice('dynamic security', { why: error.message }));
    });
  });
}

function allowanceOf(allowances: Map<string, RejectionAllowance>, device: string, now_ms: number): RejectionAllowance {
  let allowance = allowances.get(device);
  if (!allowance) {
    if (allowances.size >= MAX_ALLOWANCES) allowances.clear();
    allowance = new RejectionAllowance(now_ms);
    allowances.set(device, allowance);
  }
  return allowance;
}
