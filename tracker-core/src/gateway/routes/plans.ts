import { Page, RouteBody } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { findRoute, findRouteVersion, listRoutes, putRoute } from '../../store/objects/routes.ts';
import { checkOwner, notFound, present, unknownReference, within } from '../access.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { RouteAnswer } from './answers.ts';
import { OfMunicipality } from './queries.ts';

function checkOneOf(body: RouteBody): void {
  if ((body.legs === undefined) === (body.geometry === undefined)) {
    throw new Refused('invalid', 'a route is given either by legs or by geometry and side', [
      { path: '/legs', message: 'either legs, or geometry with side' },
    ]);
  }
  if (body.geometry !== undefined && body.side === undefined) {
    throw new Refused('invalid', 'side is missing: a geometry needs it', [{ path: '/side', message: 'is missing' }]);
  }
}

export const routePlanRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/routes/{id}',
    tag: 'plan',
    summary: 'Make or change a route; each change makes a new version, and assignments keep theirs',
    roles: ['administrator', 'operator'],
    body: RouteBody,
    answer: RouteAnswer,
    handle: async ({ db, session, params, body, now, write, ports }) => {
      const id = params['id']!;
      const { municipality, name, operation } = body;
      const known = await findRoute(db, id);
      checkOwner(session.user, 'route', id, municipality, known?.municipality ?? null);
      if ((await findMunicipality(db, municipality)) === null) throw unknownReference('municipality', municipality);
      checkOneOf(body);
      const resolved = await ports.plan.resolveRoute(body);
      const wished = { id, municipality, name, operation, ...resolved };
      const made = await write({ object: id, municipality }, (db) => putRoute(db, wished, session.user.login, now()));
      await ports.plan.changed('route', id);
      return made;
    },
  }),
  route({
    method: 'GET',
    path: '/routes',
    tag: 'plan',
    summary: 'The routes that the user sees, each in its newest version',
    roles: EVERY_ROLE,
    paged: true,
    query: OfMunicipality,
    answer: Page(RouteAnswer),
    handle: ({ db, scope, page, query }) => listRoutes(db, within(scope, query['municipality']), page),
  }),
  route({
    method: 'GET',
    path: '/routes/{id}',
    tag: 'plan',
    summary: 'One route, in its newest version or in the one asked for',
    roles: EVERY_ROLE,
    query: Type.Object({ version: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,8}$' })) }),
    answer: RouteAnswer,
    handle: async ({ db, scope, params, query }) => {
      const newest = present(await findRoute(db, params['id']!, scope), 'route', params['id']!);
      if (query['version'] === undefined) return newest;
      const found = /^[1-9]\d{0,8}$/.test(query['version'])
        ? await findRouteVersion(db, newest.id, Number(query['version']))
        : null;
      if (found === null) throw notFound(`version ${query['version']} of route`, newest.id);
      return found;
    },
  }),
];
