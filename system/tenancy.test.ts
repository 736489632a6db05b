import WebSocket from 'ws';
import { beforeAll, describe, expect, test } from 'vitest';
import { casesChannel } from '@sweepline/contract';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { expectNoGaps, LiveSocket, of } from './live-client.ts';
import { useLiveTown } from './live-town.ts';
import { drive, iso, makeStreetTown, range, vehicleBody, type Town } from './main-street.ts';
import type { ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { PASSWORD, userOf } from './user.ts';

const HOUR_MS = 3_600_000;

let service: ServiceProcess;
let town: Town;
const shared = useLiveTown();
const { begin_ms, now_ms, open } = shared;
beforeAll(() => void ({ service, town } = shared));

describe('who may see', () => {
  let other: Town;
  let rival: Api;
  let own: Api;
  let stranger: Api;

  beforeAll(async () => {
    other = await makeStreetTown(service.api, 'other', 1);
    await service.api.put('/contractors/rival', { name: 'Rival', municipality: town.id });
    await service.api.put('/vehicles/rival-v', vehicleBody(town.id, 'rival'));
    const { secret } = await service.api.put<{ secret: string }>('/devices/rival-d', { vehicle: 'rival-v' });
    own = await userOf(service, 'own', 'contractor', [town.id], town.contractor);
    rival = await userOf(service, 'rival', 'contractor', [town.id], 'rival');
    stranger = await userOf(service, 'stranger', 'operator', [other.id]);
    const driving = await connectOf(service, town, 1);
    await driving.send(drive(begin_ms + 60_000, 0, 900), 20);
    await driving.end();
    const device = await connectOf(service, { ...town, devices: ['rival-d'], secrets: new Map([['rival-d', secret]]) });
    await device.send(drive(now_ms - HOUR_MS, 0, 300), 20);
    await device.publish('event', { ts: iso(now_ms - HOUR_MS), kind: 'breakdown' });
    await device.end();
  });

  const text = (live: LiveSocket): string => JSON.stringify(live.heard);

  test('a contractor hears of his own vehicles only, and his numbers have no gaps', async () => {
    const [mine, theirs] = [await open(own.token), await open(rival.token)];
    const hello = await mine.view({ municipality: town.id });
    await theirs.view({});
    const device = await connectOf(service, town);
    await device.send(drive(Date.now() - 30_000, 0, 125));
    await device.publish('event', { ts: iso(Date.now()), kind: 'parked-cars' });
    await until('the case', () => of(mine, 'incident').some(({ incident }) => incident.kind === 'parked-cars'));
    await until('positions', () => of(mine, 'positions').some(({ rows }) => rows.length > 0));
    expect(text(mine)).not.toMatch(/rival/);
    expect(text(theirs)).not.toContain(town.vehicles[0]);
    expect(of(theirs, 'incident')).toEqual([]);
    expect(theirs.hellos()[0]!.snapshot.vehicles.map(({ vehicle }) => vehicle)).toEqual(['rival-v']);
    expect(theirs.hellos()[0]!.snapshot.assignments).toEqual([]);
    const { no } = theirs.hellos()[0]!.snapshot.vehicles[0]!;
    for (const { rows } of of(theirs, 'positions')) for (const row of rows) expect(row.no).toBe(no);
    expectNoGaps(mine, hello);
    await device.end();
  });

  test.each<[string, () => Api, { municipality: string; contractor?: string }]>([
    ['another municipality', () => stranger, { municipality: 'live' }],
    ['another contractor', () => own, { municipality: 'live', contractor: 'rival' }],
    ['another municipality, by a contractor', () => own, { municipality: 'other' }],
  ])('a view of %s finds nothing', async (_what, user, wish) => {
    const live = await open(user().token);
    live.say({ type: 'view', ...wish });
    await until('the error', () => of(live, 'error').some(({ code }) => code === 'not-found'));
    expect(live.hellos()).toEqual([]);
    const { municipality, ...rest } = wish;
    live.say({ type: 'resume', channels: { [casesChannel(municipality)]: 0 }, ...rest });
    await until('another error', () => of(live, 'error').length > 1);
    expect(of(live, 'resync')).toEqual([]);
  });

  test('REST keeps the same borders', async () => {
    const status = async (api: Api, path: string): Promise<number> => (await api.request('GET', path)).status;
    for (const path of [
      `/vehicles/${town.vehicles[0]}`,
      `/vehicles/${town.vehicles[0]}/track?${range(begin_ms, now_ms)}`,
      `/vehicles/${town.vehicles[0]}/commands`,
      '/assignments/live-a',
      '/assignments/live-a/coverage',
      '/assignments/live-a/coverage.geojson',
      '/assignments/live-a/revisions',
      `/devices/${town.devices[0]}`,
      `/contractors/${town.contractor}`,
    ]) {
      expect([path, await status(own, path)]).toEqual([path, 200]);
      expect([path, await status(rival, path)]).toEqual([path, 404]);
      expect([path, await status(stranger, path)]).toEqual([path, 404]);
    }
    for (const list of ['/vehicles', '/devices', '/assignments', '/incidents', '/contractors'])
      for (const user of [rival, stranger]) {
        const { body } = await user.request('GET', list);
        expect(JSON.stringify(body)).not.toContain(town.vehicles[0]);
        expect(JSON.stringify(body)).not.toContain(town.contractor);
      }
    const service_ = `/municipalities/${town.id}/service?${range(now_ms - 2 * HOUR_MS, now_ms)}`;
    const driven = async (api: Api): Promise<number> =>
      (await api.get<{ edges: { driven_m: number }[] }>(service_)).edges.reduce(
        (sum, { driven_m }) => sum + driven_m,
        0,
      );
    expect(await driven(rival)).toBeLessThan(500);
    expect(await driven(own)).toBeGreaterThan(500);
    expect(await driven(service.api)).toBeGreaterThanOrEqual(await driven(own));
    expect(await status(stranger, service_)).toBe(404);
  });

  test('no token, a made-up one, or a cookie from another site opens nothing', async () => {
    await expect(LiveSocket.open(service, 'made-up')).rejects.toThrow('401');
    const address = `${service.http.replace('http', 'ws')}/api/v1/live`;
    const refused = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(address, ['sweepline.v1'], { headers });
        socket.once('unexpected-response', (_request, answer) => resolve(answer.statusCode));
        socket.once('open', () => resolve(101));
        socket.once('error', reject);
      });
    expect(await refused({})).toBe(401);
    const answer = await fetch(`${service.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'own', password: PASSWORD }),
    });
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    expect(await refused({ cookie, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await refused({ cookie })).toBe(403);
    expect(await refused({ cookie, origin: service.http })).toBe(101);
  });

  test('a sign-out, a lost right and a removed user close the socket', async () => {
    const leaving = await userOf(service, 'leaving', 'operator', [town.id]);
    const first = await open(leaving.token);
    await first.view({});
    await leaving.delete('/session');
    await until('closed', () => first.closed !== null);
    expect(first.closed!.code).toBe(4401);
    await leaving.signInAgain();
    const second = await open(leaving.token);
    await second.view({});
    await userOf(service, 'leaving', 'auditor', [town.id]);
    await until('closed', () => second.closed !== null);
    await leaving.signInAgain();
    const third = await open(leaving.token);
    await third.view({});
    await service.api.delete('/users/leaving');
    await until('closed', () => third.closed !== null);
    await expect(LiveSocket.open(service, leaving.token)).rejects.toThrow('401');
  });
});
