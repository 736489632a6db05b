import { ContractorBody, Page, says } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import {
  deleteContractor,
  findContractor,
  listContractors,
  putContractor,
  usesOfContractor,
} from '../../store/objects/contractors.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { checkOwner, present, unknownReference, within } from '../access.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { ContractorAnswer } from './answers.ts';
import { OfMunicipality } from './queries.ts';

export const contractorRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/contractors/{id}',
    tag: 'fleet',
    summary: 'Make or change a contractor',
    roles: ['administrator', 'operator'],
    body: ContractorBody,
    answer: ContractorAnswer,
    handle: async ({ db, session, params, body, write, ports }) => {
      const { name, municipality } = body;
      const contractor = { id: params['id']!, name, municipality };
      const known = await findContractor(db, contractor.id);
      checkOwner(session.user, 'contractor', contractor.id, municipality, known?.municipality ?? null);
      if ((await findMunicipality(db, municipality)) === null) throw unknownReference('municipality', municipality);
      await write({ object: contractor.id, municipality }, (db) => putContractor(db, contractor));
      await ports.plan.changed('contractor', contractor.id);
      return contractor;
    },
  }),
  route({
    method: 'GET',
    path: '/contractors',
    tag: 'fleet',
    summary: 'The contractors that the user sees',
    roles: EVERY_ROLE,
    paged: true,
    query: OfMunicipality,
    answer: Page(ContractorAnswer),
    handle: ({ db, scope, page, query }) => listContractors(db, within(scope, query['municipality']), page),
  }),
  route({
    method: 'GET',
    path: '/contractors/{id}',
    tag: 'fleet',
    summary: 'One contractor',
    roles: EVERY_ROLE,
    answer: ContractorAnswer,
    handle: async ({ db, scope, params }) =>
      present(await findContractor(db, params['id']!, scope), 'contractor', params['id']!),
  }),
  route({
    method: 'DELETE',
    path: '/contractors/{id}',
    tag: 'fleet',
    summary: 'Remove a contractor that has neither vehicles nor users nor contracts',
    roles: ['administrator', 'operator'],
    handle: async ({ db, scope, params, write, ports }) => {
      const { id, municipality } = present(await findContractor(db, params['id']!, scope), 'contractor', params['id']!);
      await write({ object: id, municipality }, async (db) => {
        const uses = await usesOfContractor(db, id);
        if (uses.vehicles > 0 || uses.users > 0 || uses.contracts > 0)
          throw new Refused('in-use', says('contractor-in-use', { id }), uses);
        await deleteContractor(db, id);
      });
      await ports.plan.changed('contractor', id);
    },
  }),
];
