import type { DatabaseKind, Db } from './db.ts';
import { detectKind } from './kind.ts';
import type { StoreLog } from './log.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

export interface StoreSetting {
  /** A PostgreSQL or TimescaleDB server; null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Where the embedded database keeps its files. */
  readonly dataDir: string;
  readonly log: StoreLog;
}

export interface Store {
  readonly db: Db;
  readonly kind: DatabaseKind;
  close(): Promise<void>;
}

const SERVER_CONNECTIONS = 10;

/** Opens the database and brings its schema forward. */
export async function openStore({ databaseUrl, dataDir, log }: StoreSetting): Promise<Store> {
  if (databaseUrl === null) throw new Error(`no embedded database in ${dataDir}`);
  const pool = openPool({ url: databaseUrl }, SERVER_CONNECTIONS, log);
  try {
    const kind = await detectKind(pool.db, false);
    const applied = await migrate(pool.db, kind);
    log.info(
      { kind: kind.kind, postgres: kind.postgresVersion, timescale: kind.timescaleVersion, applied },
      'database open',
    );
    return { db: pool.db, kind, close: () => pool.close() };
  } catch (error) {
    await pool.close();
    throw error;
  }
}
