import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the service counts about itself, besides what the MQTT edge and the gateway count. */
export class Metrics {
  readonly registry = new Registry();
  readonly fixesStored = new Counter({
    name: 'sweepline_fixes_stored_total',
    help: 'fixes committed for the first time',
    registers: [this.registry],
  });
  readonly fixesRepeated = new Counter({
    name: 'sweepline_fixes_repeated_total',
    help: 'fixes that were stored already',
    registers: [this.registry],
  });
  readonly commitSeconds = new Histogram({
    name: 'sweepline_commit_seconds',
    help: 'time from a delivery to its commit',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });
  readonly rebuilds = new Counter({
    name: 'sweepline_rebuilds_total',
    help: 'vehicles whose live state was made again from stored fixes',
    registers: [this.registry],
  });
  readonly passages = new Counter({
    name: 'sweepline_passages_total',
    help: 'passages decided',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A value that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Counters that another part keeps, published as they are: `sweepline_<prefix>_<name>`. */
  counters(prefix: string, read: () => Readonly<Record<string, number>>): void {
    new Gauge({
      name: `sweepline_${prefix}`,
      help: `counters of ${prefix}`,
      labelNames: ['name'],
      registers: [this.registry],
      collect() {
        for (const [name, value] of Object.entries(read())) this.set({ name }, value);
      },
    });
  }
}
