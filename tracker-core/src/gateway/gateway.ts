import type { Db } from '../store/db.ts';
import { healthAnswer } from './health.ts';
import { Dispatcher } from './http/dispatch.ts';
import { Exchange } from './http/exchange.ts';
import { openApiOf } from './http/openapi.ts';
import { refusalOf, refusedOf } from './http/respond.ts';
import { openRoute, type GatewayLog, type Services } from './http/route.ts';
import { LiveEndpoint } from './live/endpoint.ts';
import { LiveHub } from './live/hub.ts';
import { GatewayMetrics } from './metrics.ts';
import type { LiveFeed, Ports } from './ports.ts';
import { ROUTES } from './routes/index.ts';
import { Sessions } from './sessions.ts';
import { Docs } from './static/docs.ts';
import { Site } from './static/site.ts';
import { App, closeListening, listen, portOf } from './uws.ts';

const PREFIX = '/api/v1';

export interface GatewayOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly db: Db;
  readonly ports: Ports;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: GatewayLog;
  /** The built dashboard; null or a folder without a build answers a page that says so. */
  readonly dashboardDir: string | null;
  /** Lets other machines read /metrics. */
  readonly metricsToken: string | null;
  /** Where a proxy serves this under another origin. */
  readonly publicOrigin: string | null;
  readonly mapStyleUrl: string | null;
}

export interface Gateway {
  /** With the port really taken. */
  readonly url: string;
  readonly live: LiveFeed;
  /** Takes no new connection, lets running requests end for a moment, closes the sockets. */
  close(): Promise<void>;
}

/** How long running requests may still take at the end. */
const FAREWELL_MS = 3_000;
const FAREWELL_STEP_MS = 20;

/** Starts HTTP, the live socket and the dashboard on one port. @throws Error where the port is taken. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, port, db, ports, now, log, metricsToken, publicOrigin, mapStyleUrl } = options;
  const sessions = new Sessions(db, now);
  const hub = new LiveHub(ports.snapshots, now);
  const site = await Site.load(options.dashboardDir, mapStyleUrl);
  const docs = new Docs();
  const app = App();
  const live = new LiveEndpoint(app, { path: `${PREFIX}/live`, hub, sessions, db, now, log, publicOrigin });
  const metrics = new GatewayMetrics({ counters: () => hub.counters, sockets: () => live.sockets });
  const services: Services = { db, ports, sessions, log, now, publicOrigin, mapStyleUrl };
  const dispatcher = new Dispatcher([...ROUTES, openApiRoute], services, metrics.observe);

  const requests = { running: 0 };
  const answer = async (exchange: Exchange): Promise<void> => {
    const { path } = exchange;
    if (path.startsWith(`${PREFIX}/`)) return dispatcher.handle(exchange, path.slice(PREFIX.length));
    if (path === '/api/docs' || path.startsWith('/api/docs/')) return docs.handle(exchange);
    const health = await healthAnswer(exchange, ports.health, metrics, metricsToken);
    if (health !== null) exchange.answer(health);
    else site.handle(exchange);
  };
  app.any('/*', (res, req) => {
    const exchange = new Exchange(res, req);
    requests.running += 1;
    void answer(exchange)
      .catch((error: unknown) => {
        log.error({ err: error, path: exchange.path }, 'a request failed');
        exchange.answer(refusalOf(refusedOf(error)));
      })
      .finally(() => (requests.running -= 1));
  });

  const listening = await listen(app, host, port);
  const shown = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
  return {
    url: `http://${shown}:${portOf(listening as never)}`,
    live: hub,
    close: async () => {
      closeListening(listening);
      live.close();
      for (let waited = 0; requests.running > 0 && waited < FAREWELL_MS; waited += FAREWELL_STEP_MS) {
        await new Promise((resolve) => setTimeout(resolve, FAREWELL_STEP_MS));
      }
      app.close();
    },
  };
}

const openApiRoute = openRoute({
  method: 'GET',
  path: '/openapi.json',
  tag: 'administration',
  summary: 'This document',
  roles: 'anyone',
  handle: async () => openApiOf(ROUTES, PREFIX),
});
