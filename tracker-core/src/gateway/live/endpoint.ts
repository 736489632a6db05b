import { ClientMessage, LIVE_SUBPROTOCOL, says } from '@sweepline/contract';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Db } from '../../store/db.ts';
import { findContractor } from '../../store/objects/contractors.ts';
import { findMunicipality, listMunicipalities } from '../../store/objects/municipalities.ts';
import { audienceOf, scopeOf } from '../access.ts';
import { Exchange } from '../http/exchange.ts';
import { refusalOf } from '../http/respond.ts';
import type { GatewayLog } from '../http/route.ts';
import type { Audience } from '../ports.ts';
import { credentialOf, isSameOrigin, type Session, type Sessions } from '../sessions.ts';
import type { TemplatedApp, WebSocket } from '../uws.ts';
import { Refused } from '../../refused.ts';
import { LiveClient } from './client.ts';
import type { LiveHub } from './hub.ts';
import { Outbox } from './outbox.ts';

/** A client's message is a few hundred bytes; above this the library cuts the socket. */
const MESSAGE_BYTES = 16 * 1024;
/** The outbox stops long before; above this the library would drop, and nothing may be dropped unseen. */
const BUFFER_BYTES = 64 * 1024 * 1024;
const IDLE_S = 60;
/** A client that has not said within this time what it wants to see gets all of its own municipality. */
const GRACE_MS = 300;
const SWEEP_MS = 2_000;

/** Close codes: policy (RFC 6455, 7.4.1) and our own. */
const ABUSE = 1008;
const GOING_AWAY = 1001;
const SESSION_ENDED = 4401;
const RIGHTS_CHANGED = 4409;

interface Attached {
  session: Session;
  client: LiveClient | null;
  grace: NodeJS.Timeout | null;
}
type Socket = WebSocket<Attached>;

const clientMessage = Compile(ClientMessage);

export interface LiveSetting {
  readonly path: string;
  readonly hub: LiveHub;
  readonly sessions: Sessions;
  readonly db: Db;
  readonly now: () => number;
  readonly log: GatewayLog;
  readonly publicOrigin: string | null;
}

/** The live websocket: who may open it, what its client says, when it ends. */
export class LiveEndpoint {
  readonly #setting: LiveSetting;
  readonly #clients = new Set<LiveClient>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(app: TemplatedApp, setting: LiveSetting) {
    this.#setting = setting;
    setting.sessions.onEnding(({ login, token }) => this.#end(login, token));
    this.#sweeper = setInterval(() => this.sweep(), SWEEP_MS).unref();
    app.ws<Attached>(setting.path, {
      maxPayloadLength: MESSAGE_BYTES,
      maxBackpressure: BUFFER_BYTES,
      idleTimeout: IDLE_S,
      sendPingsAutomatically: true,
      upgrade: (res, req, context) => {
        const exchange = new Exchange(res, req);
        void this.#admit(exchange).then(
          ({ session, protocol }) => {
            if (exchange.aborted) return;
            const key = exchange.header('sec-websocket-key');
            const extensions = exchange.header('sec-websocket-extensions');
            const attached: Attached = { session, client: null, grace: null };
            // Not within `res.cork`: it looks at the socket after this has turned it into another kind, and in the version
            // used here may take what it reads for "Connection: close" and cut it (uWebSockets, pull request 1929).
            res.upgrade(attached, key, protocol, extensions, context);
          },
          (error: unknown) => {
            const refused =
              error instanceof Refused ? error : new Refused('internal', 'the socket could not be opened');
            if (!(error instanceof Refused)) setting.log.error({ err: error }, 'a live socket could not be opened');
            exchange.answer(refusalOf(refused));
          },
        );
      },
      open: (ws) => this.#open(ws),
      message: (ws, data, binary) => this.#heard(ws, data, binary),
      drain: (ws) => ws.getUserData().client?.outbox.drain(),
      close: (ws) => this.#closed(ws),
    });
  }

  get sockets(): number {
    return this.#clients.size;
  }

  /** A token as subprotocol proves itself; a cookie only together with the same origin. @throws Refused. */
  async #admit(exchange: Exchange): Promise<{ session: Session; protocol: string }> {
    const { sessions, publicOrigin } = this.#setting;
    const offered = exchange
      .header('sec-websocket-protocol')
      .split(',')
      .map((word) => word.trim());
    const bearer = offered.find((word) => word.startsWith('bearer.'))?.slice('bearer.'.length);
    const authorization = bearer === undefined ? exchange.header('authorization') : `Bearer ${bearer}`;
    const credential = credentialOf(authorization, exchange.header('cookie'));
    if (exchange.header('sec-websocket-key') === '') throw new Refused('bad-request', says('websocket-only'));
    if (credential === null) throw new Refused('not-signed-in', 'sign in first');
    if (credential.by === 'cookie' && !isSameOrigin(exchange.header('origin'), exchange.header('host'), publicOrigin)) {
      throw new Refused('forbidden', 'another site may not open this socket');
    }
    const session = await sessions.find(credential.token);
    if (session === null) throw new Refused('not-signed-in', 'the session has ended');
    return { session, protocol: offered.includes(LIVE_SUBPROTOCOL) ? LIVE_SUBPROTOCOL : '' };
  }

  #open(ws: Socket): void {
    const { hub, now } = this.#setting;
    const attached = ws.getUserData();
    const pipe = {
      send: (data: string | Uint8Array): void => void ws.send(data, typeof data !== 'string'),
      buffered: (): number => ws.getBufferedAmount(),
      end: (code: number, reason: string): void => void ws.end(code, reason),
    };
    const client = new LiveClient(attached.session, new Outbox(pipe, hub.counters, now), now());
    attached.client = client;
    this.#clients.add(client);
    attached.grace = setTimeout(() => {
      if (!client.spoke) this.#work(client, { type: 'view' });
    }, GRACE_MS).unref();
  }

  #closed(ws: Socket): void {
    const { client, grace } = ws.getUserData();
    if (grace !== null) clearTimeout(grace);
    if (client === null) return;
    client.open = false;
    client.outbox.gone();
    this.#setting.hub.leave(client);
    this.#clients.delete(client);
  }

  #heard(ws: Socket, data: ArrayBuffer, binary: boolean): void {
    const { client } = ws.getUserData();
    if (client === null || !client.open) return;
    const message = binary ? null : messageOf(data);
    if (!client.spend(message?.type ?? 'wrong', this.#setting.now())) {
      this.#error(client, 'too-many-requests', 'too many messages');
      client.outbox.end(ABUSE, 'too many messages');
      return;
    }
    if (message === null) {
      this.#error(client, 'invalid', 'expected {type: "view"} or {type: "resume"}');
      if (!client.wrong()) client.outbox.end(ABUSE, 'too many wrong messages');
      return;
    }
    client.spoke = true;
    this.#work(client, message);
  }

  #work(client: LiveClient, message: Static<typeof ClientMessage>): void {
    const { log } = this.#setting;
    client.work = client.work
      .then(() => (client.open ? this.#carryOut(client, message) : undefined))
      .catch((error: unknown) => {
        log.error({ err: error }, 'a live message failed');
        this.#error(client, 'internal', 'something went wrong inside the service');
      });
  }

  async #carryOut(client: LiveClient, message: Static<typeof ClientMessage>): Promise<void> {
    const { hub } = this.#setting;
    const { bbox } = message;
    if (message.type === 'view' && message.municipality === undefined && client.lane !== null && bbox !== undefined) {
      hub.look(client, bbox);
      return;
    }
    const municipality = message.type === 'view' ? message.municipality : municipalityOf(message.channels);
    const audience = await this.#audience(client.session, municipality, message.contractor);
    if (!client.open) return;
    if (audience === null) this.#error(client, 'not-found', nothingUnder(municipality));
    else if (message.type === 'view') hub.view(client, audience, bbox);
    else hub.resume(client, audience, bbox, message.channels);
  }

  /** What the client may see of what it asks for; null where there is nothing. */
  async #audience(
    session: Session,
    wished: string | undefined,
    contractor: string | undefined,
  ): Promise<Audience | null> {
    const { db } = this.#setting;
    let municipality = wished;
    if (municipality === undefined) {
      const { items } = await listMunicipalities(db, scopeOf(session.user), { after: null, limit: 2 });
      if (items.length === 1) municipality = items[0]!.id;
    }
    if (municipality === undefined) return null;
    const audience = audienceOf(session.user, { municipality, ...(contractor === undefined ? {} : { contractor }) });
    if (audience === null || (await findMunicipality(db, audience.municipality)) === null) return null;
    if (audience.contractor === null) return audience;
    const found = await findContractor(db, audience.contractor);
    return found?.municipality === audience.municipality ? audience : null;
  }

  #error(client: LiveClient, code: string, message: string): void {
    this.#setting.hub.counters.clientErrors += 1;
    client.outbox.json(JSON.stringify({ type: 'error', code, message }));
  }

  #end(login: string, token: string | null): void {
    for (const client of this.#clients) {
      if (client.session.user.login !== login || (token !== null && client.session.token !== token)) continue;
      if (token === null) client.outbox.end(RIGHTS_CHANGED, 'rights changed');
      else client.outbox.end(SESSION_ENDED, 'signed out');
    }
  }

  /** Closes the sockets whose session has run out and those of readers that are too slow. */
  sweep(): void {
    const now_ms = this.#setting.now();
    for (const client of this.#clients) {
      if (now_ms >= client.session.expires_ms) client.outbox.end(SESSION_ENDED, 'session ended');
      else client.outbox.sweep(now_ms);
    }
    this.#setting.hub.sweep(now_ms);
  }

  close(): void {
    clearInterval(this.#sweeper);
    for (const client of this.#clients) client.outbox.end(GOING_AWAY, 'the service is stopping');
  }
}

const nothingUnder = (municipality: string | undefined): string =>
  municipality === undefined
    ? 'name the municipality: this user sees none, or more than one'
    : `nothing to see under ${municipality}`;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function messageOf(data: ArrayBuffer): Static<typeof ClientMessage> | null {
  try {
    const message: unknown = JSON.parse(utf8.decode(data));
    return clientMessage.Check(message) ? message : null;
  } catch {
    return null;
  }
}

/** The municipality whose channels are named; undefined where they are not all of one. */
function municipalityOf(channels: Readonly<Record<string, number>>): string | undefined {
  const named = new Set(Object.keys(channels).map((name) => name.slice(name.indexOf('/') + 1)));
  return named.size === 1 ? [...named][0] : undefined;
}
