import uws from 'uWebSockets.js';

/**
 * The one door to uWebSockets.js. The package is a re-publication of the official binaries, which are not on the registry:
 * taking the official tag instead changes the line in package.json and nothing here.
 */
export const { App, us_listen_socket_close: closeListening, us_socket_local_port: portOf } = uws;
export type { HttpRequest, HttpResponse, TemplatedApp, WebSocket } from 'uWebSockets.js';

/** Without it the kernel shares the port with another process that has it, and half the requests get lost there. */
const EXCLUSIVE_PORT = 1;

/** Listens; @throws Error where the port is taken. */
export function listen(app: uws.TemplatedApp, host: string, port: number): Promise<uws.us_listen_socket> {
  return new Promise((resolve, reject) => {
    const done = (socket: uws.us_listen_socket | false): void =>
      socket
        ? resolve(socket)
        : reject(new Error(`cannot listen on ${host}:${port}: the port is taken or not allowed`));
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
