// The built dashboard with long lists behind it, in a process of its own: what the service would answer a big city.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { gridTown, townGeoJson } from '../town.mjs';
import { serveFile } from './feed.mjs';
import { longLists } from './long-lists.mjs';

process.once('disconnect', () => process.exit(0));
process.once('message', ({ entries, board }) => {
  const streets = townGeoJson(gridTown(2_000));
  for (const { properties } of streets.features) properties.kind = 'street';
  const basemap = JSON.stringify(streets);
  const { hello, list, one, edge } = longLists(entries, board);
  const lists = new Map(Object.entries(list).map(([path, items]) => [path, pages(items)]));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://lists');
    if (!pathname.startsWith('/api/v1')) return void serveFile(pathname, response);
    const path = pathname.slice('/api/v1'.length);
    response.setHeader('content-type', 'application/json');
    if (path.endsWith('/basemap')) return void response.end(basemap);
    const items = lists.get(path);
    if (items !== undefined) return void response.end(items(searchParams));
    response.end(one.get(path) ?? '{"items":[],"next":null}');
  });
  const sockets = new WebSocketServer({ server, path: '/api/v1/live', handleProtocols: () => 'sweepline.v1' });
  sockets.on('connection', (socket) => socket.on('message', () => socket.send(hello)));
  server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}/`, edge }));
});

/** Answers a list a page after the other, as the service does. */
function pages(items) {
  return (search) => {
    const from = Number(search.get('after') ?? 0);
    const limit = Math.min(1_000, Number(search.get('limit') ?? 100));
    const end = from + limit;
    return JSON.stringify({ items: items.slice(from, end), next: end < items.length ? String(end) : null });
  };
}
