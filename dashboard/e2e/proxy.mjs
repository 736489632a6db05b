import { connect, createServer } from 'node:net';

/** Stands between the browser and the service, so that a test can cut the line and mend it; the service notices nothing. */
export async function startProxy(target) {
  const { hostname, port } = new URL(target);
  const sockets = new Set();
  let server = null;
  let own = 0;

  async function open() {
    server = createServer((client) => {
      const upstream = connect(Number(port), hostname);
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ]) {
        sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => (sockets.delete(one), other.destroy()));
      }
    });
    await new Promise((resolve) => server.listen(own, '127.0.0.1', resolve));
    own = server.address().port;
  }

  /** Every connection ends, new ones are refused. */
  async function cut() {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await open();
  return { url: `http://127.0.0.1:${own}`, cut, mend: open };
}
