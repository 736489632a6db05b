import { FULFILMENT_GROUPINGS, FulfilmentAnswer, instantOf, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { findContractor } from '../../store/objects/contractors.ts';
import { present } from '../access.ts';
import { rangeQuery } from '../http/instants.ts';
import { oneOf } from '../http/query.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { seenMunicipality } from './municipalities.ts';

const DAY_MS = 86_400_000;
/** Two seasons to compare, and some days. */
const MOST_DAYS = 800;

const DateOrInstant = Type.String({
  description: 'local date of the municipality, YYYY-MM-DD, or RFC 3339 with offset',
});

/** @throws Refused `bad-request`. */
function dateOf(text: string, name: string): number {
  const midnight_ms = Date.parse(`${text}T00:00:00Z`);
  // 30 February is read as 2 March by some.
  if (Number.isFinite(midnight_ms) && new Date(midnight_ms).toISOString().startsWith(text)) return midnight_ms;
  throw new Refused('bad-request', says('query-no-time', { name }));
}

const isDate = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text);

/** Two local dates or two instants, half-open. @throws Refused `bad-request`. */
function spanQuery(query: Readonly<Record<string, string | undefined>>): { from: string; to: string } {
  const { from, to } = query;
  const areDates = isDate(from) && isDate(to);
  if (!areDates && (isDate(from) || isDate(to))) throw new Refused('bad-request', says('dates-or-instants'));
  const { from_ms, to_ms } = areDates ? { from_ms: dateOf(from, 'from'), to_ms: dateOf(to, 'to') } : rangeQuery(query);
  if (from_ms >= to_ms) throw new Refused('bad-request', says('ends-backwards'));
  if (to_ms - from_ms > MOST_DAYS * DAY_MS)
    throw new Refused('bad-request', says('too-many-days', { most: MOST_DAYS }));
  return areDates ? { from, to } : { from: instantOf(from_ms), to: instantOf(to_ms) };
}

export const fulfilmentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/municipalities/{m}/fulfilment',
    tag: 'results',
    summary:
      'How far the assignments whose window begins in [from, to) were carried out, by local day, contractor, district, route, street, edge or assignment; a contractor sees his own',
    roles: EVERY_ROLE,
    query: Type.Object({
      from: DateOrInstant,
      to: DateOrInstant,
      by: Type.Optional(Type.Enum([...FULFILMENT_GROUPINGS])),
      contractor: Type.Optional(Type.String()),
      district: Type.Optional(Type.String({ description: 'empty: what lies outside every district' })),
      route: Type.Optional(Type.String()),
      street: Type.Optional(Type.String({ description: 'name, or the edge of a street without one' })),
    }),
    answer: FulfilmentAnswer,
    handle: async ({ db, session, scope, params, query, ports }) => {
      const { from, to } = spanQuery(query);
      const by = oneOf('by', query['by'] ?? 'day', FULFILMENT_GROUPINGS);
      const { id, timezone } = await seenMunicipality(db, session, params['m']!);
      const asked = query['contractor'];
      const contractor =
        asked === undefined
          ? scope.contractor
          : present(await findContractor(db, asked, { ...scope, municipalities: [id] }), 'contractor', asked).id;
      await ports.settled();
      return ports.results.fulfilment({
        municipality: id,
        timezone,
        from,
        to,
        by,
        contractor,
        district: query['district'] ?? null,
        route: query['route'] ?? null,
        street: query['street'] ?? null,
      });
    },
  }),
];
