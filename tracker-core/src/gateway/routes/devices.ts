import { DeviceBody, Page, says } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import { findDevice, listDevices, putDevice, revokeDevice, rotateSecret } from '../../store/objects/devices.ts';
import { findVehicle } from '../../store/objects/vehicles.ts';
import { ownerByReference, present, within } from '../access.ts';
import { instantField } from '../http/instants.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { DeviceAnswer, DevicePutAnswer, SecretAnswer } from './answers.ts';
import { OfMunicipality } from './queries.ts';

const WRITERS = ['administrator', 'operator'] as const;

export const deviceRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/devices/{id}',
    tag: 'fleet',
    summary: 'Make a device or bind it to another vehicle from an instant on; answers its secret when it is made',
    roles: WRITERS,
    body: DeviceBody,
    answer: DevicePutAnswer,
    handle: async ({ db, session, params, body, now, write, ports }) => {
      const id = params['id']!;
      const known = await findDevice(db, id);
      const vehicle = await findVehicle(db, body.vehicle);
      const municipality = ownerByReference(session.user, 'device', id, known, 'vehicle', body.vehicle, vehicle);
      if (vehicle?.retiredAt !== undefined)
        throw new Refused('wrong-state', says('retired-vehicle', { id: body.vehicle }), [
          { path: '/vehicle', ...says('retired-vehicle', { id: body.vehicle }) },
        ]);
      const wish = {
        id,
        municipality,
        vehicle: body.vehicle,
        since_ms: body.since === undefined ? null : instantField(body.since, 'since'),
        interval_s: body.interval_s ?? null,
      };
      const { secret } = await write({ object: id, municipality }, (db) => putDevice(db, wish, now()));
      await ports.plan.changed('device', id);
      if (secret !== null) await ports.devices.admit(municipality, id, secret);
      const device = present(await findDevice(db, id), 'device', id);
      return secret === null ? device : { ...device, secret };
    },
  }),
  route({
    method: 'GET',
    path: '/devices',
    tag: 'fleet',
    summary: 'The devices that the user sees',
    roles: EVERY_ROLE,
    paged: true,
    query: OfMunicipality,
    answer: Page(DeviceAnswer),
    handle: ({ db, scope, page, query }) => listDevices(db, within(scope, query['municipality']), page),
  }),
  route({
    method: 'GET',
    path: '/devices/{id}',
    tag: 'fleet',
    summary: 'One device',
    roles: EVERY_ROLE,
    answer: DeviceAnswer,
    handle: async ({ db, scope, params }) =>
      present(await findDevice(db, params['id']!, scope), 'device', params['id']!),
  }),
  route({
    method: 'POST',
    path: '/devices/{id}/rotate',
    tag: 'fleet',
    summary: 'Give the device a new secret; the old one works 24 hours more',
    roles: WRITERS,
    answer: SecretAnswer,
    handle: async ({ db, scope, params, now, write, ports }) => {
      const { id, municipality, revoked } = present(
        await findDevice(db, params['id']!, scope),
        'device',
        params['id']!,
      );
      if (revoked) throw new Refused('wrong-state', says('device-revoked', { id }));
      const secret = await write({ object: id, municipality }, (db) => rotateSecret(db, id, now()));
      await ports.plan.changed('device', id);
      await ports.devices.admit(municipality, id, secret);
      return { secret };
    },
  }),
  route({
    method: 'DELETE',
    path: '/devices/{id}',
    tag: 'fleet',
    summary: 'Revoke the device and cut its connection; what it sent stays',
    roles: WRITERS,
    handle: async ({ db, scope, params, write, ports }) => {
      const { id, municipality } = present(await findDevice(db, params['id']!, scope), 'device', params['id']!);
      await write({ object: id, municipality }, (db) => revokeDevice(db, id));
      await ports.plan.changed('device', id);
      await ports.devices.revoke(municipality, id);
    },
  }),
];
