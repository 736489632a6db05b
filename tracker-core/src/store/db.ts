import type { DatabaseLack } from '@sweepline/contract';

/**
 * The one door to PostgreSQL. Nothing outside `store/` sees `pg`. The embedded database has one session for all: no `set`
 * but `set local`, no named statements, no `listen`, no advisory locks.
 */
export interface Db {
  /** Runs one statement with `$1…` parameters. Rows come as plain objects; timestamptz as epoch milliseconds, int8 and numeric as numbers. */
  query<Row extends object = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs `work` in one transaction; rolls back and rethrows when it fails. Never nested. Everybody else waits while it runs
   * on the embedded database: only statements belong inside, and only on the `db` that `work` is given.
   */
  transaction<Result>(work: (db: Db) => Promise<Result>): Promise<Result>;
}

/** What kind of server answers, found at start; decides which statements a migration runs and which jobs the service runs itself. */
export interface DatabaseKind {
  readonly kind: 'embedded-timescale' | 'timescale' | 'timescale-apache' | 'postgres';
  readonly postgresVersion: string;
  readonly timescaleVersion: string | null;
  readonly hypertables: boolean;
  readonly compression: boolean;
  readonly continuousAggregates: boolean;
  /** True where the server itself runs compression, retention and refresh jobs. */
  readonly runsJobs: boolean;
  /** What is missing, in words, for `/readyz`, the log and the administrator's page. */
  readonly lacks: readonly DatabaseLack[];
}
