import { instantOf, type Assignee, type PageOf, type User } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { hashOfPassword, isPassword, randomPassword } from './password.ts';
import { pageOf, type PageWish } from './scope.ts';
import { hashOfSecret, randomSecret } from './secret.ts';

const COLUMNS = 'login, name, role, municipalities, contractor, locale, email';

type UserRow = Omit<User, 'email'> & { readonly email: string | null };
const userOf = <Row extends UserRow>({ email, ...row }: Row): Omit<Row, 'email'> & User => ({
  ...row,
  ...(email === null ? {} : { email }),
});

/** Makes or changes a user; a null hash keeps the password of a user that exists. */
export async function putUser(db: Db, user: User, passwordHash: string | null): Promise<void> {
  const { login, name, role, municipalities, contractor, locale, email = null } = user;
  const values = [login, name, role, municipalities, contractor, locale, email, passwordHash];
  const changed = await db.query(
    `update app_user set name = $2, role = $3, municipalities = $4, contractor = $5, locale = $6, email = $7,
       password_hash = coalesce($8, password_hash)
     where login = $1 returning login`,
    values,
  );
  if (changed.length > 0) return;
  await db.query(`insert into app_user (${COLUMNS}, password_hash) values ($1, $2, $3, $4, $5, $6, $7, $8)`, values);
}

export async function findUser(db: Db, login: string): Promise<User | null> {
  const [row] = await db.query<UserRow>(`select ${COLUMNS} from app_user where login = $1`, [login]);
  return row === undefined ? null : userOf(row);
}

export async function listUsers(db: Db, page: PageWish): Promise<PageOf<User>> {
  const rows = await db.query<UserRow>(
    `select ${COLUMNS} from app_user where ($1::text is null or login > $1) order by login limit $2`,
    [page.after, page.limit + 1],
  );
  return pageOf(rows, page.limit, ({ login }) => login, userOf);
}

/** Who sees what is of a municipality and a contractor; null for the people of every contractor. */
export async function listAssignees(
  db: Db,
  municipality: string,
  contractor: string | null,
  page: PageWish,
): Promise<PageOf<Assignee>> {
  const rows = await db.query<Assignee>(
    `select login, name, role from app_user
     where ($1::text is null or login > $1) and (role = 'administrator'
       or (municipalities @> array[$3] and ($4::text is null or role <> 'contractor' or contractor = $4)))
     order by login limit $2`,
    [page.after, page.limit + 1, municipality, contractor],
  );
  return pageOf(
    rows,
    page.limit,
    (row) => row.login,
    (row) => row,
  );
}

export async function deleteUser(db: Db, login: string): Promise<boolean> {
  return (await db.query('delete from app_user where login = $1 returning login', [login])).length > 0;
}

export async function countAdministrators(db: Db): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from app_user where role = 'administrator'`,
  );
  return row!.count;
}

/** A hash that no password meets: an unknown login then costs the same time as a known one. */
let nobody: Promise<string> | null = null;

/** The user whose login and password these are. */
export async function userByPassword(db: Db, login: string, password: string): Promise<User | null> {
  const [row] = await db.query<UserRow & { password_hash: string }>(
    `select ${COLUMNS}, password_hash from app_user where login = $1`,
    [login],
  );
  nobody ??= hashOfPassword(randomSecret());
  const right = await isPassword(password, row?.password_hash ?? (await nobody));
  if (row === undefined || !right) return null;
  const { password_hash: _, ...user } = row;
  return userOf(user);
}

export interface StoredSession {
  readonly user: User;
  readonly expires_ms: number;
}

/** Opens a session and answers its token, which is stored only as a hash. Sessions that ended are cleared away. */
export async function openSession(db: Db, login: string, now_ms: number, expires_ms: number): Promise<string> {
  const token = randomSecret();
  await db.query('delete from session where expires_at <= $1', [instantOf(now_ms)]);
  await db.query('insert into session (token_hash, login, made_at, expires_at) values ($1, $2, $3, $4)', [
    hashOfSecret(token),
    login,
    instantOf(now_ms),
    instantOf(expires_ms),
  ]);
  return token;
}

export async function findSession(db: Db, token: string, now_ms: number): Promise<StoredSession | null> {
  const [row] = await db.query<UserRow & { expires_ms: number }>(
    `select ${COLUMNS}, expires_at as expires_ms from session join app_user using (login)
     where token_hash = $1 and expires_at > $2`,
    [hashOfSecret(token), instantOf(now_ms)],
  );
  if (row === undefined) return null;
  const { expires_ms, ...user } = row;
  return { user: userOf(user), expires_ms };
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await db.query('delete from session where token_hash = $1', [hashOfSecret(token)]);
}

export async function closeSessionsOf(db: Db, login: string): Promise<void> {
  await db.query('delete from session where login = $1', [login]);
}

const ADMINISTRATOR = {
  login: 'admin',
  name: 'Administrator',
  role: 'administrator',
  municipalities: [],
  contractor: null,
  locale: 'en',
} as const;

/**
 * The administrator `admin`, made at the first start only: with the password given from outside, else with one that is
 * generated and kept where the installation's owner finds it, before it is the only one there is.
 */
export async function ensureAdministrator(
  db: Db,
  given: string | null,
  keep: (generated: string) => void = () => undefined,
): Promise<void> {
  if ((await findUser(db, ADMINISTRATOR.login)) !== null) return;
  const password = given ?? randomPassword();
  if (given === null) keep(password);
  await putUser(db, { ...ADMINISTRATOR, municipalities: [] }, await hashOfPassword(password));
}
