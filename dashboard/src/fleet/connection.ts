/** What a device needs to connect. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly municipality: string;
  readonly device: string;
  readonly secret: string;
  readonly interval_s: number;
}

export const DIALECTS = ['native', 'owntracks', 'teltonika'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** The service knows where it listens; by what name it is reached from outside, this page's address says. */
export function addressOf(mqttUrl: string, pageHost: string): Pick<Connection, 'host' | 'port' | 'tls'> {
  const { hostname, port, protocol } = new URL(mqttUrl);
  const tls = protocol === 'mqtts:';
  const local = ['127.0.0.1', 'localhost', '0.0.0.0', '[::]', '[::1]'].includes(hostname);
  return { host: local ? pageHost : hostname, port: Number(port || (tls ? 8883 : 1883)), tls };
}

/** Topic that positions go to. */
export const topicOf = (dialect: Dialect, { municipality, device }: Connection): string =>
  ({
    native: `fleet/v1/${municipality}/${device}/telemetry`,
    owntracks: `owntracks/${municipality}/${device}`,
    teltonika: `teltonika/${municipality}/${device}/data`,
  })[dialect];

const base64url = (text: string): string => {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
};

/** Settings as each kind of device takes them: a JSON file, the app's own configuration, lines for the configurator. */
export function settingsOf(dialect: Dialect, connection: Connection): string {
  const { host, port, tls, device, secret, interval_s } = connection;
  const topic = topicOf(dialect, connection);
  switch (dialect) {
    case 'native':
      return JSON.stringify(
        {
          url: `${tls ? 'mqtts' : 'mqtt'}://${host}:${port}`,
          clientId: device,
          username: device,
          password: secret,
          topic,
          qos: 1,
          interval_s,
        },
        null,
        2,
      );
    case 'owntracks':
      // Keys of the app's own configuration; monitoring 2 is the move mode, the only one with a steady interval.
      return JSON.stringify(
        {
          _type: 'configuration',
          mode: 0,
          host,
          port,
          tls,
          auth: true,
          username: device,
          password: secret,
          clientId: device,
          deviceId: device,
          pubTopicBase: topic,
          pubQos: 1,
          cleanSession: false,
          monitoring: 2,
          moveModeLocatorInterval: interval_s,
        },
        null,
        2,
      );
    case 'teltonika':
      return [
        `Server domain: ${host}`,
        `Server port: ${port}`,
        `Protocol: ${tls ? 'MQTT over TLS' : 'MQTT'}`,
        `MQTT client ID: ${device}`,
        `MQTT username: ${device}`,
        `MQTT password: ${secret}`,
        `Data topic: ${topic}`,
        'Data format: JSON',
        'QoS: 1',
        `Min period on moving: ${interval_s} s`,
      ].join('\n');
  }
}

/** What the QR code carries; a phone with OwnTracks configures itself from it. */
export const qrText = (dialect: Dialect, connection: Connection): string =>
  dialect === 'owntracks'
    ? `owntracks:///config?inline=${base64url(JSON.stringify(JSON.parse(settingsOf(dialect, connection))))}`
    : dialect === 'native'
      ? JSON.stringify(JSON.parse(settingsOf(dialect, connection)))
      : settingsOf(dialect, connection);
