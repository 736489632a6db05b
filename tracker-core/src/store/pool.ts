import { Pool, types as wire, type CustomTypesConfig, type PoolClient, type QueryResult } from 'pg';
import type { Db } from './db.ts';
import type { StoreLog } from './log.ts';

const { builtins } = wire;

const numberOf = (text: string): number => Number(text);
const dateOf = wire.getTypeParser(builtins.TIMESTAMPTZ, 'text') as (text: string) => Date | number;

/** Instants as epoch milliseconds and every number as a number; sums of centimetres stay below 2^53. */
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.INT8 || oid === builtins.NUMERIC) return numberOf;
    if (oid === builtins.TIMESTAMPTZ) return (text: string) => Number(dateOf(text));
    return wire.getTypeParser(oid, format as 'text');
  }) as typeof wire.getTypeParser,
};

export type PoolAddress = { readonly url: string } | { readonly socketDir: string };

/** The server ends a statement that takes too long; where it does not even do that, so many times as long is waited. */
const UNANSWERED = 1.2;

/** What `pg` says where no answer came in time: the statement may still be under way, and its connection is of no more use. */
export const isUnanswered = ({ message }: Error): boolean => message === 'Query read timeout';

/** Runs one statement, or several without parameters: then the rows of the last are given. */
async function run<Row extends object>(
  on: Pool | PoolClient,
  sql: string,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  const result: QueryResult<Row> | QueryResult<Row>[] = await on.query<Row>(sql, parameters as unknown[] | undefined);
  return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows;
}

const dbOf = (client: PoolClient): Db => ({
  query: (sql, parameters) => run(client, sql, parameters),
  transaction: () => Promise.reject(new Error('a transaction inside a transaction')),
});

async function transaction<Result>(pool: Pool, work: (db: Db) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Between two statements of the transaction nobody else listens, and an unheard error ends the service.
  const lost = (error: Error): void => void (broken = error);
  client.on('error', lost);
  try {
    await client.query('begin');
    const result = await work(dbOf(client));
    await client.query('commit');
    return result;
  } catch (error) {
    if (isUnanswered(error as Error)) broken = error as Error;
    else await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

/**
 * Opens the connections. Every session speaks UTC, so that dates cut from instants do not depend on the server.
 * @param limit_ms a statement, or a connection, that takes longer fails; the embedded database only gives no answer then
 */
export function openPool(
  address: PoolAddress,
  connections: number,
  log: StoreLog,
  limit_ms?: number,
): { db: Db; close(): Promise<void> } {
  const limited = limit_ms === undefined ? '' : ` -c statement_timeout=${limit_ms}`;
  const pool = new Pool({
    ...('url' in address
      ? { connectionString: address.url, options: `-c timezone=UTC${limited}` }
      : { host: address.socketDir, user: 'postgres', database: 'postgres' }),
    ...(limit_ms === undefined
      ? {}
      : { query_timeout: UNANSWERED * limit_ms, connectionTimeoutMillis: UNANSWERED * limit_ms }),
    max: connections,
    types,
    application_name: 'sweepline',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  return {
    db: { query: (sql, parameters) => run(pool, sql, parameters), transaction: (work) => transaction(pool, work) },
    close: () => pool.end(),
  };
}
