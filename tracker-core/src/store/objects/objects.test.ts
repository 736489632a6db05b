import { instantOf } from '@sweepline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import {
  addCommand,
  expireCommands,
  markCommandAcknowledged,
  markCommandDelivered,
  markCommandSent,
  waitingCommands,
} from './commands.ts';
import { putContractor } from './contractors.ts';
import {
  allDeviceKeys,
  BEGINNING_MS,
  bindingsOf,
  deviceAccepts,
  deviceKey,
  findDevice,
  putDevice,
  revokeDevice,
  rotateSecret,
} from './devices.ts';
import { upsertIncidents, withdrawIncidents, type IncidentFact } from './incident-facts.ts';
import { actOnIncident } from './incident-actions.ts';
import { findIncident, standingIncidents } from './incidents.ts';
import { putMunicipality } from './municipalities.ts';
import { addNetwork, latestBasemap, latestNetworkName, networkSnapshot } from './networks.ts';
import { isPassword, hashOfPassword, randomPassword } from './password.ts';
import { ensureAdministrator, findSession, findUser, openSession, userByPassword } from './users.ts';
import { findVehicle, putVehicle } from './vehicles.ts';

const DAY_MS = 86_400_000;
const T = Date.UTC(2026, 10, 21);

let store: TemporaryStore;

beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await putMunicipality(db, { id: 'm', name: 'М', timezone: 'UTC', locale: 'ru', drivesOn: 'right' });
  await putContractor(db, { id: 'c', name: 'c', municipality: 'm' });
  for (const id of ['v1', 'v2', 'v3']) {
    await putVehicle(db, { id, plate: id, municipality: 'm', contractor: 'c', operations: ['sweep'], gearSensors: [] });
  }
}, 60_000);
afterAll(() => store.remove());

describe('vehicles', () => {
  it('keep their number when they change, and no failed write burns one', async () => {
    const { db } = store;
    const before = (await findVehicle(db, 'v1'))!;
    const changed = await putVehicle(db, { ...before, plate: 'new', serves: 'left' });
    expect(changed).toEqual({ ...before, plate: 'new', serves: 'left' });
    expect(await findVehicle(db, 'v1')).toEqual(changed);
    const next = await putVehicle(db, { ...before, id: 'v4' });
    expect(next.no).toBe(4);
  });
});

describe('devices', () => {
  const put = (
    id: string,
    vehicle: string,
    since_ms: number | null,
    now_ms: number,
    interval_s: number | null = null,
  ) => store.db.transaction((db) => putDevice(db, { id, municipality: 'm', vehicle, since_ms, interval_s }, now_ms));
  const bindings = async (id: string) =>
    (await bindingsOf(store.db, id)).map(({ vehicle, since_ms }) => [vehicle, since_ms]);

  it('belong to a vehicle from the beginning of time, then from when they are told', async () => {
    await put('d', 'v1', T, T);
    expect(await bindings('d')).toEqual([['v1', BEGINNING_MS]]);
    await put('d', 'v2', null, T + 5);
    await put('d', 'v2', null, T + 9);
    expect(await bindings('d')).toEqual([
      ['v1', BEGINNING_MS],
      ['v2', T + 5],
    ]);
    await put('d', 'v3', T + 7, T + 20);
    expect(await bindings('d')).toEqual([
      ['v1', BEGINNING_MS],
      ['v2', T + 5],
      ['v3', T + 7],
    ]);
    await put('d', 'v1', T + 6, T + 30);
    expect(await bindings('d')).toEqual([
      ['v1', BEGINNING_MS],
      ['v2', T + 5],
      ['v1', T + 6],
    ]);
    await put('d', 'v1', T + 5, T + 40);
    expect(await bindings('d')).toEqual([['v1', BEGINNING_MS]]);
    expect(await findDevice(store.db, 'd')).toMatchObject({ vehicle: 'v1', interval_s: 15, revoked: false });
  });

  it('answer a secret when they are made, and again when they come back', async () => {
    const { db } = store;
    const { secret } = await put('e', 'v1', null, T);
    const accepts = async (given: string, now_ms: number): Promise<boolean> =>
      deviceAccepts((await deviceKey(db, 'e'))!, given, now_ms);
    expect(await accepts(secret!, T)).toBe(true);
    expect(await accepts('x', T)).toBe(false);
    expect((await put('e', 'v1', null, T, 30)).secret).toBeNull();
    const rotated = await rotateSecret(db, 'e', T);
    expect([
      await accepts(secret!, T + DAY_MS - 1),
      await accepts(secret!, T + DAY_MS),
      await accepts(rotated, T + DAY_MS),
    ]).toEqual([true, false, true]);
    await revokeDevice(db, 'e');
    expect(await accepts(rotated, T)).toBe(false);
    const back = await put('e', 'v1', null, T);
    expect([await accepts(back.secret!, T), await accepts(rotated, T)]).toEqual([true, false]);
    expect((await allDeviceKeys(db)).find(({ id }) => id === 'e')).toMatchObject({ interval_s: 30, revoked: false });
    expect(JSON.stringify(await db.query('select * from device'))).not.toContain(back.secret!);
  });

  it('get their commands until they acknowledge or the time is over', async () => {
    const { db } = store;
    const command = (id: string, expires_ms: number) =>
      addCommand(db, {
        id,
        vehicle: 'v1',
        device: 'd',
        command: { kind: 'message', text: id },
        by: 'u',
        at_ms: T,
        expires_ms,
      });
    await command('one', T + 10);
    await command('two', T + 20);
    await markCommandSent(db, 'one', T + 1);
    const waiting = async (now_ms: number) =>
      (await waitingCommands(db, ['d'], now_ms)).map(({ id, state }) => `${id} ${state}`);
    expect(await waiting(T + 1)).toEqual(['one sent', 'two queued']);
    expect(await markCommandDelivered(db, 'e', 'one', T + 2)).toBeNull();
    expect(await markCommandDelivered(db, 'd', 'one', T + 2)).toMatchObject({
      state: 'sent',
      sentAt: instantOf(T + 1),
      deliveredAt: instantOf(T + 2),
    });
    expect(await markCommandDelivered(db, 'd', 'one', T + 3)).toBeNull();
    expect(await markCommandAcknowledged(db, 'd', 'one', false, T + 4)).toMatchObject({
      state: 'acknowledged',
      ok: false,
      deliveredAt: instantOf(T + 2),
      acknowledgedAt: instantOf(T + 4),
    });
    expect(await markCommandAcknowledged(db, 'd', 'one', true, T + 5)).toBeNull();
    expect(await markCommandAcknowledged(db, 'e', 'two', true, T + 5)).toBeNull();
    expect(await waiting(T + 5)).toEqual(['two queued']);
    expect((await expireCommands(db, T + 20)).map(({ id, state }) => [id, state])).toEqual([['two', 'expired']]);
    expect(await waiting(T + 20)).toEqual([]);
  });

  it('that were delivered before they were noted as sent were sent by then', async () => {
    const { db } = store;
    const wish = { vehicle: 'v1', device: 'd', command: { kind: 'interval' as const, seconds: 5 }, by: 'u' };
    const made = await addCommand(db, { id: 'quick', ...wish, at_ms: T, expires_ms: T + 10 });
    expect(made).toMatchObject({
      state: 'queued',
      sentAt: null,
      deliveredAt: null,
      ok: null,
      expiresAt: instantOf(T + 10),
    });
    expect(await markCommandDelivered(db, 'd', 'quick', T + 1)).toMatchObject({
      state: 'sent',
      sentAt: instantOf(T + 1),
    });
    expect(await markCommandSent(db, 'quick', T + 2)).toMatchObject({ state: 'sent', sentAt: instantOf(T + 1) });
    await markCommandAcknowledged(db, 'd', 'quick', true, T + 3);
    expect(await markCommandSent(db, 'quick', T + 4)).toBeNull();
  });
});

describe('incidents', () => {
  const fact = (more: Partial<IncidentFact> = {}): IncidentFact => ({
    key: 'idle v1 1',
    municipality: 'm',
    contractor: 'c',
    kind: 'idle',
    severity: 'warning',
    vehicle: 'v1',
    assignment: null,
    from_ms: T,
    to_ms: null,
    lat: 1,
    lon: 2,
    edge: 'e',
    figures: { duration_s: 600.5, length_m: 3 },
    note: null,
    ...more,
  });
  const upsert = (at_ms: number, ...facts: IncidentFact[]) =>
    store.db.transaction((db) => upsertIncidents(db, facts, at_ms));
  const history = async (id: string) => (await findIncident(store.db, id))!.history.map(({ action }) => action);

  it('follow the facts, and keep what people did', async () => {
    const [made] = await upsert(T + 1, fact());
    const { id } = made!;
    expect(await upsert(T + 2, fact({ figures: { length_m: 3, duration_s: 600.5 } }))).toEqual([]);
    await store.db.transaction((db) => actOnIncident(db, id, { action: 'acknowledge', text: null }, 'u', T + 3));
    expect((await upsert(T + 4, fact({ figures: { duration_s: 700 } }))).map(({ state }) => state)).toEqual([
      'acknowledged',
    ]);
    await upsert(T + 5, fact({ severity: 'critical' }));
    await upsert(T + 6, fact({ severity: 'critical', to_ms: T + 6 }));
    await upsert(T + 7, fact({ severity: 'critical' }));
    expect(await history(id)).toEqual(['opened', 'acknowledged', 'updated', 'ended', 'reopened']);
    expect(await findIncident(store.db, id)).toMatchObject({
      no: made!.no,
      state: 'acknowledged',
      severity: 'critical',
      to: null,
    });
  });

  it('that never were are dismissed, once', async () => {
    const [made] = await upsert(T, fact({ key: 'idle v1 2' }));
    const withdraw = () => store.db.transaction((db) => withdrawIncidents(db, ['idle v1 2', 'unknown'], T + 1));
    expect((await withdraw()).map(({ id, state }) => [id, state])).toEqual([[made!.id, 'dismissed']]);
    expect(await withdraw()).toEqual([]);
    expect((await standingIncidents(store.db, T + 1)).map(({ id }) => id)).not.toContain(made!.id);
    expect((await standingIncidents(store.db, T)).map(({ id }) => id)).toContain(made!.id);
  });
});

describe('networks', () => {
  it('become versions, byte for byte', async () => {
    const { db } = store;
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
    const network = {
      municipality: 'm',
      tag: 't1',
      edges: 2,
      length_m: 10.25,
      warnings: [],
      snapshot: bytes,
      basemap: bytes.slice(5),
    };
    expect(await latestNetworkName(db, 'm')).toBeNull();
    expect([await addNetwork(db, network, T), await addNetwork(db, { ...network, tag: 't2' }, T)]).toEqual([1, 2]);
    expect(await latestNetworkName(db, 'm')).toEqual({ municipality: 'm', version: 2, tag: 't2' });
    expect(Buffer.compare((await networkSnapshot(db, 'm', 2))!, bytes)).toBe(0);
    expect(Buffer.compare((await latestBasemap(db, 'm'))!.json, bytes.slice(5))).toBe(0);
  });

  it('are stored in parts, over what a broken import left, and older ones are read whole', async () => {
    const { db } = store;
    const bytes = Buffer.alloc(17 * 1024 * 1024 + 3, 'streets and streets');
    await db.query("insert into network_part values ('m', 3, 'snapshot', 0, 'left'), ('m', 3, 'snapshot', 7, 'left')");
    const network = { municipality: 'm', tag: 't3', edges: 2, length_m: 10.25, warnings: [] };
    expect(await addNetwork(db, { ...network, snapshot: bytes, basemap: bytes.subarray(1) }, T)).toBe(3);
    expect(Buffer.compare((await networkSnapshot(db, 'm', 3))!, bytes)).toBe(0);
    expect(Buffer.compare((await latestBasemap(db, 'm'))!.json, bytes.subarray(1))).toBe(0);
    await db.query(
      `insert into network (municipality, version, tag, edges, length_m, warnings, snapshot, basemap, imported_at)
       values ('m', 4, 't4', 1, 1, '[]', 'old streets', 'old map', now())`,
    );
    expect(Buffer.from((await networkSnapshot(db, 'm', 4))!).toString()).toBe('old streets');
    expect(Buffer.from((await latestBasemap(db, 'm'))!.json).toString()).toBe('old map');
    expect(await networkSnapshot(db, 'm', 5)).toBeNull();
  });
});

describe('users', () => {
  it('have an administrator from the first start on, whose password then stays', async () => {
    const { db } = store;
    const full = (): void => {
      throw new Error('the disk is full');
    };
    await expect(ensureAdministrator(db, null, full)).rejects.toThrow('the disk is full');
    // A password that nobody could keep is nobody's.
    expect(await findUser(db, 'admin')).toBeNull();
    const kept: string[] = [];
    await ensureAdministrator(db, null, (generated) => void kept.push(generated));
    const [generated] = kept as [string];
    expect(await userByPassword(db, 'admin', generated)).toMatchObject({ login: 'admin', role: 'administrator' });
    await ensureAdministrator(db, 'another-password');
    expect(await userByPassword(db, 'admin', 'another-password')).toBeNull();
    expect(await userByPassword(db, 'nobody', generated)).toBeNull();
  }, 30_000);

  it('are known by a token until it runs out, and the token is not stored', async () => {
    const { db } = store;
    const token = await openSession(db, 'admin', T, T + 10);
    expect(await findSession(db, token, T + 9)).toEqual({ user: await findUser(db, 'admin'), expires_ms: T + 10 });
    expect(await findSession(db, token, T + 10)).toBeNull();
    expect(JSON.stringify(await db.query('select * from session'))).not.toContain(token);
  });

  it('have passwords that are the same however they are typed', async () => {
    const hash = await hashOfPassword('пароль-é');
    expect(await isPassword('пароль-é'.normalize('NFD'), hash)).toBe(true);
    expect(await isPassword('пароль-e', hash)).toBe(false);
    expect(randomPassword()).toMatch(/^[a-zA-Z2-9]{20}$/);
  }, 30_000);
});
