import mqtt, { type MqttClient } from 'mqtt';
import type { RejectedMessage } from '@sweepline/contract';
import type { ServiceProcess } from './service.ts';
import type { Town } from './main-street.ts';

/** One device on the wire, as a vendor's own program would be. */
export interface Device {
  readonly client: MqttClient;
  /** Everything that came back on `rejected`. */
  readonly rejected: RejectedMessage[];
  /** Everything that came on `command`. */
  readonly commands: { id: string; kind: string; [field: string]: unknown }[];
  /** True once the connection has ended, whoever ended it. */
  readonly ended: () => boolean;
  /** Publishes at QoS 1 and resolves with the acknowledgement. */
  publish(leaf: string, payload: unknown): Promise<void>;
  /** Publishes fixes one after the other in messages of so many; one alone goes without a list. */
  send(fixes: readonly object[], batch?: number): Promise<void>;
  end(): Promise<void>;
}

/** Connects with user name and client id as the contract has it. @throws where the broker does not let it in. */
export async function connect(
  { mqtt: url }: Pick<ServiceProcess, 'mqtt'>,
  municipality: string,
  device: string,
  secret: string,
): Promise<Device> {
  const client = await mqtt.connectAsync(
    url,
    { clientId: device, username: device, password: secret, clean: true, reconnectPeriod: 0, connectTimeout: 20_000 },
    false,
  );
  let ended = false;
  client.on('close', () => (ended = true));
  client.on('error', () => (ended = true));
  const rejected: RejectedMessage[] = [];
  const commands: Device['commands'] = [];
  client.on('message', (topic, payload) => {
    const message: unknown = JSON.parse(payload.toString());
    if (topic.endsWith('/rejected')) rejected.push(message as RejectedMessage);
    else commands.push(message as Device['commands'][number]);
  });
  const base = `fleet/v1/${municipality}/${device}`;
  await client.subscribeAsync([`${base}/rejected`, `${base}/command`], { qos: 1 });
  const publish = async (leaf: string, payload: unknown): Promise<void> => {
    const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
    await client.publishAsync(`${base}/${leaf}`, body, { qos: 1 });
  };
  return {
    client,
    rejected,
    commands,
    ended: () => ended,
    publish,
    send: async (fixes, batch = 1) => {
      for (let at = 0; at < fixes.length; at += batch) {
        const part = fixes.slice(at, at + batch);
        await publish('telemetry', batch === 1 ? part[0] : part);
      }
    },
    end: () => client.endAsync(true),
  };
}

/** The device of the town with this number. */
export const connectOf = (service: ServiceProcess, town: Town, n = 0): Promise<Device> =>
  connect(service, town.id, town.devices[n]!, town.secrets.get(town.devices[n]!)!);
