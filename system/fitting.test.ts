import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Static } from 'typebox';
import { DeviceMessages, DeviceQuality, NetworkPreview, type PageOf, type Vehicle } from '@sweepline/contract';
import type { Api } from './api.ts';
import { connect, connectOf, type Device } from './device.ts';
import { collection, drive, iso, makeStreetTown, plan, range, street, vehicleBody, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { expectShape } from './shape.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const HOUR_MS = 3_600_000;
const now_ms = Date.now();

let service: ServiceProcess;
let town: Town;
let operator: Api;
let stranger: Api;
let contractor: Api;
let auditor: Api;
beforeAll(async () => {
  // Yesterday's drive is sent today, at whatever hour.
  service = await startServiceProcess({ LATE_EVIDENCE_HOURS: '48' });
  town = await makeStreetTown(service.api, 'town', 3);
  await makeStreetTown(service.api, 'other', 1);
  operator = await userOf(service, 'operator-1', 'operator', ['town']);
  stranger = await userOf(service, 'operator-2', 'operator', ['other']);
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
  await service.api.put('/contractors/elsewhere', { name: 'Elsewhere', municipality: 'town' });
  contractor = await userOf(service, 'contractor-1', 'contractor', ['town'], 'elsewhere');
});
afterAll(() => service?.remove());

describe('fitting a device', () => {
  const asked = (query = ''): Promise<DeviceMessages> => operator.get(`/devices/town-d0/messages${query}`);
  let device: Device;
  beforeAll(async () => {
    await asked();
    device = await connectOf(service, town);
  });
  afterAll(() => device?.end());

  test('shows each message as it came and as it was decoded, the newest first', async () => {
    const [fix] = drive(now_ms - 60_000, 0, 0);
    await device.publish('telemetry', { ...fix, gear: { plough: true }, heading_deg: 400, own: 'kept' });
    const teltonika = { state: { reported: { latlng: '55.0,10.0005', ts: now_ms, sp: 7, ang: 90, sat: 11 } } };
    await device.client.publishAsync('teltonika/town/town-d0/data', JSON.stringify(teltonika), { qos: 1 });
    const answer = await until('both messages', asked, ({ messages }) => messages.length >= 2);
    expectShape(DeviceMessages, answer);
    expect(answer.online).toBe(true);
    const [second, first] = answer.messages;
    expect(second).toMatchObject({ kind: 'teltonika', fixes: 1, fix: { lat: 55, lon: 10.0005, speed_kmh: 7 } });
    expect(first).toMatchObject({ kind: 'telemetry', fixes: 1, known: 0, fieldErrors: ['heading_deg'], refusals: [] });
    expect(first!.fix).toMatchObject({ gear: { plough: true }, own: 'kept' });
    expect(JSON.parse(first!.payload)).toMatchObject({ heading_deg: 400 });
    expect(answer.fixes.map(({ fix }) => fix.ts)).toEqual([iso(now_ms), fix!.ts]);
    expect(answer.counts).toBeNull();
  });

  test('says what was refused, why and of what; a repetition is known', async () => {
    const from = `?from=${encodeURIComponent(iso(now_ms - 1_000))}`;
    const [fix] = drive(now_ms - 60_000, 0, 0);
    await device.publish('telemetry', '{"lat":');
    await device.publish('telemetry', [{ ...fix, ts: iso(Date.now() + HOUR_MS) }]);
    const answer = await until(
      'both refusals',
      () => asked(from),
      ({ refusals }) => refusals.length >= 2,
    );
    expect(answer.refusals.map(({ reason, index }) => [reason, index])).toEqual([
      ['future', 0],
      ['malformed-json', null],
    ]);
    expect(answer.refusals[1]!.payload).toBe('{"lat":');
    expect(answer.messages[0]!.refusals).toEqual([{ reason: 'future', detail: expect.any(String), index: 0 }]);
    expect(answer.counts).toEqual({ fixes: 2, rejected: 2 });
    await device.publish('telemetry', answer.messages[3]!.payload);
    const { messages } = await until('the repetition', asked, (now) => now.messages.length > answer.messages.length);
    expect(messages[0]).toMatchObject({ fixes: 1, known: 1, refusals: [] });
  });

  test('says live who came as it and was turned away, with nothing of what was tried, and counts it', async () => {
    const knock = async (name: string, secret: string, clientId = name): Promise<void> => {
      const options = { clientId, username: name, password: secret, reconnectPeriod: 0 };
      await expect(mqtt.connectAsync(service.mqtt, options, false)).rejects.toThrow(/refused/i);
    };
    const lines = async (api: Api): Promise<NonNullable<DeviceMessages['turnedAway']>> =>
      (await api.get<DeviceMessages>('/devices/town-d2/messages')).turnedAway!;
    expect(await lines(operator)).toEqual([]);
    await knock('town-d2', 'not-this-one');
    await knock('town-d2', 'nor-this-one');
    await knock('Town_D2', 'x');
    await knock('other-d0', 'x');
    await knock('town-d2', town.secrets.get('town-d2')!, 'town-d2-app');
    const thief = await connectOf(service, town, 2);
    await thief.client.publishAsync('fleet/v1/town/town-d1/telemetry', '{}', { qos: 0 });
    await until('the end of its connection', () => thief.ended());
    const told = await until(
      'every line',
      () => lines(operator),
      (all) => all.length >= 4,
    );
    expect(told.map(({ reason, device, address, topic, times }) => [reason, device, address, topic, times])).toEqual([
      ['foreign-topic', 'town-d2', '127.0.0.1', 'fleet/v1/town/town-d1/telemetry', 1],
      ['wrong-client-id', 'town-d2', '127.0.0.1', null, 1],
      ['unknown-device', 'Town_D2', null, null, 1],
      ['wrong-secret', 'town-d2', '127.0.0.1', null, 2],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/this-one/);
    expect((await lines(service.api)).find(({ device }) => device === 'Town_D2')!.address).toBe('127.0.0.1');
    const metrics = await (await fetch(`${service.http}/metrics`)).text();
    for (const name of ['wrong_secret', 'unknown_device', 'wrong_client_id', 'foreign_topic'])
      expect(metrics).toMatch(new RegExp(`sweepline_mqtt\\{name="turned_away_${name}"\\} [1-9]`));

    await service.api.request('DELETE', '/devices/town-d2');
    await knock('town-d2', town.secrets.get('town-d2')!);
    expect((await lines(operator))[0]).toMatchObject({ reason: 'revoked' });
    await service.api.put('/devices/town-d2', { vehicle: town.vehicles[2] });
  });

  test('is for administrators and operators of its municipality', async () => {
    expect((await auditor.request('GET', '/devices/town-d0/messages')).status).toBe(403);
    expect((await contractor.request('GET', '/devices/town-d0/messages')).status).toBe(403);
    expectRefused(await stranger.request('GET', '/devices/town-d0/messages'), 'not-found');
    expectRefused(await operator.request('GET', '/devices/town-d0/messages?from=yesterday'), 'bad-request');
  });

  test('the settings say where devices connect', async () => {
    expect(await contractor.get('/settings')).toMatchObject({ mqttUrl: service.mqtt });
  });
});

describe('quality of a device by day', () => {
  const midnight_ms = Math.floor(now_ms / 86_400_000) * 86_400_000 - 86_400_000;
  const shift = { from_ms: midnight_ms + 8 * HOUR_MS, to_ms: midnight_ms + 8 * HOUR_MS + 20 * 60_000 };
  const days = (api: Api, query = range(midnight_ms, midnight_ms + 86_400_000)): Promise<PageOf<DeviceQuality>> =>
    api.get(`/municipalities/town/quality?${query}`);

  beforeAll(async () => {
    await plan(service.api, { ...town, vehicles: [town.vehicles[1]!] }, 'good', shift);
    await plan(service.api, { ...town, vehicles: [town.vehicles[2]!] }, 'silent', shift);
    const device = await connectOf(service, town, 1);
    await device.send(drive(shift.from_ms, 0, 1_600), 100);
    await device.send(drive(shift.from_ms + 10 * 60_000, 0, 1_600), 100);
    await device.publish('telemetry', '{');
    await device.end();
  });

  test('grades by the shifts of that day; silent on duty is `none`, nothing asked and nothing sent is no grade', async () => {
    const { items } = await days(operator);
    for (const item of items) expectShape(DeviceQuality, item);
    const of = (device: string) => items.find((item) => item.device === device)!.days;
    expect(items.map(({ device }) => device)).toEqual(town.devices);
    expect(of('town-d0')).toMatchObject([{ onDuty: false, grade: null, fixes: 0, uptime_pct: null, gaps: [] }]);
    expect(of('town-d2')).toMatchObject([{ onDuty: true, grade: 'none', fixes: 0, uptime_pct: null }]);
    const [good] = of('town-d1');
    expect(good).toMatchObject({ date: iso(midnight_ms).slice(0, 10), onDuty: true, grade: 'C', fixes: 130 });
    expect(good!.gaps.length).toBeGreaterThan(0);
    expect(good!.uptime_pct).toBeLessThan(95);
  });

  test('a refusal counts on the day it was received, with its reason', async () => {
    const today = await days(operator, range(now_ms, now_ms + 1_000));
    const day = today.items.find(({ device }) => device === 'town-d1')!.days[0]!;
    expect(day).toMatchObject({ rejected: 1, reasons: { 'malformed-json': 1 } });
    expect(await days(operator)).toEqual(await days(operator));
  });

  test('agrees with the quality of the shift itself', async () => {
    const { quality } = await operator.get<{ quality: { grade: string; uptime_pct: number; gaps: object[] } }>(
      '/assignments/good/coverage',
    );
    const day = (await days(operator)).items[1]!.days[0]!;
    expect([day.grade, day.uptime_pct, day.gaps]).toEqual([quality.grade, quality.uptime_pct, quality.gaps]);
  });

  test('a contractor sees his own devices, another municipality nothing; too many days are refused', async () => {
    expect((await days(contractor)).items).toEqual([]);
    expectRefused(await stranger.request('GET', `/municipalities/town/quality?${range(0, 1)}`), 'not-found');
    const long = range(midnight_ms - 60 * 86_400_000, midnight_ms);
    expectRefused(await operator.request('GET', `/municipalities/town/quality?${long}`), 'bad-request');
    expectRefused(await operator.request('GET', '/municipalities/town/quality'), 'bad-request');
  });
});

describe('the fleet', () => {
  test('a vehicle is retired once nothing speaks for it and nothing is planned, and restored', async () => {
    await operator.put('/vehicles/old', vehicleBody('town', town.contractor));
    const { secret } = await operator.put<{ secret: string }>('/devices/old-d', { vehicle: 'old' });
    await operator.put('/assignments/later', {
      route: 'good-route',
      vehicle: 'old',
      from: iso(now_ms + 48 * HOUR_MS),
      to: iso(now_ms + 49 * HOUR_MS),
    });
    const refused = await operator.request('POST', '/vehicles/old/retire', {});
    expectRefused(refused, 'in-use');
    expect(refused.body).toMatchObject({ details: { devices: ['old-d'], assignments: ['later'] } });
    const device = await connect(service, 'town', 'old-d', secret);
    await operator.delete('/devices/old-d');
    await until('the cut', () => device.ended(), Boolean, 10_000);
    await operator.delete('/assignments/later');
    expect(await operator.post<Vehicle>('/vehicles/old/retire')).toHaveProperty('retiredAt');
    expectRefused(await operator.request('PUT', '/devices/old-d', { vehicle: 'old' }), 'wrong-state');
    expectRefused(
      await operator.request('PUT', '/assignments/later', {
        route: 'good-route',
        vehicle: 'old',
        from: iso(now_ms + 48 * HOUR_MS),
        to: iso(now_ms + 49 * HOUR_MS),
      }),
      'wrong-state',
    );
    expectRefused(await stranger.request('POST', '/vehicles/old/restore', {}), 'not-found');
    expect(await operator.post<Vehicle>('/vehicles/old/restore')).not.toHaveProperty('retiredAt');
    expect(await operator.put('/devices/old-d', { vehicle: 'old' })).toHaveProperty('secret');
  });

  test('a contractor is removed while nothing refers to it', async () => {
    expectRefused(await operator.request('DELETE', `/contractors/${town.contractor}`), 'in-use');
    expectRefused(await operator.request('DELETE', '/contractors/elsewhere'), 'in-use');
    await operator.put('/contractors/gone', { name: 'Gone', municipality: 'town' });
    expectRefused(await stranger.request('DELETE', '/contractors/gone'), 'not-found');
    await operator.delete('/contractors/gone');
    expectRefused(await operator.request('GET', '/contractors/gone'), 'not-found');
  });
});

describe('before a network is imported', () => {
  test('its preview says what it would be, and stores nothing', async () => {
    const file = collection([
      street('one', [
        [0, 0],
        [300, 0],
      ]),
      street('two', [
        [300, 6],
        [300, 200],
      ]),
    ]);
    const path = '/municipalities/town/network/preview';
    const before = await service.api.get<{ features: object[] }>('/municipalities/town/basemap');
    const { status, body } = await service.api.request('POST', path, file, 'application/geo+json');
    expect(status).toBe(200);
    expectShape(NetworkPreview, body);
    const { edges, warnings, basemap } = body as Static<typeof NetworkPreview>;
    expect([edges, basemap.features.length]).toEqual([2, 2]);
    expect(warnings.filter(({ code }) => code === 'bridged').map(({ item }) => item)).toEqual(['one', 'two']);
    expect(await service.api.get('/municipalities/town/basemap')).toEqual(before);
    expectRefused(await service.api.request('POST', path, '{"type":"x"}', 'application/geo+json'), 'bad-network');
    expect((await operator.request('POST', path, file, 'application/geo+json')).status).toBe(403);
  });
});

describe('the audit record', () => {
  test('is found by who, what and when', async () => {
    const list = (query: string): Promise<PageOf<{ login: string; action: string; object: string }>> =>
      service.api.get(`/audit?${query}`);
    const { items } = await list('login=operator-1&action=/contractors&object=gone');
    expect(items.map(({ action }) => action)).toEqual(['DELETE /contractors/{id}', 'PUT /contractors/{id}']);
    expect((await list('municipality=other&action=put')).items.every(({ login }) => login === 'admin')).toBe(true);
    const exactly = await list(`action=${encodeURIComponent('PUT /municipalities/{m}')}`);
    expect(new Set(exactly.items.map(({ action }) => action))).toEqual(new Set(['PUT /municipalities/{m}']));
    expect((await list(range(0, 1_000))).items).toEqual([]);
    expectRefused(await service.api.request('GET', '/audit?from=never'), 'bad-request');
  });
});
