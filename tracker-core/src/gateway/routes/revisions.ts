import { CoverageAnswer, Page, Revision, RevisionDecisionBody, says } from '@sweepline/contract';
import { Refused, worded } from '../../refused.ts';
import { pageOf } from '../../store/objects/scope.ts';
import { decideResult, findResult } from '../../store/series/results.ts';
import { notFound, present } from '../access.ts';
import { numbered } from '../http/pages.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { seenAssignment } from './assignments.ts';

/** The number of a path; one that is none names no revision. */
function numberOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound('revision', text);
  return Number(text);
}

async function decide(
  call: Call<RevisionDecisionBody, Session>,
  state: 'accepted' | 'declined',
): Promise<Revision | undefined> {
  const { params, body, write, db, now, session, ports } = call;
  const { id, municipality } = await seenAssignment(call);
  const revision = numberOf(params['n']!);
  const found = present(await findResult(db, id, revision), 'revision', `${revision} of ${id}`);
  await write({ object: `${id} ${revision}`, municipality }, async (within) => {
    const decision = { by: session.user.login, at_ms: now(), why: body.reason };
    if (await decideResult(within, id, revision, state, decision)) return;
    throw new Refused(
      'wrong-state',
      worded(`the revision is ${found.state}: only a proposed one can be decided`, says('revision-decided')),
    );
  });
  await ports.results.decided(id);
  return (await ports.results.revisions(id)).find((one) => one.revision === revision);
}

export const revisionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/assignments/{id}/revisions',
    tag: 'results',
    summary: 'Each sealed result with its cause and difference, and what is proposed',
    roles: EVERY_ROLE,
    paged: true,
    answer: Page(Revision),
    handle: async (call) => {
      const { id } = await seenAssignment(call);
      const { after, limit } = numbered(call.page);
      const later = (await call.ports.results.revisions(id)).filter(({ revision }) => revision > Number(after));
      return pageOf(
        later,
        limit,
        ({ revision }) => String(revision),
        (revision) => revision,
      );
    },
  }),
  route({
    method: 'GET',
    path: '/assignments/{id}/revisions/{n}',
    tag: 'results',
    summary: 'What a revision says, or what a proposed one would say',
    roles: EVERY_ROLE,
    answer: CoverageAnswer,
    handle: async (call) => {
      const { id } = await seenAssignment(call);
      const revision = numberOf(call.params['n']!);
      return present(await call.ports.results.revision(id, revision), 'revision', `${revision} of ${id}`);
    },
  }),
  route({
    method: 'POST',
    path: '/assignments/{id}/revisions/{n}/accept',
    tag: 'results',
    summary: 'Let evidence that came too late count: the proposed revision stands from now on',
    roles: ['administrator', 'auditor'],
    body: RevisionDecisionBody,
    answer: Revision,
    handle: (call) => decide(call, 'accepted'),
  }),
  route({
    method: 'POST',
    path: '/assignments/{id}/revisions/{n}/decline',
    tag: 'results',
    summary: 'Leave evidence that came too late out: what stood before stands',
    roles: ['administrator', 'auditor'],
    body: RevisionDecisionBody,
    answer: Revision,
    handle: (call) => decide(call, 'declined'),
  }),
];
