import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Observe } from './http/dispatch.ts';
import type { HubCounters } from './live/hub.ts';

const LIVE: Readonly<Record<keyof HubCounters, string>> = {
  messages: 'JSON messages published to live channels',
  positionFrames: 'binary position frames encoded',
  collapsedFrames: 'position frames that a slow reader got only as the latest of each vehicle',
  closedSlow: 'live sockets closed because their reader was too slow',
  resumes: 'live sockets that went on where they were',
  resyncs: 'channels of which what was missed was no longer known',
  clientErrors: 'live messages of clients that were refused',
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The gateway's own figures. */
export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly observe: Observe;

  constructor(live: { counters(): HubCounters; sockets(): number }) {
    const registers = [this.#registry];
    const requests = new Histogram({
      name: 'sweepline_http_request_seconds',
      help: 'time from a request to its answer',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    });
    this.observe = (route, method, status, duration_ms) =>
      requests.observe({ route, method, status }, duration_ms / 1_000);
    const sockets = new Gauge({
      name: 'sweepline_live_sockets',
      help: 'open live sockets',
      registers: [],
      collect() {
        this.set(live.sockets());
      },
    });
    this.#registry.registerMetric(sockets);
    for (const [name, help] of Object.entries(LIVE) as [keyof HubCounters, string][]) {
      const counter = new Counter({
        name: `sweepline_live_${snake(name)}_total`,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(live.counters()[name]);
        },
      });
      this.#registry.registerMetric(counter);
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
