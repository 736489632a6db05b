import type { DatabaseKind, Db } from './db.ts';
import { startEmbedded } from './embedded/start.ts';
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
  /** Null while the database's process runs, else in words; always null where the service does not run it itself. */
  trouble(): string | null;
  /** Process id of the embedded database. */
  embeddedPid(): number | undefined;
  /** Ends all statements and, within seconds, the embedded database. */
  close(): Promise<void>;
}

const SERVER_CONNECTIONS = 10;
/** They share one session and take turns; more would only wait. */
const EMBEDDED_CONNECTIONS = 4;

/** Opens the database and brings its schema forward. */
export async function openStore({ databaseUrl, dataDir, log }: StoreSetting): Promise<Store> {
  const embedded = databaseUrl === null ? await startEmbedded(dataDir, log) : null;
  const pool =
    embedded === null
      ? openPool({ url: databaseUrl! }, SERVER_CONNECTIONS, log)
      : openPool({ socketDir: embedded.socketDir }, EMBEDDED_CONNECTIONS, log);
  const close = async (): Promise<void> => {
    await pool.close();
    await embedded?.close();
  };
  try {
    const kind = await detectKind(pool.db, embedded !== null);
    const applied = await migrate(pool.db, kind);
    log.info(
      { kind: kind.kind, postgres: kind.postgresVersion, timescale: kind.timescaleVersion, applied },
      'database open',
    );
    return { db: pool.db, kind, trouble: () => embedded?.trouble() ?? null, embeddedPid: () => embedded?.pid(), close };
  } catch (error) {
    await close();
    throw error;
  }
}
