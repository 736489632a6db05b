import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';

/** Connects like a device: user name = client id = device id, MQTT 3.1.1, no second try. */
export const connectDevice = (
  url: string,
  { device, secret }: { device: string; secret: string },
  more: IClientOptions = {},
): Promise<MqttClient> =>
  mqtt.connectAsync(
    url,
    { clientId: device, username: device, password: secret, protocolVersion: 4, reconnectPeriod: 0, ...more },
    false,
  );

/** The next message of a topic, as text. */
export const nextMessage = (client: MqttClient, topic: string): Promise<string> =>
  new Promise((resolve) => {
    const look = (at: string, payload: Buffer) => {
      if (at !== topic) return;
      client.off('message', look);
      resolve(payload.toString());
    };
    client.on('message', look);
  });

/** Resolves when the connection has ended. */
export const closed = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => client.once('close', () => resolve()));
