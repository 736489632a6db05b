import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PageOf } from '@sweepline/contract';
import { connect } from './device.ts';
import { iso, makeStreetTown, vehicleBody } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;
const now_ms = Date.now();

let service: ServiceProcess;
beforeAll(async () => {
  service = await startServiceProcess();
  await makeStreetTown(service.api, 'town', 2);
});
afterAll(() => service?.remove());

describe('a device', () => {
  const put = (): Promise<{ secret?: string }> => service.api.put('/devices/own', { vehicle: 'town-v1' });
  const letIn = async (secret: string): Promise<boolean> => {
    try {
      await (await connect(service, 'town', 'own', secret)).end();
      return true;
    } catch {
      return false;
    }
  };

  test('gets its secret once, a new one by rotation while the old one works on, and is cut off by deletion', async () => {
    const { secret } = await put();
    expect(secret).toMatch(/^\S{20,}$/);
    expect(await put()).not.toHaveProperty('secret');
    expect(await service.api.get('/devices/own')).not.toHaveProperty('secret');
    expect(await letIn(secret!)).toBe(true);

    const rotated = await service.api.post<{ secret: string }>('/devices/own/rotate');
    expect(rotated.secret).not.toBe(secret);
    expect(await letIn(secret!)).toBe(true);
    expect(await letIn(rotated.secret)).toBe(true);

    const device = await connect(service, 'town', 'own', rotated.secret);
    await service.api.delete('/devices/own');
    await until('the cut', () => device.ended(), Boolean, 10_000);
    expect(await letIn(rotated.secret)).toBe(false);
    expect(await letIn(secret!)).toBe(false);
    const { items } = await service.api.get<PageOf<{ action: string }>>('/audit');
    expect(items[0]).toMatchObject({ action: 'DELETE /devices/{id}', object: 'own' });
    expectRefused(await service.api.request('POST', '/devices/own/rotate', {}), 'wrong-state');
  });

  test('hears commands when it connects, again until it has acknowledged them', async () => {
    const { secret } = await service.api.put<{ secret: string }>('/devices/listener', { vehicle: 'town-v1' });
    await service.api.put('/vehicles/listening', vehicleBody('town', 'town-c'));
    await service.api.put('/devices/listener', { vehicle: 'listening', since: iso(now_ms - HOUR_MS) });
    const { id } = await service.api.post<{ id: string }>('/vehicles/listening/commands', {
      kind: 'message',
      text: 'Привет',
      ttl_s: 600,
    });
    const state = async (): Promise<string> =>
      (await service.api.get<PageOf<{ id: string; state: string }>>('/vehicles/listening/commands')).items.find(
        (one) => one.id === id,
      )!.state;
    expect(await state()).toBe('queued');

    const first = await connect(service, 'town', 'listener', secret);
    await until('the command', () => first.commands.length > 0);
    expect(first.commands).toEqual([{ id, kind: 'message', text: 'Привет', ttl_s: 600 }]);
    await until('sent', state, (now) => now === 'sent');
    await first.end();

    const second = await connect(service, 'town', 'listener', secret);
    await until('the command again', () => second.commands.length > 0);
    await second.publish('ack', { id, ok: true, ts: iso(Date.now()) });
    await until('acknowledged', state, (now) => now === 'acknowledged');
    await second.end();

    const third = await connect(service, 'town', 'listener', secret);
    const other = await service.api.post<{ id: string }>('/vehicles/listening/commands', {
      kind: 'interval',
      seconds: 5,
    });
    await until('the next command', () => third.commands.length > 0);
    expect(third.commands.map((command) => command.id)).toEqual([other.id]);
    await third.end();
  });
});
