import { LINE_SIDES, Page, RouteBody, WayAnswer, WayBody, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { findRoute, listRoutes, putRoute } from '../../store/objects/routes.ts';
import { checkOwner, unknownReference, within, wrongField } from '../access.ts';
import { JSON_LIMIT } from '../http/exchange.ts';
import { oneOf } from '../http/query.ts';
import { EVERY_ROLE, route, uploadRoute, type Route } from '../http/route.ts';
import type { LineFormat } from '../ports.ts';
import { LineMatchAnswer, RouteAnswer } from './answers.ts';
import { seenMunicipality } from './municipalities.ts';
import { OfMunicipality } from './queries.ts';
import { OfVersion, wantedRoute } from './route-versions.ts';

const LINE_FORMATS: Readonly<Record<string, LineFormat>> = {
  'application/geo+json': 'geojson',
  'application/gpx+xml': 'gpx',
  'application/vnd.google-earth.kml+xml': 'kml',
};

function checkOneOf(body: RouteBody): void {
  const given = (['legs', 'geometry', 'gpx', 'kml'] as const).filter((name) => body[name] !== undefined);
  if (given.length !== 1) {
    throw wrongField('/legs', says('one-form-of-route'));
  }
  if (given[0] !== 'legs' && body.side === undefined) {
    throw new Refused('invalid', says('side-needed'), [{ path: '/side', ...says('missing') }]);
  }
}

/** @throws Refused `bad-request` */
function retiredOf(given: string | undefined): boolean | null {
  const answers = { no: false, yes: true, all: null };
  return answers[oneOf('retired', given ?? 'no', ['no', 'yes', 'all'])];
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
  uploadRoute({
    method: 'POST',
    path: '/municipalities/{m}/routes/match',
    tag: 'plan',
    summary: 'Try a line as a route: the legs it would make and what of it does not fit the streets; nothing is stored',
    roles: ['administrator', 'operator'],
    query: Type.Object({ side: Type.Optional(Type.Enum([...LINE_SIDES], { default: 'driving' })) }),
    upload: { types: Object.keys(LINE_FORMATS), limit: JSON_LIMIT },
    answer: LineMatchAnswer,
    handle: async ({ db, session, params, query, body, contentType, ports }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      return ports.plan.matchLines(
        id,
        LINE_FORMATS[contentType]!,
        body,
        oneOf('side', query['side'] ?? 'driving', LINE_SIDES),
      );
    },
  }),
  route({
    method: 'POST',
    path: '/municipalities/{m}/routes/way',
    tag: 'plan',
    summary: 'How a route goes on: the block around a place on a street, and the shortest way there; nothing is stored',
    roles: ['administrator', 'operator'],
    body: WayBody,
    answer: WayAnswer,
    handle: async ({ db, session, params, body, ports }) =>
      ports.plan.wayTo((await seenMunicipality(db, session, params['m']!)).id, body),
  }),
  route({
    method: 'GET',
    path: '/routes',
    tag: 'plan',
    summary: 'The routes that the user sees, each in its newest version; retired ones only where asked for',
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      ...OfMunicipality.properties,
      retired: Type.Optional(Type.Enum(['no', 'yes', 'all'], { default: 'no' })),
    }),
    answer: Page(RouteAnswer),
    handle: ({ db, scope, page, query }) =>
      listRoutes(db, within(scope, query['municipality']), retiredOf(query['retired']), page),
  }),
  route({
    method: 'GET',
    path: '/routes/{id}',
    tag: 'plan',
    summary: 'One route, in its newest version or in the one asked for',
    roles: EVERY_ROLE,
    query: OfVersion,
    answer: RouteAnswer,
    handle: wantedRoute,
  }),
];
