import {
  AssignmentBody,
  canonicalJson,
  CoverageAnswer,
  FeatureCollection,
  instantOf,
  Page,
  RecomputeAnswer,
  type Assignment,
  type Route as RoutePlan,
  type User,
  type Vehicle,
  says,
  type Saying,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused, worded } from '../../refused.ts';
import {
  deleteAssignment,
  findAssignment,
  listAssignments,
  lockAssignment,
  putAssignment,
} from '../../store/objects/assignments.ts';
import { findContract } from '../../store/objects/contracts.ts';
import { listExcuses } from '../../store/objects/excuses.ts';
import { findRoute } from '../../store/objects/routes.ts';
import { EVERYTHING } from '../../store/objects/scope.ts';
import { findVehicle } from '../../store/objects/vehicles.ts';
import { checkReference, ownerByReference, present, seesMunicipality, within, wrongField } from '../access.ts';
import { instantField, instantQuery } from '../http/instants.ts';
import { EVERY_ROLE, RawAnswer, route, type Call, type Route } from '../http/route.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../sessions.ts';
import { AssignmentAnswer } from './answers.ts';
import { OfMunicipality, OpenRange } from './queries.ts';

function facts(assignment: Assignment): string {
  const { retroactive: _, ...rest } = assignment;
  return JSON.stringify(Object.entries(rest).sort());
}

/** What of its route an assignment asks for, and whose rest it is. */
const partOf = ({ legs, continues, handedOverTo, sharedWith }: Assignment): Partial<Assignment> => ({
  ...(legs === undefined ? {} : { legs }),
  ...(continues === undefined ? {} : { continues }),
  ...(handedOverTo === undefined ? {} : { handedOverTo }),
  ...(sharedWith === undefined ? {} : { sharedWith }),
});

/** A contract that the sender sees must fit; any other text is his own. */
async function checkContract(
  { db, session }: Call<AssignmentBody, Session>,
  id: string,
  plan: { readonly municipality: string; readonly vehicle: Vehicle; readonly route: RoutePlan },
): Promise<void> {
  const found = await findContract(db, id);
  if (found === null || !seesMunicipality(session.user, found.municipality)) return;
  const { contractor, operations } = checkReference(session.user, 'contract', id, found, plan.municipality);
  const refused = (saying: Saying): Refused => new Refused('invalid', saying, [{ path: '/contract', ...saying }]);
  if (contractor !== plan.vehicle.contractor)
    throw refused(
      worded(
        `the contract ${id} is with ${contractor}, the vehicle is ${plan.vehicle.contractor}'s`,
        says('contract-with-another', { id }),
      ),
    );
  if (!operations.includes(plan.route.operation))
    throw refused(says('contract-of-other-work', { id, operation: plan.route.operation }));
}

/**
 * The assignment that a PUT asks for. One that exists keeps its route's version unless it is given another route; made or
 * changed after its window began it is retroactive for good.
 */
async function wishedAssignment(call: Call<AssignmentBody, Session>, known: Assignment | null): Promise<Assignment> {
  const { db, session, params, body, now } = call;
  const { user } = session;
  const found = await findVehicle(db, body.vehicle);
  const municipality = ownerByReference(user, 'assignment', params['id']!, known, 'vehicle', body.vehicle, found);
  const vehicle = found!;
  const route = checkReference(user, 'route', body.route, await findRoute(db, body.route), municipality);
  if (route.retiredAt !== undefined && known?.route !== route.id)
    throw new Refused('wrong-state', says('retired-route', { id: route.id }), [
      { path: '/route', ...says('retired-route', { id: route.id }) },
    ]);
  if (vehicle.retiredAt !== undefined && known?.vehicle !== vehicle.id)
    throw new Refused('wrong-state', says('retired-vehicle', { id: vehicle.id }), [
      { path: '/vehicle', ...says('retired-vehicle', { id: vehicle.id }) },
    ]);
  const from_ms = instantField(body.from, 'from');
  const to_ms = instantField(body.to, 'to');
  if (from_ms >= to_ms) throw wrongField('/to', says('not-after', { other: 'from' }));
  if (!vehicle.operations.includes(route.operation)) {
    const saying = says('wrong-operation', { operation: route.operation });
    throw new Refused('invalid', { ...saying, message: `the vehicle ${vehicle.id} ${saying.message}` }, [
      { path: '/vehicle', ...saying },
    ]);
  }
  if (body.contract !== undefined) await checkContract(call, body.contract, { municipality, vehicle, route });
  const wished = {
    id: params['id']!,
    municipality,
    route: route.id,
    routeVersion: known?.route === route.id ? known.routeVersion : route.version,
    vehicle: vehicle.id,
    from: instantOf(from_ms),
    to: instantOf(to_ms),
    crew: body.crew ?? null,
    contract: body.contract ?? null,
    retroactive: false,
    ...(known?.route === route.id ? partOf(known) : {}),
  };
  if (known !== null && facts(known) === facts(wished)) return known;
  const begun = Math.min(from_ms, known === null ? from_ms : Date.parse(known.from)) <= now();
  return { ...wished, retroactive: begun || known?.retroactive === true };
}

/** Ordinary plans are the operator's; what is changed after the fact needs somebody who answers for it. */
function checkWriter(user: User, wished: Assignment, known: Assignment | null): void {
  if (user.role === 'administrator' || wished === known) return;
  if (wished.retroactive && user.role !== 'auditor') {
    throw new Refused('forbidden', says('window-began'));
  }
  if (!wished.retroactive && user.role === 'auditor') {
    throw new Refused('forbidden', says('only-afterwards'));
  }
}

const FIRST = { after: null, limit: 100 };

const sealedAlready = (id: string): Refused => new Refused('wrong-state', says('result-sealed', { id }));

/** @throws Refused `wrong-state` where the result says that something of it was driven. */
async function checkUndriven(ports: Ports, id: string): Promise<void> {
  const { status, covered_m, uncovered_m } = await ports.results.coverage(id);
  if (status === 'sealed') throw sealedAlready(id);
  const driven_m = covered_m + uncovered_m['gear-off'] + uncovered_m['too-fast'] + uncovered_m['wrong-side'];
  if (driven_m === 0) return;
  throw new Refused('wrong-state', says('was-driven', { metres: Math.round(driven_m), id }), { driven_m });
}

/** @throws Refused `wrong-state` where somebody wrote it since it was read: a handover, or another who plans. */
export function checkUnchanged(known: Assignment | null, standing: Assignment | null): void {
  if (JSON.stringify(standing) !== JSON.stringify(known)) throw new Refused('wrong-state', says('changed-meanwhile'));
}

/** The assignment of a path. @throws Refused `not-found` where the user does not see it. */
export const seenAssignment = async ({ db, scope, params }: Call<unknown, Session>): Promise<Assignment> =>
  present(await findAssignment(db, params['id']!, scope), 'assignment', params['id']!);

export const assignmentRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/assignments/{id}',
    tag: 'plan',
    summary: 'Give a route to a vehicle for a window of time; after it began only administrators and auditors may',
    roles: ['administrator', 'operator', 'auditor'],
    body: AssignmentBody,
    answer: AssignmentAnswer,
    handle: async (call) => {
      const { db, session, params, write, ports, now } = call;
      const id = params['id']!;
      const known = await findAssignment(db, id);
      const wished = await wishedAssignment(call, known);
      checkWriter(session.user, wished, known);
      await write({ object: id, municipality: wished.municipality }, async (within) => {
        const standing = await lockAssignment(within, id);
        // the same asked for twice at once is no conflict
        if (canonicalJson(standing) !== canonicalJson(wished)) checkUnchanged(known, standing);
        await putAssignment(within, wished, now());
      });
      await ports.plan.changed('assignment', id);
      return wished;
    },
  }),
  route({
    method: 'DELETE',
    path: '/assignments/{id}',
    tag: 'plan',
    summary:
      'Remove an assignment of which nothing was driven; after its window began only administrators and auditors may',
    roles: ['administrator', 'operator', 'auditor'],
    handle: async (call) => {
      const { session, write, ports, now } = call;
      const assignment = await seenAssignment(call);
      const { id, municipality } = assignment;
      const begun = Date.parse(assignment.from) <= now();
      checkWriter(session.user, { ...assignment, retroactive: begun || assignment.retroactive }, null);
      if (begun) await checkUndriven(ports, id);
      await write({ object: id, municipality, body: assignment }, async (within) => {
        if (await deleteAssignment(within, id)) return;
        if ([assignment.continues, assignment.handedOverTo, assignment.sharedWith].some((part) => part !== undefined))
          throw new Refused('in-use', says('was-handed-over', { id }));
        const excuses = await listExcuses(within, EVERYTHING, { assignment: id, states: null }, FIRST);
        if (excuses.items.length === 0) throw sealedAlready(id);
        throw new Refused('in-use', says('has-excuses', { id }), {
          excuses: excuses.items.map((excuse) => excuse.id),
        });
      });
      await ports.plan.changed('assignment', id);
    },
  }),
  route({
    method: 'GET',
    path: '/assignments',
    tag: 'plan',
    summary: 'The assignments that the user sees; `from` and `to` pick those whose window overlaps',
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      ...OfMunicipality.properties,
      ...OpenRange.properties,
      route: Type.Optional(Type.String()),
      vehicle: Type.Optional(Type.String()),
    }),
    answer: Page(AssignmentAnswer),
    handle: ({ db, scope, page, query }) =>
      listAssignments(
        db,
        within(scope, query['municipality']),
        {
          route: query['route'] ?? null,
          vehicle: query['vehicle'] ?? null,
          from_ms: instantQuery(query['from'], 'from'),
          to_ms: instantQuery(query['to'], 'to'),
        },
        page,
      ),
  }),
  route({
    method: 'GET',
    path: '/assignments/{id}',
    tag: 'plan',
    summary: 'One assignment',
    roles: EVERY_ROLE,
    answer: AssignmentAnswer,
    handle: seenAssignment,
  }),
  route({
    method: 'GET',
    path: '/assignments/{id}/coverage',
    tag: 'results',
    summary: 'What was covered, what not and why, to the centimetre',
    roles: EVERY_ROLE,
    answer: CoverageAnswer,
    handle: async (call) => call.ports.results.coverage((await seenAssignment(call)).id),
  }),
  route({
    method: 'GET',
    path: '/assignments/{id}/coverage.geojson',
    tag: 'results',
    summary: 'The same as lines',
    roles: EVERY_ROLE,
    answer: FeatureCollection,
    answerType: 'application/geo+json',
    handle: async (call) => {
      const lines = await call.ports.results.coverageGeoJson((await seenAssignment(call)).id);
      return new RawAnswer(200, { 'content-type': 'application/geo+json' }, JSON.stringify(lines));
    },
  }),
  route({
    method: 'POST',
    path: '/assignments/{id}/recompute',
    tag: 'results',
    summary: 'Compute the result from the stored fixes alone; its digest equals that of coverage',
    roles: ['administrator', 'operator', 'auditor'],
    answer: RecomputeAnswer,
    handle: async (call) => {
      const { id, municipality } = await seenAssignment(call);
      const answer = await call.ports.results.recompute(id);
      await call.audit({ object: id, municipality });
      return answer;
    },
  }),
];
