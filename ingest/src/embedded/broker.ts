import { Aedes, type AuthenticateError, type Client, type PublishPacket } from 'aedes';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TurnedAwayReason } from '@sweepline/contract';
import { decodeLimits } from '../decode/outcome.ts';
import type { IngestPort, MqttEdge, Sender } from '../port.ts';
import { Tally } from '../tally.ts';
import { within } from '../within.ts';
import type { EmbeddedContext } from './context.ts';
import { PacketCutter } from './packet-cutter.ts';
import { receive } from './receive.ts';
import { Session } from './session.ts';
import { WrongPasswords } from './wrong-passwords.ts';

/** A connection has this long to send its CONNECT, and a TLS handshake to end. */
const CONNECT_WITHIN_MS = 10_000;
/** Connections that may wait to be accepted: a whole fleet coming back after an outage. */
const BACKLOG = 4_096;
/** Commits under way at the end may still be acknowledged. */
const CLOSE_WITHIN_MS = 3_000;
/** And reach their devices. */
const FAREWELL_MS = 1_000;
/** What is told of a stranger is cut: he may say anything. */
const NAME_SHOWN = 64;
const TOPIC_SHOWN = 256;
const BAD_USER_NAME_OR_PASSWORD = 4;
const NOT_AUTHORIZED = 5;

export interface EmbeddedBrokerOptions {
  /** Address to bind, e.g. `127.0.0.1`. */
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** A second listener with TLS 1.2 or newer; PEM. */
  readonly tls?: { readonly port: number; readonly cert: string | Buffer; readonly key: string | Buffer };
  /** How old a fix may be when it arrives. Default 30. */
  readonly acceptBacklogDays?: number;
  /** Told of what an operator may want in the log: refused logins, foreign topics, broken streams, failed commits. */
  readonly notice?: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

export interface EmbeddedEdge extends MqttEdge {
  /** `mqtts://…` with the port really taken; null without TLS. */
  readonly tlsUrl: string | null;
}

/** `publish` as aedes implements it; its types leave the client out. */
type FanOut = (packet: PublishPacket, client: Client | null, done: (error?: Error) => void) => void;

/** The MQTT 3.1.1 broker inside the service. Resolves once it listens; rejects where a port is taken. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions, port: IngestPort): Promise<EmbeddedEdge> {
  const tally = new Tally();
  const notice = options.notice ?? (() => {});
  const context: EmbeddedContext = {
    port,
    limits: decodeLimits(options.acceptBacklogDays),
    tally,
    notice,
    turnAway,
    closing: false,
  };
  const cutters = new WeakMap<object, PacketCutter>();
  /** Outlive their connection: the last will comes after its end. */
  const sessions = new WeakMap<Client, Session>();
  const live = new Set<Session>();
  const sockets = new Set<Socket>();
  const byDevice = new Map<string, Set<Session>>();
  const wrongPasswords = new WrongPasswords();
  const wills = new WeakMap<Client, string>();

  const broker = await Aedes.createBroker({
    connectTimeout: CONNECT_WITHIN_MS,
    preConnect: (client, packet, done) => {
      if (packet.will) wills.set(client, packet.will.topic);
      done(null, true);
    },
    authenticate: (client, userName, password, done) => {
      const refusal = authenticate(client, userName ?? '', password?.toString() ?? '');
      if (refusal === null) done(null, true);
      else done(Object.assign(new Error('not let in'), { returnCode: refusal }) as AuthenticateError, false);
    },
    authorizePublish: (client, packet, done) => {
      const session = client && sessions.get(client);
      if (session) receive(context, session, packet, done);
      else done(new Error('no session'));
    },
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.get(client);
      if (session?.maySubscribe(subscription.topic)) {
        session.subscribed(subscription.topic, subscription.qos > 0 ? 1 : 0);
        return done(null, subscription);
      }
      // A stored subscription of a device that has since moved must not keep it out. Stored ones come back before the
      // CONNACK; `connecting` stays set for a moment after it, when the device may already have sent its own.
      if (!(client as Client & { connackSent: boolean }).connackSent) return done(null, null);
      tally.add('denied');
      notice('subscription denied', { ...session?.sender, filter: subscription.topic });
      if (session) turnAway(session.client, session.sender.device, 'foreign-filter', subscription.topic);
      done(new Error('not a filter of this device'));
    },
  });

  // What a device publishes concerns the service alone. Only its retained status goes on into the broker, without a
  // queue for anybody who is away.
  const fanOut = broker.publish.bind(broker) as unknown as FanOut;
  broker.publish = ((
    packet: PublishPacket,
    client: Client | null | ((error?: Error) => void),
    done: (error?: Error) => void,
  ) => {
    if (typeof client === 'function') return fanOut(packet, null, client);
    if (client !== null && !packet.retain) return done();
    fanOut(client === null ? packet : { ...packet, qos: 0 }, client, done);
  }) as typeof broker.publish;

  function authenticate(client: Client, userName: string, password: string): number | null {
    const now_ms = port.now();
    const address = (client.conn as Socket).remoteAddress ?? '';
    if (wrongPasswords.barred(address, userName, now_ms)) {
      tally.add('auth_limited');
      turnAway(client, userName, 'too-many-tries');
      return BAD_USER_NAME_OR_PASSWORD;
    }
    const known = port.credentials(userName);
    const credentials = userName === client.id ? known : null;
    if (!credentials?.accepts(password)) {
      turnAway(
        client,
        userName,
        known === null ? 'unknown-device' : userName === client.id ? 'wrong-secret' : 'wrong-client-id',
      );
      wrongPasswords.failed(address, userName, now_ms);
      tally.add('auth_failures');
      notice('login refused', { address, device: userName.slice(0, 64) });
      return BAD_USER_NAME_OR_PASSWORD;
    }
    const cutter = cutters.get(client.conn);
    if (!cutter) return NOT_AUTHORIZED;
    const session = new Session({ municipality: credentials.municipality, device: userName }, client, cutter, now_ms);
    const will = wills.get(client);
    if (will !== undefined && session.judge(will) === 'foreign') {
      tally.add('denied');
      notice('last will denied', { ...session.sender, topic: will });
      turnAway(client, userName, 'foreign-topic', will);
      return NOT_AUTHORIZED;
    }
    cutter.accept();
    sessions.set(client, session);
    register(session);
    client.conn.once('close', () => end(session));
    return null;
  }

  function turnAway(client: Client, userName: string, reason: TurnedAwayReason, topic?: string): void {
    tally.turnedAway(reason);
    port.turnedAway({
      reason,
      device: userName.slice(0, NAME_SHOWN),
      clientId: client.id.slice(0, NAME_SHOWN),
      address: (client.conn as Socket).remoteAddress ?? '',
      topic: topic?.slice(0, TOPIC_SHOWN) ?? null,
    });
  }

  /** From here on the device can be cut off, though its CONNACK is still to be sent. */
  function register(session: Session): void {
    const { device } = session.sender;
    live.add(session);
    byDevice.set(device, (byDevice.get(device) ?? new Set()).add(session));
  }

  /** [MQTT-3.1.4-2] the newest connection of a client id stands, the earlier ones end. */
  function begin(session: Session): void {
    const { device } = session.sender;
    for (const other of byDevice.get(device) ?? []) {
      if (other === session) break;
      other.client.close();
    }
    session.begun = true;
    tally.add('connections');
    port.connected(device, true);
  }

  function end(session: Session): void {
    const { device } = session.sender;
    live.delete(session);
    session.ended();
    const left = byDevice.get(device);
    left?.delete(session);
    if (left?.size === 0) byDevice.delete(device);
    if (session.begun && ![...(left ?? [])].some(({ begun }) => begun)) port.connected(device, false);
  }

  broker.on('clientReady', (client) => {
    const session = sessions.get(client);
    if (session && !client.closed) begin(session);
  });
  broker.on('ack', (packet, client) => {
    const session = sessions.get(client);
    const id = session?.confirmed(packet as PublishPacket | undefined);
    if (session && id != null) port.commandDelivered(session.sender.device, id);
  });
  broker.on('unsubscribe', (filters, client) => {
    for (const filter of filters) sessions.get(client)?.unsubscribed(filter);
  });
  broker.on('clientError', (client, error) => notice('connection closed', { device: client.id, why: error.message }));

  function accept(socket: Socket): void {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.setKeepAlive(true, 60_000);
    const cutter = new PacketCutter((what) => {
      tally.add('protocol_errors');
      notice('connection cut', { address: socket.remoteAddress, what });
      socket.destroy();
    });
    cutters.set(socket, cutter);
    const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    socket.read = (size?: number | null) => {
      // streams read 0 bytes to start a transfer; the broker reads all there is
      if (typeof size === 'number') return read(size);
      const chunk = read();
      if (chunk) tally.add('bytes', chunk.length);
      return socket.destroyed ? null : cutter.pass(chunk);
    };
    broker.handle(socket);
  }

  const plain = await listen(createServer({ noDelay: true }, accept), options.host, options.port);
  const servers: Server[] = [plain];
  let tlsUrl: string | null = null;
  if (options.tls) {
    const { cert, key, port: tlsPort } = options.tls;
    const secure = createTlsServer(
      { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: CONNECT_WITHIN_MS, noDelay: true },
      accept,
    );
    secure.on('tlsClientError', () => tally.add('protocol_errors'));
    servers.push(await listen(secure, options.host, tlsPort));
    tlsUrl = urlOf('mqtts', secure);
  }

  return {
    url: urlOf('mqtt', plain),
    tlsUrl,
    async sendCommand({ device }, payload) {
      const session = [...(byDevice.get(device) ?? [])].at(-1);
      if (!session) throw new Error(`device ${device} is not connected`);
      await session.command(payload.id, JSON.stringify(payload));
      tally.add('commands');
    },
    async admit() {},
    async revoke({ device }: Sender) {
      for (const session of byDevice.get(device) ?? []) session.client.close();
    },
    counters: () => tally.read(),
    trouble: () => (servers.every((server) => server.listening) ? null : { trouble: 'not-listening' }),
    async close() {
      context.closing = true;
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      await within(CLOSE_WITHIN_MS, Promise.all([...live].map(({ gate }) => gate.empty())));
      // an end, unlike a cut, still carries the last acknowledgements across
      for (const socket of sockets) socket.end();
      await within(FAREWELL_MS, Promise.all(closed));
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

async function listen<One extends Server>(server: One, host: string, port: number): Promise<One> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

function urlOf(scheme: 'mqtt' | 'mqtts', server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
