import { createServer, type AddressInfo } from 'node:net';
import uws from 'uWebSockets.js';

/**
 * The one door to uWebSockets.js. The package is a re-publication of the official binaries, which are not on the registry:
 * taking the official tag instead changes the line in package.json and nothing here.
 */
export const { App, us_listen_socket_close: closeListening, us_socket_local_port: portOf } = uws;
export type { HttpRequest, HttpResponse, TemplatedApp, WebSocket } from 'uWebSockets.js';

/** Without it the kernel shares the port with another process that has it, and half the requests get lost there. */
const EXCLUSIVE_PORT = 1;

/** How often another process may snatch the port that was just found free. */
const ATTEMPTS = 10;

/**
 * Listens; port 0 takes a free one. The library would bind port 0 without SO_REUSEADDR: killed, its connections would keep
 * that port from the service's next run for a minute. So a free port is found first and then asked for by its number.
 * @throws Error where the port is taken.
 */
export async function listen(app: uws.TemplatedApp, host: string, port: number): Promise<uws.us_listen_socket> {
  for (let attempt = 1; ; attempt++) {
    const socket = await listenOn(app, host, port === 0 ? await freePort(host) : port);
    if (socket) return socket;
    if (port !== 0 || attempt === ATTEMPTS)
      throw new Error(`cannot listen on ${host}:${port}: the port is taken or not allowed`);
  }
}

function listenOn(app: uws.TemplatedApp, host: string, port: number): Promise<uws.us_listen_socket | false> {
  return new Promise((done) => {
    // The type declarations lack the variant with host and options; the library reads both.
    (
      app.listen as unknown as (
        host: string,
        port: number,
        options: number,
        done: (socket: uws.us_listen_socket | false) => void,
      ) => void
    )(host, port, EXCLUSIVE_PORT, done);
  });
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
