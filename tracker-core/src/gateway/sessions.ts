import { says } from '@sweepline/contract';
import type { User } from '@sweepline/contract';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { Refused } from '../refused.ts';
import type { Db } from '../store/db.ts';
import {
  closeSession,
  closeSessionsOf,
  findSession,
  openSession,
  userByPassword,
  type StoredSession,
} from '../store/objects/users.ts';

const COOKIE = 'sweepline_session';
/** A session ends a week after its sign-in. */
export const SESSION_MS = 7 * 24 * 3_600_000;
/** How long a session may be taken from memory; another process's sign-out is seen after this. */
const REMEMBERED_MS = 10_000;
const MOST_REMEMBERED = 10_000;
/** Wrong passwords in ten minutes: per login from one address, and per address. */
const WRONG_PER_LOGIN = 10;
const WRONG_PER_ADDRESS = 100;
const WRONG_WINDOW_S = 600;

export interface Session extends StoredSession {
  readonly token: string;
}

/** Sign-in, sign-out and who stands behind a token. */
export class Sessions {
  readonly #db: Db;
  readonly #now: () => number;
  #remembered = new Map<string, { session: Session; until_ms: number }>();
  #changes = 0;
  #perLogin = new RateLimiterMemory({ points: WRONG_PER_LOGIN, duration: WRONG_WINDOW_S });
  #perAddress = new RateLimiterMemory({ points: WRONG_PER_ADDRESS, duration: WRONG_WINDOW_S });
  #endings = new Set<(ended: { login: string; token: string | null }) => void>();

  constructor(db: Db, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** @throws Refused `wrong-password`, `too-many-requests`. Only wrong passwords count against the limit. */
  async signIn(login: string, password: string, address: string): Promise<Session> {
    const key = `${address} ${login}`;
    await this.#checkLimits(key, address);
    const user = await userByPassword(this.#db, login, password);
    if (user === null) {
      await Promise.all([this.#perLogin.penalty(key), this.#perAddress.penalty(address)]);
      throw new Refused('wrong-password', 'the login or the password is wrong');
    }
    await this.#perLogin.delete(key);
    const now_ms = this.#now();
    const expires_ms = now_ms + SESSION_MS;
    return { token: await openSession(this.#db, user.login, now_ms, expires_ms), user, expires_ms };
  }

  async #checkLimits(key: string, address: string): Promise<void> {
    const spent: [RateLimiterRes | null, number][] = [
      [await this.#perLogin.get(key), WRONG_PER_LOGIN],
      [await this.#perAddress.get(address), WRONG_PER_ADDRESS],
    ];
    for (const [used, most] of spent) {
      if (used === null || used.consumedPoints < most) continue;
      const retryAfter_s = Math.ceil(used.msBeforeNext / 1000);
      throw new Refused('too-many-requests', says('wait-seconds', { seconds: retryAfter_s }), {
        retryAfter_s,
      });
    }
  }

  /** The session with this token, or null where there is none any more. */
  async find(token: string): Promise<Session | null> {
    const now_ms = this.#now();
    const known = this.#remembered.get(token);
    if (known !== undefined && now_ms < known.until_ms && now_ms < known.session.expires_ms) return known.session;
    const changes = this.#changes;
    const stored = await findSession(this.#db, token, now_ms);
    // What was read while rights changed may be the old ones.
    if (changes !== this.#changes) return this.find(token);
    if (stored === null) {
      this.#remembered.delete(token);
      return null;
    }
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    const session = { ...stored, token };
    this.#remembered.set(token, { session, until_ms: now_ms + REMEMBERED_MS });
    return session;
  }

  async signOut({ token, user }: Session): Promise<void> {
    await closeSession(this.#db, token);
    this.#remembered.delete(token);
    this.#tell({ login: user.login, token });
  }

  /** After a user was changed or removed; `signedOut` ends his sessions, else only what was remembered of his rights. */
  async userChanged(login: string, signedOut: boolean): Promise<void> {
    if (signedOut) await closeSessionsOf(this.#db, login);
    for (const [token, { session }] of this.#remembered)
      if (session.user.login === login) this.#remembered.delete(token);
    this.#tell({ login, token: null });
  }

  /** Calls back when a session ended or its user's rights changed; a null token means all of the user's. */
  onEnding(callback: (ended: { login: string; token: string | null }) => void): void {
    this.#endings.add(callback);
  }

  #tell(ended: { login: string; token: string | null }): void {
    this.#changes += 1;
    for (const callback of this.#endings) callback(ended);
  }
}

/** What proves who is asking: a header that no other site can make a browser send, or a cookie that one might. */
export type Credential = { readonly by: 'bearer' | 'cookie'; readonly token: string };

export function credentialOf(authorization: string, cookie: string): Credential | null {
  const bearer = /^Bearer +([A-Za-z0-9_-]+)$/i.exec(authorization);
  if (bearer) return { by: 'bearer', token: bearer[1]! };
  for (const pair of cookie.split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE && value) return { by: 'cookie', token: value };
  }
  return null;
}

/** True where the page that sent the request came from this service: its origin names the host it was asked under. */
export function isSameOrigin(origin: string, host: string, publicOrigin: string | null): boolean {
  if (origin === '' || !URL.canParse(origin)) return false;
  if (publicOrigin !== null && origin === new URL(publicOrigin).origin) return true;
  return host !== '' && new URL(origin).host === host.toLowerCase();
}

export function sessionCookie(token: string, publicOrigin: string | null): string {
  const secure = publicOrigin?.startsWith('https:') ? '; Secure' : '';
  const age_s = token === '' ? 0 : SESSION_MS / 1000;
  return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age_s}${secure}`;
}

export const withoutToken = ({ user }: Session): { user: User } => ({ user });
