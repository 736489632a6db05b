import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { belongsToDevice } from '@sweepline/contract';

/** What a publish looked like when it reached the broker. */
export interface Received {
  readonly device: string;
  readonly topic: string;
  readonly payload: string;
  readonly at_ms: number;
}

export interface StandIn {
  readonly http: string;
  readonly mqtt: string;
  /** Bodies by method and path. */
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[];
  readonly received: Received[];
  publish(topic: string, payload: unknown): Promise<void>;
  /** Cuts every connection, as a broker that restarts does. */
  cut(): void;
  close(): Promise<void>;
}

const PASSWORD = 'stand-in-password';
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<void> => new Promise((done) => server.listen(0, '127.0.0.1', done));

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** A real broker with the contract's access rule, and a REST side that takes everything and makes device secrets. */
export async function standIn(): Promise<StandIn> {
  const requests: StandIn['requests'] = [];
  const received: Received[] = [];
  const secrets = new Map<string, string>();
  const broker = await Aedes.createBroker();
  broker.authenticate = (client, user, password, done) => {
    const known = user !== undefined && secrets.get(user) === String(password) && client.id === user;
    done(known ? null : Object.assign(new Error('bad user or password'), { returnCode: 4 as const }), known);
  };
  broker.authorizePublish = (client, packet, done) => {
    const own = client === null || belongsToDevice(packet.topic, packet.topic.split('/')[2] ?? '', client.id);
    done(own ? null : new Error('not your topic'));
  };
  broker.on('publish', (packet, client) => {
    if (client !== null)
      received.push({ device: client.id, topic: packet.topic, payload: packet.payload.toString(), at_ms: Date.now() });
  });
  const sockets = new Set<Socket>();
  const tcp = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  const web = createServer((request, response) => {
    const path = (request.url ?? '').replace('/api/v1', '');
    void textOf(request).then((text) => {
      const body = text === '' ? undefined : (JSON.parse(text) as unknown);
      requests.push({ method: request.method ?? '', path, body });
      const answer = (status: number, value: unknown): void => {
        response
          .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
          .end(JSON.stringify(value));
      };
      const device = /^\/devices\/([^/]+)(\/rotate)?$/.exec(path);
      if (path === '/session') {
        const right = (body as { password: string }).password === PASSWORD;
        answer(right ? 200 : 401, right ? { token: 't' } : { code: 'wrong-password', message: 'no' });
      } else if (request.headers.authorization !== 'Bearer t') answer(401, { code: 'not-signed-in', message: 'no' });
      else if (device !== null && (device[2] !== undefined || !secrets.has(device[1]!))) {
        secrets.set(device[1]!, `s-${device[1]!}-${requests.length}`);
        answer(200, { secret: secrets.get(device[1]!) });
      } else answer(200, { edges: 1, warnings: [] });
    });
  });
  await Promise.all([listening(tcp), listening(web)]);
  return {
    http: `http://127.0.0.1:${portOf(web)}`,
    mqtt: `mqtt://127.0.0.1:${portOf(tcp)}`,
    requests,
    received,
    publish: (topic, payload) =>
      new Promise((done, fail) =>
        broker.publish(
          { cmd: 'publish', topic, payload: JSON.stringify(payload), qos: 1, retain: false, dup: false },
          (error) => (error ? fail(error) : done()),
        ),
      ),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => broker.close(() => done()));
      await Promise.all([tcp, web].map((server) => new Promise((done) => server.close(done))));
    },
  };
}

export { PASSWORD };
