import { randomUUID } from 'node:crypto';
import {
  DECLARED_GROUNDS,
  EXCUSE_STATES,
  Excuse,
  ExcuseBody,
  ExcuseDecisionBody,
  Page,
  type Role,
  says,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { excusedStretches } from '../../coverage/excused.ts';
import { Refused, worded } from '../../refused.ts';
import { addExcuse, addExcuseEntry, findExcuse, listExcuses, moveExcuse } from '../../store/objects/excuses.ts';
import { findRouteVersion } from '../../store/objects/routes.ts';
import { noteRewrittenPlan } from '../../store/series/rewritten-plans.ts';
import { present, within, wrongField } from '../access.ts';
import { numbered } from '../http/pages.ts';
import { wordsAmong } from '../http/query.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { seenAssignment } from './assignments.ts';

const PROPOSERS: readonly Role[] = ['administrator', 'operator', 'contractor'];

/** The proposal of a path. @throws Refused `not-found` where the user does not see it. */
export const seenExcuse = async ({ db, scope, params }: Call<unknown, Session>): Promise<Excuse> =>
  present(await findExcuse(db, params['id']!, scope), 'excuse', params['id']!);

/** The same, for who made it or may do all. @throws Refused `forbidden`. */
export async function changeableExcuse(call: Call<unknown, Session>): Promise<Excuse> {
  const excuse = await seenExcuse(call);
  const { login, role } = call.session.user;
  if (role !== 'administrator' && excuse.proposedBy !== login)
    throw new Refused('forbidden', says('excuse-of-another', { login: excuse.proposedBy }));
  return excuse;
}

async function propose(call: Call<ExcuseBody, Session>): Promise<Excuse> {
  const { db, body, session, now, write } = call;
  const assignment = await seenAssignment(call);
  const { ground, note } = body;
  if (ground === 'other' && note === undefined)
    throw new Refused('invalid', worded('the ground `other` needs a note', says('missing')), [
      { path: '/note', ...says('missing') },
    ]);
  const at_ms = now();
  if (DECLARED_GROUNDS.includes(ground) && at_ms >= Date.parse(assignment.from))
    throw wrongField('/ground', says('declared-late', { at: assignment.from }));
  const plan = (await findRouteVersion(db, assignment.route, assignment.routeVersion))!;
  const { stretches, planned_m, outside } = excusedStretches(plan.legs, body.stretches ?? null);
  if (outside.length > 0) {
    const saying = says('nothing-planned-there');
    const details = outside.map((at) => ({ path: `/stretches/${at}`, ...saying }));
    throw new Refused('invalid', worded(`stretch ${outside[0]! + 1} ${saying.message}`, saying), details);
  }
  const id = randomUUID();
  const { municipality } = assignment;
  const made = { id, municipality, assignment: assignment.id, ground, note: note ?? null, planned_m, stretches };
  await write({ object: `${assignment.id} ${id}`, municipality }, (within) =>
    addExcuse(within, { ...made, proposedBy: session.user.login, at_ms }),
  );
  return (await findExcuse(db, id))!;
}

/** Accepted it leaves the denominator, refused after that it comes back; what is sealed is followed by a revision. */
async function decide(call: Call<ExcuseDecisionBody, Session>): Promise<Excuse> {
  const { db, body, session, now, write, ports } = call;
  const { id, assignment, municipality, state } = await seenExcuse(call);
  const accepts = body.decision === 'accept';
  if (!accepts && body.reason === undefined) throw wrongField('/reason', says('missing'));
  const to = accepts ? 'accepted' : 'refused';
  await write({ object: `${assignment} ${id}`, municipality }, async (within) => {
    if (!(await moveExcuse(within, id, ['proposed', accepts ? 'refused' : 'accepted'], to)))
      throw new Refused('wrong-state', says('excuse-decided', { excuse: state }), { state });
    await addExcuseEntry(within, id, {
      at_ms: now(),
      by: session.user.login,
      action: to,
      text: body.reason ?? null,
    });
    await noteRewrittenPlan(within, assignment, now());
  });
  await ports.plan.changed('excuses', assignment);
  return (await findExcuse(db, id))!;
}

export const excuseRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/assignments/{id}/excuses',
    tag: 'excuses',
    summary: 'What was proposed to be excused of an assignment, newest first',
    roles: EVERY_ROLE,
    paged: true,
    answer: Page(Excuse),
    handle: async (call) => {
      const { id } = await seenAssignment(call);
      return listExcuses(call.db, call.scope, { assignment: id, states: null }, numbered(call.page));
    },
  }),
  route({
    method: 'POST',
    path: '/assignments/{id}/excuses',
    tag: 'excuses',
    summary: 'Propose that metres of an assignment are not owed: stretches of its plan, or all of it',
    roles: PROPOSERS,
    body: ExcuseBody,
    answer: Excuse,
    handle: propose,
  }),
  route({
    method: 'GET',
    path: '/excuses',
    tag: 'excuses',
    summary: 'The proposals that the user sees, newest first; `state` takes several words with commas',
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      municipality: Type.Optional(Type.String()),
      state: Type.Optional(Type.String({ description: EXCUSE_STATES.join(', ') })),
      assignment: Type.Optional(Type.String()),
    }),
    answer: Page(Excuse),
    handle: ({ db, scope, query, page }) =>
      listExcuses(
        db,
        within(scope, query['municipality']),
        { assignment: query['assignment'] ?? null, states: wordsAmong('state', query['state'], EXCUSE_STATES) },
        numbered(page),
      ),
  }),
  route({
    method: 'GET',
    path: '/excuses/{id}',
    tag: 'excuses',
    summary: 'One proposal with its files and its history',
    roles: EVERY_ROLE,
    answer: Excuse,
    handle: seenExcuse,
  }),
  route({
    method: 'POST',
    path: '/excuses/{id}/decide',
    tag: 'excuses',
    summary: 'Accept or refuse; a decision can be turned, and a sealed result gets a revision',
    roles: ['administrator', 'auditor'],
    body: ExcuseDecisionBody,
    answer: Excuse,
    handle: decide,
  }),
  route({
    method: 'POST',
    path: '/excuses/{id}/withdraw',
    tag: 'excuses',
    summary: 'Take back what was proposed and not decided yet',
    roles: PROPOSERS,
    answer: Excuse,
    handle: async (call) => {
      const { db, session, now, write } = call;
      const { id, assignment, municipality, state } = await changeableExcuse(call);
      await write({ object: `${assignment} ${id}`, municipality }, async (within) => {
        if (!(await moveExcuse(within, id, ['proposed'], 'withdrawn')))
          throw new Refused('wrong-state', says('excuse-decided', { excuse: state }), {
            state,
          });
        await addExcuseEntry(within, id, {
          at_ms: now(),
          by: session.user.login,
          action: 'withdrawn',
          text: null,
        });
      });
      return (await findExcuse(db, id))!;
    },
  }),
];
