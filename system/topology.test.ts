import { readFileSync } from 'node:fs';
import { fleetTopic, type TrackAnswer } from '@sweepline/contract';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closed, connectDevice } from '../ingest/src/testing/device.ts';
import {
  postgresBinaries,
  startTemporaryPostgres,
  type TemporaryPostgres,
} from '../tracker-core/src/store/testing/temporary-postgres.ts';
import { hasMosquitto, startInstallation, type Installation } from './broker.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { along, makeTown, makeVehicle } from './long-street.ts';

const VEHICLES = 100;
const FIXES_EACH = 200;
const HOUR_MS = 3_600_000;
const ARRIVES = { timeout: 60_000, interval: 250 };

/** The engines of docker-compose.yml, from Debian's packages: what `deploy/` ships meets the built service. */
describe.skipIf(!hasMosquitto || postgresBinaries() === null)(
  'Mosquitto with TLS, PostgreSQL and the service (skipped where Debian has not installed both)',
  () => {
    let database: TemporaryPostgres;
    let broker: Installation;
    let service: ServiceProcess;
    const clients: MqttClient[] = [];

    beforeAll(async () => {
      database = await startTemporaryPostgres();
      broker = await startInstallation();
      service = await startServiceProcess({
        ...broker.serviceSettings,
        ADMIN_PASSWORD: 'a password of this test alone',
        DATABASE_URL: database.url,
        MQTT_URL: urlOfService('mqtt', broker.plainPort),
      });
      await makeTown(service.api);
    });

    afterAll(async () => {
      for (const client of clients) client.end(true);
      await service?.remove();
      await broker?.stop();
      await database?.stop();
    });

    function urlOfService(scheme: 'mqtt' | 'mqtts', port: number): string {
      const { username, password } = new URL(broker.serviceSettings['MQTT_URL']!);
      return `${scheme}://${username}:${password}@localhost:${port}`;
    }

    async function connect(device: string, secret: string, more: IClientOptions = {}): Promise<MqttClient> {
      const ca = readFileSync(broker.caFile);
      const client = await connectDevice(`mqtts://localhost:${broker.tlsPort}`, { device, secret }, { ca, ...more });
      clients.push(client);
      return client;
    }

    const fix = (ts: number, share: number): string => JSON.stringify({ ts, ...along(share), speed_kmh: 7 });
    const send = (client: MqttClient, device: string, body: string): Promise<unknown> =>
      client.publishAsync(fleetTopic('town', device, 'telemetry'), body, { qos: 1 });

    async function fixesOf(vehicle: string): Promise<TrackAnswer['fixes']> {
      const [from, to] = [-2 * HOUR_MS, HOUR_MS].map((offset_ms) => new Date(Date.now() + offset_ms).toISOString());
      return (await service.api.get<TrackAnswer>(`/vehicles/${vehicle}/track?from=${from}&to=${to}`)).fixes;
    }

    test('all of it is ready, and what a plain database lacks is named', async () => {
      const ready = await fetch(`${service.http}/readyz`);
      expect(await ready.json()).toMatchObject({
        ready: true,
        dependencies: { database: null, broker: null },
        lacks: [expect.stringContaining('TimescaleDB'), expect.anything(), expect.anything(), expect.anything()],
      });
      expect(service.mqtt).toBe(broker.serviceSettings['MQTT_PUBLIC_URL']);
    });

    test('a device made by REST connects over TLS, and its fix is on the track', async () => {
      const secret = await makeVehicle(service.api, 'first');
      const client = await connect('first', secret);
      const ts = Date.now() - 1_000;
      await send(client, 'first', fix(ts, 0.25));
      await expect.poll(() => fixesOf('first'), ARRIVES).toMatchObject([{ ...along(0.25), match: { edge: 'e2' } }]);
    });

    test('who does not know the authority, or the secret, is not let in', async () => {
      const secret = await makeVehicle(service.api, 'careful');
      await expect(connect('careful', secret, { ca: [] })).rejects.toThrow(/self.signed|unable to/i);
      await expect(connect('careful', `${secret}x`)).rejects.toThrow(/not authorized/i);
      await connect('careful', secret);
    });

    test('a foreign topic is refused', async () => {
      const secret = await makeVehicle(service.api, 'prying');
      await makeVehicle(service.api, 'victim');
      const client = await connect('prying', secret);
      const ts = Date.now() - 1_000;
      await send(client, 'victim', fix(ts, 0.5));
      await expect(client.subscribeAsync('fleet/v1/town/victim/command')).rejects.toThrow(
        /Unspecified error|Subscribe/i,
      );
      // The own fix comes after it on the same connection: once it is there, the foreign one has had its turn.
      await send(client, 'prying', fix(ts, 0.5));
      await expect.poll(() => fixesOf('prying'), ARRIVES).toHaveLength(1);
      expect(await fixesOf('victim')).toEqual([]);
    });

    test('a revoked device is cut off and stays out', async () => {
      const secret = await makeVehicle(service.api, 'leaving');
      const client = await connect('leaving', secret);
      const gone = closed(client);
      await service.api.delete('/devices/leaving');
      await gone;
      await expect(connect('leaving', secret)).rejects.toThrow(/not authorized/i);
    });

    test(`what ${VEHICLES * FIXES_EACH} messages said while the service was stopped is all there`, async () => {
      const vehicles = Array.from({ length: VEHICLES }, (_, number) => `v${number}`);
      const fleet: [string, MqttClient][] = [];
      for (const id of vehicles) fleet.push([id, await connect(id, await makeVehicle(service.api, id))]);

      expect(await service.stop('SIGTERM')).toBe(0);
      const begin_ms = Date.now() - HOUR_MS;
      await Promise.all(
        fleet.flatMap(([id, client]) =>
          Array.from({ length: FIXES_EACH }, (_, second) =>
            send(client, id, fix(begin_ms + second * 1_000, second / FIXES_EACH)),
          ),
        ),
      );

      await service.restart();
      const stored = async (): Promise<number> => {
        let count = 0;
        for (const id of vehicles) count += (await fixesOf(id)).length;
        return count;
      };
      await expect.poll(stored, ARRIVES).toBe(VEHICLES * FIXES_EACH);
    });

    test('the service itself reads over TLS where it is told the authority', async () => {
      expect(await service.stop()).toBe(0);
      await service.restart({ MQTT_URL: urlOfService('mqtts', broker.tlsPort), MQTT_CA_FILE: broker.caFile });
      const client = await connect('over-tls', await makeVehicle(service.api, 'over-tls'));
      await send(client, 'over-tls', fix(Date.now() - 1_000, 0.75));
      await expect.poll(() => fixesOf('over-tls'), ARRIVES).toHaveLength(1);
    });
  },
);
