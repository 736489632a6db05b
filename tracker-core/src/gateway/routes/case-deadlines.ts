import { CaseDeadlines, CaseDeadlinesBody, instantOf, LatenessAnswer, says } from '@sweepline/contract';
import { latenessOf } from '../../incidents/lateness.ts';
import { Refused, worded } from '../../refused.ts';
import { caseDeadlines, handledCases, putCaseDeadlines } from '../../store/objects/case-deadlines.ts';
import { rangeQuery } from '../http/instants.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { seenMunicipality } from './municipalities.ts';
import { Range } from './queries.ts';

/** Nobody settles what he has not seen. */
function checkOrder(body: CaseDeadlinesBody): void {
  for (const [kind, deadline] of Object.entries(body)) {
    if (deadline === null || deadline.close_min >= deadline.acknowledge_min) continue;
    const saying = says('deadline-order');
    const details = [{ path: `/${kind}/close_min`, ...saying }];
    throw new Refused('invalid', worded(`${kind}: close_min ${saying.message}`, saying), details);
  }
}

export const caseDeadlineRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/municipalities/{m}/case-deadlines',
    tag: 'incidents',
    summary: 'How soon a case of each kind is seen to and settled',
    roles: EVERY_ROLE,
    answer: CaseDeadlines,
    handle: async ({ db, session, params }) =>
      caseDeadlines(db, (await seenMunicipality(db, session, params['m']!)).id),
  }),
  route({
    method: 'PUT',
    path: '/municipalities/{m}/case-deadlines',
    tag: 'incidents',
    summary: 'Change them: kinds that are named; `null` for the usual deadline',
    roles: ['administrator'],
    body: CaseDeadlinesBody,
    answer: CaseDeadlines,
    handle: async ({ db, session, params, body, write }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      checkOrder(body);
      await write({ object: id, municipality: id }, (within) => putCaseDeadlines(within, id, body));
      return caseDeadlines(db, id);
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/lateness',
    tag: 'incidents',
    summary: 'How the cases opened in a time were handled against their deadlines, by kind',
    roles: EVERY_ROLE,
    query: Range,
    answer: LatenessAnswer,
    handle: async ({ db, session, scope, params, query, ports }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const { from_ms, to_ms } = rangeQuery(query);
      await ports.settled();
      const cases = await handledCases(db, id, scope.contractor, from_ms, to_ms);
      const kinds = latenessOf(cases, await caseDeadlines(db, id));
      return { municipality: id, from: instantOf(from_ms), to: instantOf(to_ms), kinds };
    },
  }),
];
