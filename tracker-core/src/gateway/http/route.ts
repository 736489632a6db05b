import type { Role } from '@sweepline/contract';
import type { Static, TObject, TSchema } from 'typebox';
import type { Db } from '../../store/db.ts';
import type { PageWish, Scope } from '../../store/objects/scope.ts';
import type { Ports } from '../ports.ts';
import type { Session, Sessions } from '../sessions.ts';

export interface GatewayLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What every handler may use. */
export interface Services {
  readonly db: Db;
  readonly ports: Ports;
  readonly sessions: Sessions;
  readonly log: GatewayLog;
  readonly now: () => number;
  readonly publicOrigin: string | null;
  /** Outside map style under the streets, for the dashboard. */
  readonly mapStyleUrl: string | null;
}

/** An answer that is not JSON, or that carries headers of its own. */
export class RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;

  constructor(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array = '') {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** An answer that is made while it is sent; a reader that is slow makes its maker wait. */
export class StreamAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: AsyncIterable<Uint8Array>;

  constructor(headers: Readonly<Record<string, string>>, pieces: AsyncIterable<Uint8Array>) {
    this.headers = headers;
    this.pieces = pieces;
  }
}

/** What a write leaves in the audit record besides its sender and time. */
export interface AuditTarget {
  readonly object: string;
  readonly municipality: string | null;
  /** Instead of the request's body, where that is large or secret. */
  readonly body?: unknown;
  /** Where nobody is signed in yet. */
  readonly login?: string;
}

/** A request as its handler sees it: signed in, allowed by role, its body checked. */
export interface Call<Body, Who> extends Services {
  readonly session: Who;
  readonly scope: Scope;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly page: PageWish;
  readonly body: Body;
  readonly remote: string;
  readonly origin: string;
  readonly acceptsGzip: boolean;
  readonly ifNoneMatch: string;
  /** Lower case, without parameters. */
  readonly contentType: string;
  /** Writes in one transaction together with its audit record. */
  write<Result>(target: AuditTarget, work: (db: Db) => Promise<Result>): Promise<Result>;
  /** The audit record of a write that a port carried out. */
  audit(target: AuditTarget): Promise<void>;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
export const ANYONE = 'anyone';

interface Described {
  readonly method: Method;
  /** Below the API's prefix, parameters in braces. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Query parameters, all strings; optional ones as Type.Optional. */
  readonly query?: TObject;
  /** A list that `after` and `limit` page through. */
  readonly paged?: boolean;
  /** Schema of the answer; absent for 204. */
  readonly answer?: TSchema;
  /** Content type of the answer where it is not JSON. */
  readonly answerType?: string;
}

/** One request of the API: the router, the rights and the OpenAPI document are all made of this. */
export interface Route extends Described {
  readonly roles: readonly Role[] | typeof ANYONE;
  readonly body?: TSchema;
  /** A body that is handed on as bytes: its content types and its limit. */
  readonly upload?: { readonly types: readonly string[]; readonly limit: number };
  readonly handle: (call: Call<never, Session | null>) => Promise<unknown>;
}

interface Open<Body extends TSchema> extends Described {
  readonly roles: typeof ANYONE;
  readonly body?: Body;
  readonly handle: (call: Call<Static<Body>, Session | null>) => Promise<unknown>;
}
interface Guarded<Body extends TSchema> extends Described {
  readonly roles: readonly Role[];
  readonly body?: Body;
  readonly handle: (call: Call<Static<Body>, Session>) => Promise<unknown>;
}
interface Upload extends Described {
  readonly roles: readonly Role[];
  readonly upload: { readonly types: readonly string[]; readonly limit: number };
  readonly handle: (call: Call<Buffer, Session>) => Promise<unknown>;
}

/** Declares a request for users of the given roles; an undefined answer becomes 204. */
export const route = <Body extends TSchema>(declared: Guarded<Body>): Route => declared as Route;
/** Declares a request that needs no session. */
export const openRoute = <Body extends TSchema>(declared: Open<Body>): Route => declared as Route;
/** Declares a request whose body is bytes. */
export const uploadRoute = (declared: Upload): Route => declared as Route;

export const EVERY_ROLE: readonly Role[] = ['administrator', 'operator', 'auditor', 'contractor'];
