import { ServiceAnswer } from '@sweepline/contract';
import { rangeQuery } from '../http/instants.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { seenMunicipality } from './municipalities.ts';
import { Range } from './queries.ts';

export const serviceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/municipalities/{m}/service',
    tag: 'results',
    summary: "What every vehicle did on every edge, planned or not; a contractor sees his own vehicles' work",
    roles: EVERY_ROLE,
    query: Range,
    answer: ServiceAnswer,
    handle: async ({ db, session, scope, params, query, ports }) => {
      const { from_ms, to_ms } = rangeQuery(query);
      const { id } = await seenMunicipality(db, session, params['m']!);
      return ports.results.service(id, from_ms, to_ms, scope.contractor);
    },
  }),
];
