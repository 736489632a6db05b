import { readFileSync } from 'node:fs';
import { startEmbeddedBroker, startOutsideClient, type IngestPort, type MqttEdge } from '@sweepline/ingest';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

/** The MQTT edge the configuration asks for: a broker of its own, or the client of an outside one. */
export function startEdge(config: Config, port: IngestPort, log: Log): Promise<MqttEdge> {
  const { mqttUrl, mqttClientId, mqttDynamicSecurity, mqttPublicUrl, mqttCaFile, acceptBacklogDays } = config;
  const notice = (what: string, details: Readonly<Record<string, unknown>>): void => log.info(details, `mqtt: ${what}`);
  if (mqttUrl !== null) {
    return startOutsideClient(
      {
        url: mqttUrl,
        clientId: mqttClientId,
        dynamicSecurity: mqttDynamicSecurity,
        acceptBacklogDays,
        notice,
        ...(mqttPublicUrl === null ? {} : { publicUrl: mqttPublicUrl }),
        ...(mqttCaFile === null ? {} : { ca: readFileSync(mqttCaFile) }),
      },
      port,
    );
  }
  const { mqttsPort, tlsCertFile, tlsKeyFile } = config;
  const tls =
    mqttsPort !== null && tlsCertFile !== null && tlsKeyFile !== null
      ? { tls: { port: mqttsPort, cert: readFileSync(tlsCertFile), key: readFileSync(tlsKeyFile) } }
      : {};
  return startEmbeddedBroker({ host: config.mqttHost, port: config.mqttPort, acceptBacklogDays, notice, ...tls }, port);
}
