import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HelloMessage, Incident, PageOf, TrackAnswer } from '@sweepline/contract';
import { connectOf } from './device.ts';
import { LiveSocket, snapshotOf } from './live-client.ts';
import { childrenOf, isAlive } from './processes.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { drive, iso, makeStreetTown, plan, range, type SentFix, type Town } from './main-street.ts';
import { until } from './until.ts';

const MAIN = join(import.meta.dirname, '../tracker-core/dist/main.js');
const HOUR_MS = 3_600_000;
/** More fixes than any kill lets through. */
const MANY = 2_000;

let service: ServiceProcess;
beforeAll(async () => void (service = await startServiceProcess({ SEAL_GRACE_MINUTES: '100000' })));
afterAll(() => service?.remove());

const trackOf = (vehicle: string, from_ms: number, to_ms: number): Promise<TrackAnswer> =>
  service.api.get(`/vehicles/${vehicle}/track?${range(from_ms, to_ms)}`);

const incidentsOf = async (town: Town): Promise<readonly Incident[]> =>
  (await service.api.get<PageOf<Incident>>(`/incidents?municipality=${town.id}`)).items;

describe('signal 9 at any moment', () => {
  let town: Town;
  const begin_ms = Date.now() - 20 * HOUR_MS;
  const acknowledged = new Map<string, SentFix[]>();

  const fixAt = (n: number, at: number): SentFix => ({
    ts: iso(begin_ms + at * 5_000 + n),
    lat: 55 + at * 1e-6,
    lon: 10 + n * 1e-3,
    seq: at,
  });

  async function expectAllThere(): Promise<void> {
    for (const [n, vehicle] of town.vehicles.entries()) {
      const sent = acknowledged.get(town.devices[n]!)!;
      const { fixes } = await trackOf(vehicle, begin_ms, begin_ms + 15 * HOUR_MS);
      const instants = fixes.map(({ ts }) => ts);
      expect(new Set(instants).size).toBe(instants.length);
      // One more may be stored whose acknowledgement was on its way.
      expect(instants.length - sent.length).toBeOneOf([0, 1]);
      expect(fixes.slice(0, sent.length).map(({ ts, lat, lon }) => ({ ts, lat, lon }))).toEqual(
        sent.map(({ ts, lat, lon }) => ({ ts, lat, lon })),
      );
    }
  }

  /** Publishes one fix after the other until the connection breaks. */
  async function sendUntilCut(n: number, after: () => void): Promise<void> {
    const sent = acknowledged.get(town.devices[n]!) ?? [];
    acknowledged.set(town.devices[n]!, sent);
    const device = await connectOf(service, town, n);
    const broken = new Promise<never>((_, reject) => device.client.once('close', () => reject(new Error('cut'))));
    broken.catch(() => undefined);
    try {
      for (let at = sent.length; at < MANY; at++) {
        const fix = fixAt(n, at);
        await Promise.race([device.publish('telemetry', fix), broken]);
        sent.push(fix);
        after();
      }
    } catch {
      // What was not acknowledged is not owed; the next round sends it again.
    } finally {
      await device.end();
    }
  }

  beforeAll(async () => void (town = await makeStreetTown(service.api, 'chaos', 4)));

  test.each([
    ['the service alone', 'parent'],
    ['the service and its database together', 'group'],
    ['the service alone, again', 'parent'],
  ] as const)('loses no acknowledged fix: %s', async (_what, victims) => {
    const enough = 40 + Math.floor(Math.random() * 120);
    let count = 0;
    const database = childrenOf(service.pid);
    expect(database).toHaveLength(1);
    const kill = (): void => {
      if (++count !== enough) return;
      if (victims === 'group') for (const pid of database) process.kill(pid, 'SIGKILL');
      process.kill(service.pid, 'SIGKILL');
    };
    await Promise.all(town.devices.map((_device, n) => sendUntilCut(n, kill)));
    expect(count).toBeGreaterThanOrEqual(enough);
    await until('the database ends with its parent', () => !database.some(isAlive), Boolean, 15_000);
    await service.restart();

    await expectAllThere();
  });

  test('of the database alone: the service starts it again and goes on acknowledging', async () => {
    const sent = acknowledged.get(town.devices[0]!)!;
    const device = await connectOf(service, town);
    const [database] = childrenOf(service.pid) as [number];
    for (let n = 0; n < 60; n++) {
      if (n === 20) process.kill(database, 'SIGKILL');
      const fix = fixAt(0, sent.length);
      await device.publish('telemetry', fix);
      sent.push(fix);
    }
    expect(device.ended()).toBe(false);
    await device.end();
    expect(childrenOf(service.pid)).not.toContain(database);
    await expectAllThere();
    expect((await fetch(`${service.http}/readyz`)).status).toBe(200);
  });
});

describe('a restart', () => {
  let town: Town;
  const now_ms = Date.now();
  const begin_ms = now_ms - 2 * HOUR_MS;

  /** What a screen shows, without what the clock alone brings about: silence and the forecast. */
  const shown = ({ vehicles, assignments, incidents }: HelloMessage['snapshot']) => ({
    vehicles: vehicles.map(({ state: _, ...rest }) => rest),
    assignments: assignments.map(({ forecast: _, ...rest }) => rest),
    incidents: incidents.filter(({ kind }) => kind !== 'signal-lost').sort((a, b) => a.no - b.no),
  });

  async function settledSnapshot(): Promise<ReturnType<typeof shown>> {
    await incidentsOf(town);
    return shown(await snapshotOf(service, service.api.token, town.id));
  }

  const openKinds = async (): Promise<string[]> =>
    (await incidentsOf(town)).filter(({ state }) => state === 'open').map(({ kind }) => kind);

  async function sendLateFix(at_ms: number): Promise<void> {
    const device = await connectOf(service, town);
    await device.publish('telemetry', { ...drive(at_ms, 0, 0)[0]!, speed_kmh: 0 });
    await device.end();
  }

  beforeAll(async () => {
    town = await makeStreetTown(service.api, 'shift', 2);
    await plan(service.api, town, 'shift-now', { from_ms: begin_ms, to_ms: now_ms + HOUR_MS });
    await plan(service.api, town, 'shift-over', { from_ms: begin_ms - 4 * HOUR_MS, to_ms: begin_ms - HOUR_MS });
    const device = await connectOf(service, town);
    await device.send(drive(begin_ms + 60_000, 0, 1_100), 20);
    await device.publish('event', { ts: iso(begin_ms + 120_000), kind: 'sos', note: 'help' });
    await device.publish('event', { ts: iso(begin_ms + 180_000), kind: 'blocked' });
    await device.end();
    await until(
      'cases of the driver and of the window that closed',
      async () => (await incidentsOf(town)).map(({ kind }) => kind),
      (kinds) => ['sos', 'blocked', 'missed', 'no-show'].every((kind) => (kinds as string[]).includes(kind)),
    );
  });

  test('is not needed for a late fix to leave the driver’s own words standing', async () => {
    await sendLateFix(begin_ms + 20_000);
    expect(await openKinds()).toEqual(expect.arrayContaining(['sos', 'blocked']));
  });

  test('shows what was shown before: places, progress, cases; no case twice, none orphaned', async () => {
    const coverage = await service.api.get<object>('/assignments/shift-now/coverage');
    const before = await until('a picture that stands', settledSnapshot, ({ assignments }) =>
      assignments.some(({ covered_m }) => covered_m > 1_000),
    );
    expect(before.assignments.map(({ assignment }) => assignment).sort()).toEqual(['shift-now', 'shift-over']);

    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      await service.stop(signal);
      await service.restart();
      await until(
        'the same picture',
        settledSnapshot,
        (after) => JSON.stringify(after) === JSON.stringify(before),
      ).catch(async () => expect(await settledSnapshot()).toEqual(before));
      expect(await service.api.get('/assignments/shift-now/coverage')).toEqual(coverage);
    }
  });

  test('shows no incident kind twice for what is still open', async () => {
    const open = (await incidentsOf(town)).filter(({ to }) => to === null);
    const subjects = open.map(({ kind, vehicle, assignment }) => `${kind} ${vehicle} ${assignment}`);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  test('and a late fix afterwards leave the driver’s own words standing', async () => {
    await sendLateFix(begin_ms + 30_000);
    const kinds = await openKinds();
    expect(kinds).toEqual(expect.arrayContaining(['sos', 'blocked']));
    expect(kinds.filter((kind) => kind === 'sos')).toHaveLength(1);
  });

  test('right after the acknowledgement of a driver’s call does not lose the call', async () => {
    const calls = ['sos', 'breakdown', 'road-closed', 'parked-cars'];
    const device = await connectOf(service, town, 1);
    const fix = drive(now_ms - HOUR_MS, 0, 0)[0]!;
    await device.publish('telemetry', fix);
    for (const kind of calls) void device.publish('event', { ts: fix.ts, kind }).catch(() => undefined);
    await device.publish('event', { ts: fix.ts, kind: 'blocked' });
    const database = childrenOf(service.pid);
    process.kill(service.pid, 'SIGKILL');
    for (const pid of database) process.kill(pid, 'SIGKILL');
    await device.end();
    await service.restart();
    const own = await until(
      'a case for each call',
      async () => (await incidentsOf(town)).filter(({ vehicle }) => vehicle === town.vehicles[1]),
      (cases) => [...calls, 'blocked'].every((kind) => cases.some((one) => one.kind === kind)),
      15_000,
    );
    for (const kind of calls) expect(own.filter((one) => one.kind === kind)).toHaveLength(1);
  });
});

describe('an end', () => {
  test('by SIGTERM comes within 10 s, under load and with sockets open, and answers what it stored', async () => {
    const town = await makeStreetTown(service.api, 'ending', 1);
    const device = await connectOf(service, town);
    const live = await LiveSocket.open(service, service.api.token);
    await live.view({ municipality: town.id });
    const begin_ms = Date.now() - HOUR_MS;
    let acknowledged = 0;
    for (let n = 0; n < 300; n++) {
      void device
        .publish('telemetry', { ts: iso(begin_ms + n * 1_000), lat: 55, lon: 10 })
        .then(() => (acknowledged += 1))
        .catch(() => undefined);
    }
    await until('a first acknowledgement', () => acknowledged > 0);
    const database = childrenOf(service.pid);
    const signalled_ms = performance.now();
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(performance.now() - signalled_ms).toBeLessThan(10_000);
    expect(database.some(isAlive)).toBe(false);
    expect(existsSync(join(service.dataDir, 'lock'))).toBe(false);
    await until('the socket is closed', () => live.closed !== null);
    expect(live.closed).toEqual({ code: 1001 });
    await device.end();
    await service.restart();
    const { fixes } = await trackOf(town.vehicles[0]!, begin_ms, begin_ms + HOUR_MS);
    expect(fixes.length).toBeGreaterThanOrEqual(acknowledged);
    expect(new Set(fixes.map(({ ts }) => ts)).size).toBe(fixes.length);
  });
});

describe('the data folder', () => {
  /** Starts a second instance on the same folder and answers how it ended. */
  function second(): Promise<{ code: number | null; said: string }> {
    const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: service.dataDir, HTTP_PORT: '0', MQTT_PORT: '0' };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    // One that was let in would run for ever.
    child.stdout.once('data', () => child.kill('SIGKILL'));
    return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said })));
  }

  test('is refused to a second instance, which harms nothing', async () => {
    const { code, said } = await second();
    expect(code).toBe(1);
    expect(said).toContain(`in use by process ${service.pid}`);
    expect(said).not.toContain('ready http');
    expect((await service.api.request('GET', '/municipalities')).status).toBe(200);
    expect(existsSync(join(service.dataDir, 'lock'))).toBe(true);
  });

  test('is taken over from a dead one', async () => {
    await service.stop('SIGKILL');
    expect(existsSync(join(service.dataDir, 'lock'))).toBe(true);
    await service.restart();
    expect((await service.api.request('GET', '/municipalities')).status).toBe(200);
  });
});
