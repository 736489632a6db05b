import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { casesChannel, encodePositionFrame, positionsChannel, progressChannel } from '@sweepline/contract';
import { WebSocketServer } from 'ws';
import { gridTown, townGeoJson } from '../town.mjs';
import { makeTraffic } from './traffic.mjs';
import { makeWork } from './work.mjs';

export const MUNICIPALITY = 'bench';
const DIST = fileURLToPath(new URL('../../dashboard/dist/', import.meta.url));
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
};
/** As the service flushes. */
const FLUSH_MS = 100;
const user = { login: 'bench', name: 'Bench', role: 'operator', municipalities: [MUNICIPALITY], contractor: null };
const municipality = { id: MUNICIPALITY, name: 'Bench', timezone: 'UTC', locale: 'en', drivesOn: 'right' };

/**
 * Serves the built dashboard and a live feed in the service's own protocol: every vehicle sends one fix a second, spread
 * over the second, and `growing` assignments a second send their figures and a leg.
 */
export async function startFeed({ vehicles, edges, assignments, growing }) {
  const town = gridTown(edges);
  const traffic = makeTraffic(town, vehicles);
  const work = makeWork(town, MUNICIPALITY, assignments, Date.now());
  const collection = townGeoJson(town);
  for (const { properties } of collection.features) properties.kind = 'street';
  const basemap = gzipSync(JSON.stringify(collection));
  const rows = new Map(traffic.cars.map((car) => [car.no, traffic.fix(car, Date.now())]));
  const seq = { positions: 0, progress: 0 };
  const sockets = new Set();

  const answers = {
    '/session': { user: { ...user, locale: 'en' } },
    '/settings': { mapStyleUrl: null },
    '/municipalities': { items: [municipality], next: null },
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://feed');
    if (pathname === '/healthz') return void response.end('ok');
    if (!pathname.startsWith('/api/v1')) return void serveFile(pathname, response);
    const path = pathname.slice('/api/v1'.length);
    response.setHeader('content-type', 'application/json');
    if (path.endsWith('/basemap')) {
      response.setHeader('content-encoding', 'gzip');
      return void response.end(basemap);
    }
    if (path.endsWith('/areas')) return void response.end('{"type":"FeatureCollection","features":[]}');
    response.end(JSON.stringify(answers[path] ?? { items: [], next: null }));
  });

  const sending = new WebSocketServer({ server, path: '/api/v1/live', handleProtocols: () => 'sweepline.v1' });
  sending.on('connection', (socket) => {
    socket.on('message', () => {
      for (const message of firstPicture()) socket.send(JSON.stringify(message));
      sockets.add(socket);
    });
    socket.on('close', () => sockets.delete(socket));
  });

  function firstPicture() {
    const fleet = traffic.cars.map(({ no }) => ({
      ...rows.get(no),
      vehicle: `v${no}`,
      plate: `B ${String(no).padStart(4, '0')}`,
      contractor: 'c',
      operations: ['sweep'],
      gearWired: true,
      interval_s: 1,
      ts: new Date(rows.get(no).ts_ms).toISOString(),
    }));
    const hello = {
      type: 'hello',
      protocol: 1,
      serverTime: new Date().toISOString(),
      channels: {
        [positionsChannel(MUNICIPALITY)]: seq.positions,
        [progressChannel(MUNICIPALITY)]: seq.progress,
        [casesChannel(MUNICIPALITY)]: 0,
      },
      snapshot: { vehicles: fleet, assignments: work.snapshot(), incidents: [] },
    };
    return [hello, ...work.whole(seq.progress)];
  }

  const flushes = 1_000 / FLUSH_MS;
  const groups = Array.from({ length: flushes }, (_, i) =>
    traffic.cars.filter(({ phase_ms }) => Math.floor(phase_ms / FLUSH_MS) === i),
  );
  let turn = 0;
  let grown = 0;
  const timer = setInterval(() => {
    const now_ms = Date.now();
    const sent = groups[turn++ % flushes].map((car) => traffic.fix(car, now_ms));
    for (const row of sent) rows.set(row.no, row);
    const frame = encodePositionFrame({ seq: ++seq.positions, rows: sent });
    const messages = [];
    for (; grown < (turn * growing) / flushes; grown++) messages.push(...work.grow(grown, () => ++seq.progress));
    const texts = messages.map((message) => JSON.stringify(message));
    for (const socket of sockets) {
      socket.send(frame);
      for (const text of texts) socket.send(text);
    }
  }, FLUSH_MS);

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: async () => {
      clearInterval(timer);
      for (const socket of sockets) socket.terminate();
      sending.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A file of the built dashboard. */
export function serveFile(pathname, response) {
  const path = normalize(pathname === '/' ? '/index.html' : pathname);
  try {
    const bytes = readFileSync(join(DIST, path));
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.end(bytes);
  } catch {
    response.statusCode = 404;
    response.end();
  }
}
