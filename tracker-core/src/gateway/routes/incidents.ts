import {
  AssignBody,
  Assignee,
  CommentBody,
  DismissBody,
  Incident,
  INCIDENT_KINDS,
  INCIDENT_STATES,
  OptionalTextBody,
  Page,
  type IncidentState,
  type Role,
  says,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { actOnIncident, type IncidentAction } from '../../store/objects/incident-actions.ts';
import { findIncident, listIncidents, outwardIncident } from '../../store/objects/incidents.ts';
import { findUser, listAssignees } from '../../store/objects/users.ts';
import { present, scopeOf, unknownReference } from '../access.ts';
import { instantQuery } from '../http/instants.ts';
import { numbered } from '../http/pages.ts';
import { NUMBERS_AT_ONCE, numbersOf, wordsAmong } from '../http/query.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { OpenRange } from './queries.ts';

const HANDLERS: readonly Role[] = ['administrator', 'operator'];
const COMMENTERS: readonly Role[] = ['administrator', 'operator', 'contractor'];

async function act(call: Call<unknown, Session>, wish: IncidentAction): Promise<Incident> {
  const { db, scope, session, params, now, write, ports } = call;
  const { id, municipality } = present(await findIncident(db, params['id']!, scope), 'incident', params['id']!);
  const incident = await write({ object: id, municipality }, async (within) => {
    const done = await actOnIncident(within, id, wish, session.user.login, now());
    if ('forbiddenBy' in done) throw wrongState(wish.action, done.forbiddenBy);
    return outwardIncident(done.incident);
  });
  ports.cases.changed(incident);
  return incident;
}

const wrongState = (action: string, state: IncidentState): Refused =>
  new Refused('wrong-state', says('case-closed', { case: state, action }), { state });

/** A case can be given to whoever sees it. */
async function checkAssignee(call: Call<AssignBody, Session>): Promise<void> {
  const { db, scope, params, body } = call;
  const incident = present(await findIncident(db, params['id']!, scope), 'incident', params['id']!);
  const user = await findUser(db, body.to);
  const sees = user === null ? null : await findIncident(db, incident.id, scopeOf(user));
  if (sees === null) throw unknownReference('to', body.to);
}

export const incidentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/incidents',
    tag: 'incidents',
    summary: 'Cases, newest first; `state` and `kind` take several words with commas',
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      municipality: Type.Optional(Type.String()),
      state: Type.Optional(Type.String({ description: INCIDENT_STATES.join(', ') })),
      kind: Type.Optional(Type.String({ description: INCIDENT_KINDS.join(', ') })),
      vehicle: Type.Optional(Type.String()),
      assignment: Type.Optional(Type.String()),
      no: Type.Optional(Type.String({ description: `only these numbers, with commas, at most ${NUMBERS_AT_ONCE}` })),
      ...OpenRange.properties,
    }),
    answer: Page(Incident),
    handle: async ({ db, scope, query, page, ports }) => {
      await ports.settled();
      const filter = {
        municipality: query['municipality'] ?? null,
        states: wordsAmong('state', query['state'], INCIDENT_STATES),
        kinds: wordsAmong('kind', query['kind'], INCIDENT_KINDS),
        vehicle: query['vehicle'] ?? null,
        assignment: query['assignment'] ?? null,
        nos: numbersOf('no', query['no']),
        from_ms: instantQuery(query['from'], 'from'),
        to_ms: instantQuery(query['to'], 'to'),
      };
      const { items, next } = await listIncidents(db, scope, filter, numbered(page));
      return { items: items.map(outwardIncident), next };
    },
  }),
  route({
    method: 'GET',
    path: '/incidents/{id}',
    tag: 'incidents',
    summary: 'One case with its history',
    roles: EVERY_ROLE,
    answer: Incident,
    handle: async ({ db, scope, params, ports }) => {
      await ports.settled();
      return outwardIncident(present(await findIncident(db, params['id']!, scope), 'incident', params['id']!));
    },
  }),
  route({
    method: 'GET',
    path: '/incidents/{id}/assignees',
    tag: 'incidents',
    summary: 'To whom a case can be given: everybody who sees it, by name',
    roles: HANDLERS,
    paged: true,
    answer: Page(Assignee),
    handle: async ({ db, scope, params, page }) => {
      const { municipality, contractor } = present(
        await findIncident(db, params['id']!, scope),
        'incident',
        params['id']!,
      );
      return listAssignees(db, municipality, contractor, page);
    },
  }),
  route({
    method: 'POST',
    path: '/incidents/{id}/acknowledge',
    tag: 'incidents',
    summary: 'Somebody has seen it: open → acknowledged',
    roles: HANDLERS,
    body: OptionalTextBody,
    answer: Incident,
    handle: (call) => act(call, { action: 'acknowledge', text: call.body.text ?? null }),
  }),
  route({
    method: 'POST',
    path: '/incidents/{id}/assign',
    tag: 'incidents',
    summary: 'Give it to a user who sees it: → assigned',
    roles: HANDLERS,
    body: AssignBody,
    answer: Incident,
    handle: async (call) => {
      await checkAssignee(call);
      return act(call, { action: 'assign', to: call.body.to, text: call.body.text ?? null });
    },
  }),
  route({
    method: 'POST',
    path: '/incidents/{id}/comment',
    tag: 'incidents',
    summary: 'Add a word; possible in every state',
    roles: COMMENTERS,
    body: CommentBody,
    answer: Incident,
    handle: (call) => act(call, { action: 'comment', text: call.body.text }),
  }),
  route({
    method: 'POST',
    path: '/incidents/{id}/resolve',
    tag: 'incidents',
    summary: 'It is settled: → resolved',
    roles: HANDLERS,
    body: OptionalTextBody,
    answer: Incident,
    handle: (call) => act(call, { action: 'resolve', text: call.body.text ?? null }),
  }),
  route({
    method: 'POST',
    path: '/incidents/{id}/dismiss',
    tag: 'incidents',
    summary: 'It was none, for the stated reason: → dismissed',
    roles: HANDLERS,
    body: DismissBody,
    answer: Incident,
    handle: (call) => act(call, { action: 'dismiss', text: call.body.reason }),
  }),
  route({
    method: 'POST',
    path: '/incidents/{id}/reopen',
    tag: 'incidents',
    summary: 'Take back its resolving or dismissing: → what it was before. What the service itself took back stays so',
    roles: HANDLERS,
    body: OptionalTextBody,
    answer: Incident,
    handle: (call) => act(call, { action: 'reopen', text: call.body.text ?? null }),
  }),
];
