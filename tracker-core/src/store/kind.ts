import type { DatabaseLack } from '@sweepline/contract';
import type { DatabaseKind, Db } from './db.ts';

const TEXTS: Readonly<Record<DatabaseLack, string>> = {
  hypertables: 'TimescaleDB: fixes and work lie in ordinary tables with a time index, and are not partitioned by time',
  compression: 'compression: fixes keep their full size for the whole retention',
  aggregates: 'continuous aggregates: daily work per vehicle is summed when asked for',
  jobs: 'background jobs: the service compresses, refreshes and drops by itself',
  fsync: 'durability against a power cut: the embedded database survives kill -9 only',
};

/** What is lacking, in words. */
export const lackTexts = (lacks: readonly DatabaseLack[]): readonly string[] => lacks.map((lack) => TEXTS[lack]);

/** Asks the server what it is. Makes the TimescaleDB extension where the server offers it and the user may. */
export async function detectKind(db: Db, embedded: boolean): Promise<DatabaseKind> {
  const [server] = await db.query<{ version: string }>(`select current_setting('server_version') as version`);
  const postgresVersion = server!.version;
  const timescaleVersion = await timescale(db);
  if (timescaleVersion === null) {
    const none = { hypertables: false, compression: false, continuousAggregates: false, runsJobs: false };
    const lacks = ['hypertables', 'compression', 'aggregates', 'jobs'] as const;
    return { kind: 'postgres', postgresVersion, timescaleVersion, ...none, lacks };
  }
  const has = { postgresVersion, timescaleVersion, hypertables: true };
  if (embedded) {
    const kind = 'embedded-timescale';
    return { kind, ...has, compression: true, continuousAggregates: true, runsJobs: false, lacks: ['jobs', 'fsync'] };
  }
  const [licence] = await db.query<{ name: string | null }>(
    `select current_setting('timescaledb.license', true) as name`,
  );
  if (licence?.name === 'timescale') {
    return { kind: 'timescale', ...has, compression: true, continuousAggregates: true, runsJobs: true, lacks: [] };
  }
  const lacks = ['compression', 'aggregates', 'jobs'] as const;
  return { kind: 'timescale-apache', ...has, compression: false, continuousAggregates: false, runsJobs: false, lacks };
}

async function timescale(db: Db): Promise<string | null> {
  const [offered] = await db.query<{ installed: string | null }>(
    `select installed_version as installed from pg_available_extensions where name = 'timescaledb'`,
  );
  if (offered === undefined) return null;
  if (offered.installed !== null) return offered.installed;
  // Without the right to create it, or without its preload, the server is used as a plain one.
  await db.query('create extension if not exists timescaledb cascade').catch(() => undefined);
  const [made] = await db.query<{ version: string }>(
    `select extversion as version from pg_extension where extname = 'timescaledb'`,
  );
  return made?.version ?? null;
}
