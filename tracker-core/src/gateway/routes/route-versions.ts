import { FeatureCollection, Page, RouteVersion, type Route as PlannedRoute, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import {
  assignmentsWithRoute,
  deleteRoute,
  findRoute,
  findRouteVersion,
  listRouteVersions,
  lockRoute,
  retireRoute,
} from '../../store/objects/routes.ts';
import { schedulesWithRoute } from '../../store/objects/schedules.ts';
import { notFound, present } from '../access.ts';
import { EVERY_ROLE, RawAnswer, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { RouteAnswer } from './answers.ts';

/** `?version=` of a request for one route. */
export const OfVersion = Type.Object({ version: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,8}$' })) });

/** The route of a path, in its newest version. @throws Refused `not-found` where the user does not see it. */
const seenRoute = async ({ db, scope, params }: Call<unknown, Session>): Promise<PlannedRoute> =>
  present(await findRoute(db, params['id']!, scope), 'route', params['id']!);

/** The route of a path, in the version asked for, else in its newest. */
export async function wantedRoute(call: Call<unknown, Session>): Promise<PlannedRoute> {
  const newest = await seenRoute(call);
  const version = call.query['version'];
  if (version === undefined) return newest;
  const found = /^[1-9]\d{0,8}$/.test(version) ? await findRouteVersion(call.db, newest.id, Number(version)) : null;
  if (found === null) throw notFound(`version ${version} of route`, newest.id);
  return found;
}

/** How many assignments an answer names that stand against a deletion. */
const NAMED = 20;

async function setRetired(call: Call<unknown, Session>, at_ms: number | null): Promise<PlannedRoute> {
  const known = await seenRoute(call);
  const { id, municipality } = known;
  if ((known.retiredAt === undefined) !== (at_ms === null)) {
    await call.write({ object: id, municipality }, (db) => retireRoute(db, id, at_ms));
    await call.ports.plan.changed('route', id);
  }
  return present(await findRoute(call.db, id), 'route', id);
}

export const routeVersionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/routes/{id}/versions',
    tag: 'plan',
    summary: 'The versions of a route, newest first, with who made them and how many assignments hold each',
    roles: EVERY_ROLE,
    paged: true,
    answer: Page(RouteVersion),
    handle: async (call) => {
      const { after } = call.page;
      if (after !== null && !/^\d{1,9}$/.test(after)) throw new Refused('bad-request', says('no-such-page'));
      return listRouteVersions(call.db, (await seenRoute(call)).id, call.page);
    },
  }),
  route({
    method: 'GET',
    path: '/routes/{id}/legs.geojson',
    tag: 'plan',
    summary: 'The legs of a route as lines on the streets, in its newest version or in the one asked for',
    roles: EVERY_ROLE,
    query: OfVersion,
    answer: FeatureCollection,
    answerType: 'application/geo+json',
    handle: async (call) => {
      const lines = await call.ports.plan.routeGeoJson(await wantedRoute(call));
      return new RawAnswer(200, { 'content-type': 'application/geo+json' }, JSON.stringify(lines));
    },
  }),
  route({
    method: 'POST',
    path: '/routes/{id}/retire',
    tag: 'plan',
    summary: 'Take a route out of use: assignments keep it, new ones are not made with it',
    roles: ['administrator', 'operator'],
    answer: RouteAnswer,
    handle: (call) => setRetired(call, call.now()),
  }),
  route({
    method: 'POST',
    path: '/routes/{id}/restore',
    tag: 'plan',
    summary: 'Take a retired route into use again',
    roles: ['administrator', 'operator'],
    answer: RouteAnswer,
    handle: (call) => setRetired(call, null),
  }),
  route({
    method: 'DELETE',
    path: '/routes/{id}',
    tag: 'plan',
    summary: 'Remove a route with its versions; one that was ever assigned can only be retired',
    roles: ['administrator', 'operator'],
    handle: async (call) => {
      const { id, municipality } = await seenRoute(call);
      await call.write({ object: id, municipality }, async (db) => {
        await lockRoute(db, id);
        const assignments = await assignmentsWithRoute(db, id, NAMED);
        if (assignments.length > 0) throw new Refused('in-use', says('route-assigned', { id }), { assignments });
        const schedules = await schedulesWithRoute(db, id, NAMED);
        if (schedules.length > 0) throw new Refused('in-use', says('route-in-schedules', { id }), { schedules });
        await deleteRoute(db, id);
      });
      await call.ports.plan.changed('route', id);
    },
  }),
];
