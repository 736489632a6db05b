import type { DatabaseKind, Db } from './db.ts';
import { startEmbedded } from './embedded/start.ts';
import { detectKind, lackTexts } from './kind.ts';
import type { StoreLog } from './log.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

export interface StoreSetting {
  /** A PostgreSQL or TimescaleDB server; null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Where the embedded database keeps its files. */
  readonly dataDir: string;
  readonly log: StoreLog;
  /** For `writing`: a statement that takes longer fails. */
  readonly limit_ms?: number | undefined;
}

export interface Store {
  readonly db: Db;
  /** Connections of its own for what a device waits for: a database that hangs is noticed there. */
  readonly writing: Db;
  readonly kind: DatabaseKind;
  /** Null while the database's process runs, else in words; always null where the service does not run it itself. */
  trouble(): string | null;
  /** Process id of the embedded database. */
  embeddedPid(): number | undefined;
  /** Ends all statements and, within seconds, the embedded database. */
  close(): Promise<void>;
}

const SERVER_CONNECTIONS = 10;
/** Fixes are written one flush at a time. */
const WRITING_CONNECTIONS = 1;
const LIMIT_MS = 25_000;
/** They share one session and take turns; more would only wait. */
const EMBEDDED_CONNECTIONS = 4;

/** Opens the database and brings its schema forward. */
export async function openStore({ databaseUrl, dataDir, log, limit_ms = LIMIT_MS }: StoreSetting): Promise<Store> {
  const embedded = databaseUrl === null ? await startEmbedded(dataDir, log) : null;
  const address = embedded === null ? { url: databaseUrl! } : { socketDir: embedded.socketDir };
  const pool = openPool(address, embedded === null ? SERVER_CONNECTIONS : EMBEDDED_CONNECTIONS, log);
  const writing = openPool(address, WRITING_CONNECTIONS, log, limit_ms);
  const close = async (): Promise<void> => {
    await Promise.all([pool.close(), writing.close()]);
    await embedded?.close();
  };
  try {
    const kind = await detectKind(pool.db, embedded !== null);
    const applied = await migrate(pool.db, kind);
    log.info(
      { kind: kind.kind, postgres: kind.postgresVersion, timescale: kind.timescaleVersion, applied },
      'database open',
    );
    if (kind.lacks.length > 0)
      log.warn({ lacks: lackTexts(kind.lacks) }, 'the database lacks what a full TimescaleDB has');
    return {
      db: pool.db,
      writing: writing.db,
      kind,
      trouble: () => embedded?.trouble() ?? null,
      embeddedPid: () => embedded?.pid(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
