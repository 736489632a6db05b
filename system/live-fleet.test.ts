import { beforeAll, describe, expect, test } from 'vitest';
import type { PageOf, SentCommand } from '@sweepline/contract';
import Value from 'typebox/value';
import { SentCommand as SentCommandShape } from '@sweepline/contract';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { expectNoGaps, of, type LiveSocket } from './live-client.ts';
import { useLiveTown } from './live-town.ts';
import { iso, vehicleBody, type Town } from './main-street.ts';
import type { ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

let service: ServiceProcess;
let town: Town;
let owner: Api;
let other: Api;
const shared = useLiveTown();
beforeAll(async () => {
  ({ service, town } = shared);
  await service.api.put('/contractors/live-other', { name: 'Other', municipality: town.id });
  owner = await userOf(service, 'live-owner', 'contractor', [town.id], town.contractor);
  other = await userOf(service, 'live-stranger', 'contractor', [town.id], 'live-other');
});

const commandsOn = (live: LiveSocket, id: string): SentCommand[] =>
  of(live, 'command')
    .map(({ command }) => command)
    .filter((command) => command.id === id);
const stepOf = ({ state, deliveredAt, ok }: SentCommand): string =>
  state === 'sent' && deliveredAt !== null ? 'delivered' : ok === false ? 'refused' : state;
const shown = (live: LiveSocket): string[] => live.state().vehicles.map(({ vehicle }) => vehicle);

describe('a message to a driver', () => {
  test('is told to every desk at each step, to its contractor, and to no other', async () => {
    const [first, second, own, foreign] = [
      await shared.open(),
      await shared.open(),
      await shared.open(owner.token),
      await shared.open(other.token),
    ];
    const hello = await first.view({ municipality: town.id });
    for (const live of [second, own, foreign]) await live.view({ municipality: town.id });
    const device = await connectOf(service, town);
    const send = (text: string): Promise<{ id: string }> =>
      service.api.post(`/vehicles/${town.vehicles[0]}/commands`, { kind: 'message', text });
    const { id } = await send('Please call');
    await until('the delivery on the other desk', () =>
      commandsOn(second, id).some((one) => stepOf(one) === 'delivered'),
    );
    await device.publish('ack', { id, ok: false, ts: iso(Date.now()) });
    for (const live of [first, second, own])
      await until('the refusal', () => commandsOn(live, id).some((one) => stepOf(one) === 'refused'));
    const told = commandsOn(second, id);
    // The device may have confirmed it before it was noted as sent.
    expect([...new Set(told.map(stepOf))].filter((step) => step !== 'sent')).toEqual([
      'queued',
      'delivered',
      'refused',
    ]);
    expect(told[0]).toMatchObject({ state: 'queued', vehicle: town.vehicles[0], command: { text: 'Please call' } });
    for (const command of told) expect([...Value.Errors(SentCommandShape, command)]).toEqual([]);
    expect(of(foreign, 'command')).toEqual([]);
    expectNoGaps(first, hello);
    const { items } = await owner.get<PageOf<SentCommand>>(`/vehicles/${town.vehicles[0]}/commands`);
    expect(items[0]).toEqual(told.find(({ state }) => state === 'acknowledged'));
    expect(items[0]!.deliveredAt).not.toBeNull();

    // Who was away hears it when he comes back.
    const { id: next } = await send('And again');
    await until('the next one', () => commandsOn(first, next).length > 0);
    const late = await shared.open();
    late.say({ type: 'resume', channels: hello.channels });
    await until('what was missed', () => commandsOn(late, next).length > 0 && commandsOn(late, id).length >= 3);
    await device.end();
  });

  test('for a device that is away stays queued until it connects', async () => {
    const live = await shared.open();
    await live.view({ municipality: town.id });
    const { id } = await service.api.post<{ id: string }>(`/vehicles/${town.vehicles[1]}/commands`, {
      kind: 'interval',
      seconds: 5,
    });
    await until('queued', () => commandsOn(live, id).length > 0);
    expect(commandsOn(live, id).map(stepOf)).toEqual(['queued']);
    const device = await connectOf(service, town, 1);
    await until('delivered', () => commandsOn(live, id).some((one) => stepOf(one) === 'delivered'));
    await device.end();
  });
});

describe('another desk', () => {
  const put = (id: string, contractor = town.contractor, more: object = {}): Promise<unknown> =>
    service.api.put(`/vehicles/${id}`, { ...vehicleBody(town.id, contractor), ...more });

  test('sees a new vehicle, a changed one, a retired one go and a restored one come, without asking', async () => {
    const live = await shared.open();
    const hello = await live.view({ municipality: town.id });
    await put('live-new');
    await until('the new one', () => shown(live).includes('live-new'));
    await put('live-new', town.contractor, { plate: 'NEW 1' });
    await until('its plate', () => live.state().vehicles.some(({ plate }) => plate === 'NEW 1'));
    await service.api.post('/vehicles/live-new/retire', {});
    await until('that it is gone', () => !shown(live).includes('live-new'));
    const again = await shared.open();
    const { snapshot } = await again.view({ municipality: town.id });
    expect(snapshot.vehicles.map(({ vehicle }) => vehicle).sort()).toEqual(shown(live).sort());
    await service.api.post('/vehicles/live-new/restore', {});
    await until('that it is back', () => shown(live).includes('live-new'));
    expectNoGaps(live, hello);
  });

  test('of the former contractor loses a vehicle that the new one gets', async () => {
    await put('live-moving');
    const [former, next, all] = [await shared.open(owner.token), await shared.open(other.token), await shared.open()];
    for (const live of [former, next, all]) await live.view({ municipality: town.id });
    expect(shown(former)).toContain('live-moving');
    await put('live-moving', 'live-other');
    await until('that it came', () => shown(next).includes('live-moving'));
    await until('that it went', () => !shown(former).includes('live-moving'));
    expect(all.state().vehicles.find(({ vehicle }) => vehicle === 'live-moving')).toMatchObject({
      contractor: 'live-other',
    });
  });

  test('is told of a device that was bound, told to report more often, or revoked', async () => {
    const live = await shared.open();
    await live.view({ municipality: town.id });
    const about = (): number => of(live, 'vehicle').filter(({ vehicle }) => vehicle.vehicle === 'live-new').length;
    const next = async (what: string, change: () => Promise<unknown>): Promise<void> => {
      const before = about();
      await change();
      await until(what, () => about() > before);
    };
    await next('the binding', () => service.api.put('/devices/live-fresh', { vehicle: 'live-new' }));
    await next('the interval', () => service.api.put('/devices/live-fresh', { vehicle: 'live-new', interval_s: 3 }));
    expect(live.state().vehicles.find(({ vehicle }) => vehicle === 'live-new')).toMatchObject({ interval_s: 3 });
    await next('the end', () => service.api.request('DELETE', '/devices/live-fresh'));
  });
});
