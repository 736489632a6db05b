import { Page, TrackAnswer, VehicleBody, says } from '@sweepline/contract';
import { findContractor } from '../../store/objects/contractors.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { Refused } from '../../refused.ts';
import { findVehicle, listVehicles, putVehicle, retireVehicle, usesOfVehicle } from '../../store/objects/vehicles.ts';
import { checkOwner, checkReference, present, unknownReference, within } from '../access.ts';
import { rangeQuery } from '../http/instants.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { VehicleAnswer } from './answers.ts';
import { OfMunicipality, Range } from './queries.ts';

export const vehicleRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/vehicles/{id}',
    tag: 'fleet',
    summary: 'Make or change a vehicle',
    roles: ['administrator', 'operator'],
    body: VehicleBody,
    answer: VehicleAnswer,
    handle: async ({ db, session, params, body, write, ports }) => {
      const id = params['id']!;
      const { plate, municipality, contractor, serves } = body;
      const known = await findVehicle(db, id);
      checkOwner(session.user, 'vehicle', id, municipality, known?.municipality ?? null);
      if ((await findMunicipality(db, municipality)) === null) throw unknownReference('municipality', municipality);
      checkReference(session.user, 'contractor', contractor, await findContractor(db, contractor), municipality);
      const wished = {
        id,
        plate,
        municipality,
        contractor,
        operations: [...new Set(body.operations)],
        gearSensors: [...new Set(body.gearSensors)],
        ...(serves === undefined ? {} : { serves }),
      };
      const vehicle = await write({ object: id, municipality }, (db) => putVehicle(db, wished));
      await ports.plan.changed('vehicle', id);
      return vehicle;
    },
  }),
  route({
    method: 'GET',
    path: '/vehicles',
    tag: 'fleet',
    summary: 'The vehicles that the user sees',
    roles: EVERY_ROLE,
    paged: true,
    query: OfMunicipality,
    answer: Page(VehicleAnswer),
    handle: ({ db, scope, page, query }) => listVehicles(db, within(scope, query['municipality']), page),
  }),
  route({
    method: 'GET',
    path: '/vehicles/{id}',
    tag: 'fleet',
    summary: 'One vehicle',
    roles: EVERY_ROLE,
    answer: VehicleAnswer,
    handle: async ({ db, scope, params }) =>
      present(await findVehicle(db, params['id']!, scope), 'vehicle', params['id']!),
  }),
  route({
    method: 'POST',
    path: '/vehicles/{id}/retire',
    tag: 'fleet',
    summary: 'Take a vehicle out of use; what it did stays. Refused while a device speaks for it or a shift is to come',
    roles: ['administrator', 'operator'],
    answer: VehicleAnswer,
    handle: async ({ db, scope, params, now, write, ports }) => {
      const vehicle = present(await findVehicle(db, params['id']!, scope), 'vehicle', params['id']!);
      const { id, municipality } = vehicle;
      if (vehicle.retiredAt !== undefined) return vehicle;
      await write({ object: id, municipality }, async (db) => {
        const uses = await usesOfVehicle(db, id, now());
        if (uses.devices.length > 0 || uses.assignments.length > 0)
          throw new Refused('in-use', says('vehicle-in-use', { id }), uses);
        await retireVehicle(db, id, now());
      });
      await ports.plan.changed('vehicle', id);
      return present(await findVehicle(db, id), 'vehicle', id);
    },
  }),
  route({
    method: 'POST',
    path: '/vehicles/{id}/restore',
    tag: 'fleet',
    summary: 'Take a retired vehicle into use again',
    roles: ['administrator', 'operator'],
    answer: VehicleAnswer,
    handle: async ({ db, scope, params, write, ports }) => {
      const vehicle = present(await findVehicle(db, params['id']!, scope), 'vehicle', params['id']!);
      const { id, municipality } = vehicle;
      if (vehicle.retiredAt === undefined) return vehicle;
      await write({ object: id, municipality }, (db) => retireVehicle(db, id, null));
      await ports.plan.changed('vehicle', id);
      return present(await findVehicle(db, id), 'vehicle', id);
    },
  }),
  route({
    method: 'GET',
    path: '/vehicles/{id}/track',
    tag: 'results',
    summary: 'The fixes that count, each with its place on the network, and the distance driven',
    roles: EVERY_ROLE,
    query: Range,
    answer: TrackAnswer,
    handle: async ({ db, scope, params, query, ports }) => {
      const { from_ms, to_ms } = rangeQuery(query);
      const { id } = present(await findVehicle(db, params['id']!, scope), 'vehicle', params['id']!);
      return ports.results.track(id, from_ms, to_ms);
    },
  }),
];
