import { Page, User, UserBody, says } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import { findContractor } from '../../store/objects/contractors.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { hashOfPassword, randomPassword } from '../../store/objects/password.ts';
import { countAdministrators, deleteUser, findUser, listUsers, putUser } from '../../store/objects/users.ts';
import { notFound, unknownReference, wrongField } from '../access.ts';
import { route, type Route } from '../http/route.ts';
import { UserAnswer } from './answers.ts';

/** A contractor's people belong to his municipality; nobody else has a contractor. */
async function userOf(db: Db, login: string, body: UserBody): Promise<User> {
  const { name, role, locale, email } = body;
  const mailed = email === undefined ? {} : { email };
  const contractor = body.contractor ?? null;
  const municipalities = [...new Set(body.municipalities)];
  for (const id of municipalities)
    if ((await findMunicipality(db, id)) === null) throw unknownReference('municipality', id);
  if (role !== 'contractor' && contractor !== null)
    throw wrongField('/contractor', says('contractor-not-his', { role }));
  if (role === 'contractor') {
    if (contractor === null) throw wrongField('/contractor', says('contractor-needed'));
    const found = await findContractor(db, contractor);
    if (found === null) throw unknownReference('contractor', contractor);
    if (municipalities.some((id) => id !== found.municipality)) {
      const { municipality } = found;
      throw new Refused('other-municipality', says('contractor-of-town', { id: contractor, municipality }));
    }
    return { login, name, role, municipalities: [found.municipality], contractor, locale, ...mailed };
  }
  return { login, name, role, municipalities, contractor: null, locale, ...mailed };
}

const sameRights = (a: User, b: User): boolean =>
  a.role === b.role &&
  a.contractor === b.contractor &&
  [...a.municipalities].sort().join() === [...b.municipalities].sort().join();

async function checkLastAdministrator(db: Db, user: User | null): Promise<void> {
  if (user?.role === 'administrator' && (await countAdministrators(db)) === 1) {
    throw new Refused('in-use', says('last-administrator', { login: user.login }));
  }
}

export const userRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/users/{login}',
    tag: 'users',
    summary: 'Make or change a user; a password is generated and answered once where a new user is given none',
    roles: ['administrator'],
    body: UserBody,
    answer: UserAnswer,
    handle: async ({ db, params, body, write, sessions }) => {
      const user = await userOf(db, params['login']!, body);
      const known = await findUser(db, user.login);
      if (user.role !== 'administrator') await checkLastAdministrator(db, known);
      const generated = known === null && body.password === undefined ? randomPassword() : null;
      const password = body.password ?? generated;
      const hash = password === null ? null : await hashOfPassword(password);
      await write({ object: user.login, municipality: null }, (db) => putUser(db, user, hash));
      if (known !== null && (hash !== null || !sameRights(known, user)))
        await sessions.userChanged(user.login, hash !== null);
      return generated === null ? user : { ...user, password: generated };
    },
  }),
  route({
    method: 'GET',
    path: '/users',
    tag: 'users',
    summary: 'All users',
    roles: ['administrator'],
    paged: true,
    answer: Page(User),
    handle: ({ db, page }) => listUsers(db, page),
  }),
  route({
    method: 'DELETE',
    path: '/users/{login}',
    tag: 'users',
    summary: 'Remove a user and end his sessions',
    roles: ['administrator'],
    handle: async ({ db, params, write, sessions }) => {
      const login = params['login']!;
      const known = await findUser(db, login);
      if (known === null) throw notFound('user', login);
      await checkLastAdministrator(db, known);
      await write({ object: login, municipality: null }, (db) => deleteUser(db, login));
      await sessions.userChanged(login, true);
    },
  }),
];
