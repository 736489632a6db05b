import type { TSchema } from 'typebox';
import { isEdgeId, isId, says } from '@sweepline/contract';
import { Refused, worded } from '../../refused.ts';
import { addAudit } from '../../store/objects/audit.ts';
import type { PageWish } from '../../store/objects/scope.ts';
import { notFound, scopeOf } from '../access.ts';
import { credentialOf, isSameOrigin, type Session } from '../sessions.ts';
import { Aborted, JSON_LIMIT, type Exchange } from './exchange.ts';
import { queryOf } from './query.ts';
import { acceptsGzip, answerOf, refusalOf, refusedOf } from './respond.ts';
import { ANYONE, StreamAnswer, type AuditTarget, type Call, type Route, type Services } from './route.ts';
import { Router } from './router.ts';
import { checker } from './validate.ts';

const DEFAULT_LIMIT = 200;
const MOST_LIMIT = 1_000;

/** Called once per answered request, for the metrics. */
export type Observe = (route: string, method: string, status: string, duration_ms: number) => void;

/** Answers every request of the API: find, authenticate, authorise, read, check, handle. */
export class Dispatcher {
  readonly #router: Router;
  readonly #services: Services;
  readonly #observe: Observe;
  readonly #checks = new Map<TSchema, (value: unknown) => void>();

  constructor(routes: readonly Route[], services: Services, observe: Observe) {
    this.#router = new Router(routes);
    this.#services = services;
    this.#observe = observe;
    for (const { body } of routes) if (body !== undefined) this.#checks.set(body, checker(body));
  }

  /** `path` below the prefix. Never rejects. */
  async handle(exchange: Exchange, path: string): Promise<void> {
    const begin = performance.now();
    const found = this.#router.find(exchange.method, path);
    const name = found.kind === 'route' ? found.route.path : found.kind;
    let status = 'aborted';
    try {
      if (found.kind === 'not-found') throw new Refused('not-found', says('no-such-address', { path: exchange.path }));
      if (found.kind === 'method-not-allowed') throw new MethodNotAllowed(exchange, found.allowed);
      const value = await this.#run(found.route, found.params, exchange);
      if (value instanceof StreamAnswer) {
        status = '200';
        await this.#stream(exchange, value);
        return;
      }
      const answer = await answerOf(value, acceptsGzip(exchange.header('accept-encoding')));
      status = answer.status.slice(0, 3);
      exchange.answer(answer);
    } catch (error) {
      if (error instanceof Aborted) return;
      const refused = refusedOf(error);
      if (refused.code === 'internal') {
        this.#services.log.error({ err: error, method: exchange.method, path: exchange.path }, 'a request failed');
      }
      const answer = refusalOf(refused, error instanceof MethodNotAllowed ? { allow: error.allowed } : {});
      status = answer.status.slice(0, 3);
      exchange.answer(answer);
    } finally {
      this.#observe(name, exchange.method, status, performance.now() - begin);
    }
  }

  async #stream(exchange: Exchange, { headers, pieces }: StreamAnswer): Promise<void> {
    try {
      await exchange.stream(headers, pieces);
    } catch (error) {
      this.#services.log.error({ err: error, path: exchange.path }, 'an answer broke off while it was sent');
    }
  }

  async #run(route: Route, params: Readonly<Record<string, string>>, exchange: Exchange): Promise<unknown> {
    const session = await this.#authenticate(route, exchange);
    checkParams(route, params);
    const body = await this.#body(route, exchange);
    const query = queryOf(exchange.query);
    const page = route.paged ? pageWish(query) : { after: null, limit: MOST_LIMIT };
    const audited = { done: false };
    const call = this.#call({ route, exchange, session, params, query, page, body, audited });
    const value = await route.handle(call);
    if (route.method !== 'GET' && !audited.done)
      await call.audit({ object: Object.values(params).join(' '), municipality: null });
    return value;
  }

  async #authenticate(route: Route, exchange: Exchange): Promise<Session | null> {
    const credential = credentialOf(exchange.header('authorization'), exchange.header('cookie'));
    const origin = exchange.header('origin');
    const sameOrigin = isSameOrigin(origin, exchange.header('host'), this.#services.publicOrigin);
    if (route.roles === ANYONE && origin !== '' && !sameOrigin && route.method !== 'GET') {
      throw new Refused('forbidden', 'another site may not do this');
    }
    const session = credential === null ? null : await this.#services.sessions.find(credential.token);
    if (route.roles === ANYONE) return session;
    if (session === null || credential === null)
      throw new Refused('not-signed-in', 'sign in first, or the session has ended');
    if (credential.by === 'cookie' && route.method !== 'GET' && !sameOrigin) {
      throw new Refused(
        'forbidden',
        'a write by cookie must come from a page of this service: its Origin is absent or another',
      );
    }
    if (!route.roles.includes(session.user.role)) {
      throw new Refused(
        'forbidden',
        says('role-may-not', { role: session.user.role, what: `${route.method} ${route.path}` }),
      );
    }
    return session;
  }

  async #body(route: Route, exchange: Exchange): Promise<unknown> {
    if (route.method === 'GET') return undefined;
    const type = contentTypeOf(exchange);
    if (route.upload !== undefined) {
      if (!route.upload.types.includes(type))
        throw new Refused('wrong-type', `the content type must be one of ${route.upload.types.join(', ')}`);
      return exchange.body(route.upload.limit);
    }
    const bytes = await exchange.body(JSON_LIMIT);
    if (route.body === undefined) return undefined;
    if (type !== 'application/json' && !(type === '' && bytes.length === 0) && !type.endsWith('+json')) {
      throw new Refused('wrong-type', 'the content type must be application/json');
    }
    const body: unknown = bytes.length === 0 ? {} : parseJson(bytes);
    this.#checks.get(route.body)!(body);
    return body;
  }

  #call(known: {
    route: Route;
    exchange: Exchange;
    session: Session | null;
    params: Readonly<Record<string, string>>;
    query: Readonly<Record<string, string | undefined>>;
    page: PageWish;
    body: unknown;
    audited: { done: boolean };
  }): Call<never, Session | null> {
    const { route, exchange, session, body, audited } = known;
    const services = this.#services;
    const entry = (target: AuditTarget) => ({
      at_ms: services.now(),
      login: target.login ?? session?.user.login ?? '',
      action: `${route.method} ${route.path}`,
      object: target.object,
      municipality: target.municipality,
      body: 'body' in target ? target.body : Buffer.isBuffer(body) ? { bytes: body.length } : withoutSecrets(body),
    });
    return {
      ...services,
      session,
      scope: session === null ? { municipalities: [], contractor: null } : scopeOf(session.user),
      params: known.params,
      query: known.query,
      page: known.page,
      body: body as never,
      remote: senderOf(exchange, services.publicOrigin),
      origin: exchange.header('origin'),
      acceptsGzip: acceptsGzip(exchange.header('accept-encoding')),
      ifNoneMatch: exchange.header('if-none-match'),
      contentType: contentTypeOf(exchange),
      write: async (target, work) => {
        const result = await services.db.transaction(async (db) => {
          const made = await work(db);
          await addAudit(db, entry(target));
          return made;
        });
        audited.done = true;
        return result;
      },
      audit: async (target) => {
        await addAudit(services.db, entry(target));
        audited.done = true;
      },
    };
  }
}

class MethodNotAllowed extends Refused {
  readonly allowed: string;

  constructor(exchange: Exchange, allowed: readonly string[]) {
    super('method-not-allowed', `${exchange.path} takes ${allowed.join(', ')}`);
    this.allowed = allowed.join(', ');
  }
}

const contentTypeOf = (exchange: Exchange): string =>
  (exchange.header('content-type').split(';')[0] ?? '').trim().toLowerCase();

/** Who is counted for wrong passwords: behind a proxy, the address that this proxy saw. */
function senderOf(exchange: Exchange, publicOrigin: string | null): string {
  const seen = exchange.header('x-forwarded-for').split(',').at(-1)?.trim();
  return publicOrigin !== null && seen ? seen : exchange.remote;
}

/** Ids of a path: a write says what an id looks like, a read of an impossible id finds nothing. */
function checkParams(route: Route, params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (name === 'edge' ? isEdgeId(value) : isId(value)) continue;
    if (route.method !== 'PUT') throw notFound(name, value);
    const saying = says('bad-id');
    throw new Refused('invalid', worded(`the ${name} in the path ${saying.message}`, saying), [
      { path: '', ...worded(`${name} ${saying.message}`, saying) },
    ]);
  }
}

/** Mostly an id or a number; of a sorted list more than that. */
const CURSOR = /^[A-Za-z0-9][A-Za-z0-9._-]{0,2047}$/;

function pageWish(query: Readonly<Record<string, string | undefined>>): PageWish {
  const limit = query['limit'] === undefined ? DEFAULT_LIMIT : Number(query['limit']);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LIMIT) {
    throw new Refused('bad-request', says('query-not-number', { name: 'limit', least: 1, most: MOST_LIMIT }));
  }
  const after = query['after'] ?? null;
  if (after !== null && !CURSOR.test(after)) throw new Refused('bad-request', says('no-such-page'));
  return { after, limit };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: Buffer): unknown {
  try {
    const text = utf8.decode(bytes);
    return text.includes('\\u') ? JSON.parse(text, wellFormed) : JSON.parse(text);
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    throw new Refused('malformed-json', `the body is not JSON: ${(cause as Error).message}`, undefined, cause);
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Escapes can spell what no database text holds: NUL and halves of surrogate pairs. */
function wellFormed(key: string, value: unknown): unknown {
  for (const text of [key, value]) {
    if (typeof text === 'string' && (LONE_SURROGATE.test(text) || text.includes('\0'))) {
      const saying = says('no-unicode');
      throw new Refused('invalid', worded(`${key === '' ? 'the body' : key} ${saying.message}`, saying));
    }
  }
  return value;
}

function withoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('password' in body)) return body;
  const { password: _, ...rest } = body;
  return rest;
}
