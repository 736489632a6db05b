import {
  Contract,
  ContractBody,
  DryRunAnswer,
  DryRunBody,
  isLocalDate,
  localOf,
  Page,
  Terms,
  TermsVersion,
  says,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { faultsOfTerms } from '../../claims/terms/faults.ts';
import { Refused, worded } from '../../refused.ts';
import { findContractor } from '../../store/objects/contractors.ts';
import {
  addTerms,
  findContract,
  hasClaims,
  listContracts,
  listTerms,
  putContract,
} from '../../store/objects/contracts.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { findRoutes } from '../../store/objects/routes.ts';
import {
  checkOwner,
  checkReference,
  present,
  seesMunicipality,
  unknownReference,
  within,
  wrongField,
} from '../access.ts';
import { numbered } from '../http/pages.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** @throws Refused `invalid` where the text is no day of the calendar. */
export function checkDate(path: string, text: string): void {
  if (!isLocalDate(text)) throw wrongField(path, says('not-a-day'));
}

/** Local dates, half-open. @throws Refused `invalid`. */
export function checkPeriod({ from, to }: { readonly from: string; readonly to: string }): void {
  checkDate('/from', from);
  checkDate('/to', to);
  if (from >= to) throw wrongField('/to', says('not-after', { other: 'from' }));
}

/** The contract of a path. @throws Refused `not-found` where the user does not see it. */
export const seenContract = async ({ db, scope, params }: Call<unknown, Session>): Promise<Contract> =>
  present(await findContract(db, params['id']!, scope), 'contract', params['id']!);

async function checkRoutes(call: Call<ContractBody, Session>): Promise<void> {
  const { db, session, body } = call;
  if (body.routes === undefined) return;
  const known = await findRoutes(db, body.routes);
  for (const [at, id] of body.routes.entries()) {
    const found = known.get(id);
    const path = `/routes/${at}`;
    if (found === undefined || !seesMunicipality(session.user, found.municipality))
      throw new Refused('unknown-reference', says('nothing-there', { kind: 'route', id }), [
        { path, ...says('nothing-there', { kind: 'route', id }) },
      ]);
    if (found.municipality !== body.municipality) {
      const saying = says('of-another-municipality', { kind: 'route', id });
      throw new Refused('other-municipality', saying, [{ path, ...saying }]);
    }
    if (!body.operations.includes(found.operation))
      throw wrongField(path, says('route-of-other-operation', { id, operation: found.operation }));
  }
}

async function put(call: Call<ContractBody, Session>): Promise<Contract> {
  const { db, session, params, body, write } = call;
  const id = params['id']!;
  const { municipality, contractor, number, from, to, currency, price, operations } = body;
  const known = await findContract(db, id);
  checkOwner(session.user, 'contract', id, municipality, known?.municipality ?? null);
  if ((await findMunicipality(db, municipality)) === null) throw unknownReference('municipality', municipality);
  checkReference(session.user, 'contractor', contractor, await findContractor(db, contractor), municipality);
  if (known !== null && known.contractor !== contractor)
    throw new Refused('id-taken', says('contract-of-another', { id, other: known.contractor }));
  checkDate('/from', from);
  checkDate('/to', to);
  if (from > to) throw wrongField('/to', says('before-first', { other: 'from' }));
  if (!CURRENCIES.has(currency)) throw wrongField('/currency', says('no-currency', { currency }));
  if (known !== null && known.currency !== currency && (await hasClaims(db, id)))
    throw new Refused('in-use', says('currency-stays', { currency: known.currency }), [
      { path: '/currency', ...says('currency-stays', { currency: known.currency }) },
    ]);
  await checkRoutes(call);
  const wished = { id, municipality, contractor, number, from, to, currency, price, operations };
  await write({ object: id, municipality }, (within) =>
    putContract(within, { ...wished, title: body.title ?? null, routes: body.routes ?? null }),
  );
  return (await findContract(db, id))!;
}

/** @throws Refused `invalid` with all that cannot be right in terms. */
export function checkTerms(terms: Terms, contract: Contract): void {
  const { title, routes, ...body } = contract;
  const faults = faultsOfTerms(terms, {
    ...body,
    ...(title === null ? {} : { title }),
    ...(routes === null ? {} : { routes }),
  });
  const [first] = faults;
  if (first !== undefined)
    throw new Refused('invalid', worded(`${first.path.slice(1)}: ${first.message}`, first), faults);
}

/** The local date on which a claim is taken to be paid, where nobody says one: that of the question. */
export async function paymentDateOf(call: Call<{ paymentDate?: string }, Session>, municipality: string) {
  const { db, body, now } = call;
  if (body.paymentDate !== undefined) {
    checkDate('/paymentDate', body.paymentDate);
    return body.paymentDate;
  }
  const { timezone } = (await findMunicipality(db, municipality))!;
  return localOf(timezone, now()).date;
}

export const contractRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/contracts',
    tag: 'claims',
    summary: 'The contracts that the user sees',
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      municipality: Type.Optional(Type.String()),
      contractor: Type.Optional(Type.String()),
    }),
    answer: Page(Contract),
    handle: ({ db, scope, query, page }) =>
      listContracts(db, within(scope, query['municipality']), query['contractor'] ?? null, page),
  }),
  route({
    method: 'PUT',
    path: '/contracts/{id}',
    tag: 'claims',
    summary: 'Make or change a contract; what it says stands in its terms',
    roles: ['administrator', 'auditor'],
    body: ContractBody,
    answer: Contract,
    handle: put,
  }),
  route({
    method: 'GET',
    path: '/contracts/{id}',
    tag: 'claims',
    summary: 'One contract',
    roles: EVERY_ROLE,
    answer: Contract,
    handle: seenContract,
  }),
  route({
    method: 'GET',
    path: '/contracts/{id}/terms',
    tag: 'claims',
    summary: 'Prices, rules and deadlines of a contract, every version, newest first',
    roles: EVERY_ROLE,
    paged: true,
    answer: Page(TermsVersion),
    handle: async (call) => listTerms(call.db, (await seenContract(call)).id, numbered(call.page)),
  }),
  route({
    method: 'POST',
    path: '/contracts/{id}/terms',
    tag: 'claims',
    summary: 'Add a version of the terms that holds from a date on; no version is ever changed',
    roles: ['administrator', 'auditor'],
    body: Terms,
    answer: TermsVersion,
    handle: async (call) => {
      const { body, session, now, write } = call;
      const contract = await seenContract(call);
      checkTerms(body, contract);
      return write({ object: contract.id, municipality: contract.municipality }, (within) =>
        addTerms(within, contract.id, body, session.user.login, now()),
      );
    },
  }),
  route({
    method: 'POST',
    path: '/contracts/{id}/dry-run',
    tag: 'claims',
    summary: 'What a period would cost under other terms, and under those that there are; stores nothing',
    roles: ['administrator', 'auditor'],
    body: DryRunBody,
    answer: DryRunAnswer,
    handle: async (call) => {
      const { body, ports, audit } = call;
      const contract = await seenContract(call);
      const { id, municipality } = contract;
      checkPeriod(body);
      checkTerms(body.terms, contract);
      await audit({ object: id, municipality, body: { from: body.from, to: body.to } });
      return ports.claims.dryRun(contract, body, await paymentDateOf(call, municipality));
    },
  }),
];
