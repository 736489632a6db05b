import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { EdgePassages, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { notFound } from '../access.ts';
import { rangeQuery } from '../http/instants.ts';
import { oneOf, wordsOf } from '../http/query.ts';
import { EVERY_ROLE, RawAnswer, route, type Route } from '../http/route.ts';
import { seenMunicipality } from './municipalities.ts';
import { Range } from './queries.ts';

const compress = promisify(gzip);
/** Level 1: an hour of fifty vehicles shrinks to a third in some milliseconds. */
const GZIP_LEVEL = 1;
const MOST_VEHICLES = 200;
/** Longer than any shift's history that is read at once. */
const MOST_DAYS = 32;
const DAY_MS = 86_400_000;
const HOUR_PATTERN = /^(\d{4}-\d{2}-\d{2})T(\d{2})$/;

/** The UTC hour of a path, as 2026-11-21T06. @throws Refused `bad-request`. */
function hourOf(text: string): number {
  const hour_ms = HOUR_PATTERN.test(text) ? Date.parse(`${text}:00:00.000Z`) : Number.NaN;
  if (Number.isFinite(hour_ms) && new Date(hour_ms).toISOString().startsWith(text)) return hour_ms;
  throw new Refused('bad-request', says('query-not-hour', { name: 'hour' }));
}

export const replayRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/municipalities/{m}/replay/{hour}',
    tag: 'results',
    summary:
      'The counting fixes of a UTC hour (2026-11-21T06) with their verdicts, packed: a frame per vehicle; `vehicles` names those wanted, at most 200',
    roles: EVERY_ROLE,
    query: Type.Object({
      vehicles: Type.Optional(Type.String({ description: 'comma-separated ids; all where absent' })),
    }),
    answer: Type.String({ format: 'binary' }),
    answerType: 'application/octet-stream',
    handle: async ({ db, session, scope, params, query, ports, acceptsGzip, ifNoneMatch }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const hour_ms = hourOf(params['hour']!);
      const wanted = wordsOf(query['vehicles']);
      const seen = ports.replay.vehicles(id, scope.contractor);
      const known = new Map(seen.map((vehicle) => [vehicle.id, vehicle]));
      const vehicles =
        wanted === null
          ? seen
          : [...new Set(wanted)].map((one) => {
              const vehicle = known.get(one);
              if (vehicle === undefined) throw notFound('vehicle', one);
              return vehicle;
            });
      if (vehicles.length > MOST_VEHICLES)
        throw new Refused('bad-request', says('too-many-vehicles', { most: MOST_VEHICLES, count: vehicles.length }));
      await ports.settled();
      const frames = await ports.replay.hour(vehicles, hour_ms);
      const body = Buffer.concat(frames);
      const headers = {
        'content-type': 'application/octet-stream',
        'cache-control': 'private, no-cache',
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
        vary: 'accept-encoding',
      };
      if (ifNoneMatch.includes(headers.etag)) return new RawAnswer(304, headers);
      if (!acceptsGzip || body.length === 0) return new RawAnswer(200, headers, body);
      return new RawAnswer(
        200,
        { ...headers, 'content-encoding': 'gzip' },
        await compress(body, { level: GZIP_LEVEL }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/edges/{edge}/passages',
    tag: 'results',
    summary:
      'Who was on a street, when, how fast and whether it counted as work; with `street=whole` on every edge of its name. At most 32 days',
    roles: EVERY_ROLE,
    query: Type.Object({ ...Range.properties, street: Type.Optional(Type.Literal('whole')) }),
    answer: EdgePassages,
    handle: async ({ db, session, scope, params, query, ports }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const edge = params['edge']!;
      const { from_ms, to_ms } = rangeQuery(query);
      if (to_ms - from_ms > MOST_DAYS * DAY_MS)
        throw new Refused('bad-request', says('too-many-days', { most: MOST_DAYS }));
      const wholeStreet = query['street'] !== undefined && oneOf('street', query['street'], ['whole']) === 'whole';
      await ports.settled();
      return ports.replay.passages(id, edge, {
        wholeStreet,
        from_ms,
        to_ms,
        contractor: scope.contractor,
      });
    },
  }),
];
