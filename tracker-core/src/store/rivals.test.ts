import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from './db.ts';
import { actOnIncident } from './objects/incident-actions.ts';
import { incidentId, upsertIncidents, withdrawIncidents, type IncidentFact } from './objects/incident-facts.ts';
import { findIncident } from './objects/incidents.ts';
import { openStore, type Store } from './open.ts';
import { readLoad, refreshLoad } from './series/load.ts';
import { appendWork, replaceWork, type WorkOwner, type WorkRow } from './series/work.ts';
import { putOneVehicle } from './testing/one-vehicle.ts';
import { quiet } from './testing/quiet.ts';
import { postgresBinaries, startTemporaryPostgres, type TemporaryPostgres } from './testing/temporary-postgres.ts';

const T = Date.UTC(2026, 10, 20, 6);

/** Only a server has more than one session; the embedded database works off one transaction after the other. */
describe.skipIf(postgresBinaries() === null)('two sessions at once (skipped where Debian has no PostgreSQL)', () => {
  let server: TemporaryPostgres;
  let store: Store;
  let db: Db;
  beforeAll(async () => {
    server = await startTemporaryPostgres();
    store = await openStore({ databaseUrl: server.url, dataDir: '', log: quiet });
    ({ db } = store);
    await putOneVehicle(db);
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  /** Resolves once a session waits for another's lock. */
  async function waiting(): Promise<void> {
    for (;;) {
      const [row] = await db.query<{ count: number }>('select count(*) as count from pg_locks where not granted');
      if (row!.count > 0) return;
    }
  }

  /** Work within a transaction that is held open until the rival waits for it, or is through. */
  async function during(work: (within: Db) => Promise<unknown>, rival: () => Promise<unknown>): Promise<void> {
    let beside: Promise<unknown> = Promise.resolve();
    await db.transaction(async (within) => {
      await work(within);
      beside = rival();
      await Promise.race([beside, waiting()]);
    });
    await beside;
  }

  test('what a person closes while later fixes disprove it stays as the person closed it', async () => {
    const fact: IncidentFact = {
      ...{ key: 'idle:v:1', kind: 'idle', severity: 'warning', municipality: 'm', contractor: 'c', vehicle: 'v' },
      ...{ assignment: null, lat: null, lon: null, edge: null, figures: {}, note: null, from_ms: T, to_ms: null },
    };
    await db.transaction((within) => upsertIncidents(within, [fact], T));
    const id = incidentId(fact.key);
    await during(
      (within) => actOnIncident(within, id, { action: 'resolve', text: 'moved on' }, 'operator', T + 1),
      () => db.transaction((within) => withdrawIncidents(within, [fact.key], T + 2)),
    );
    const { state, history } = (await findIncident(db, id))!;
    expect([state, history.map(({ action }) => action)]).toEqual(['resolved', ['opened', 'resolved']]);
  });

  test('load follows what was replaced while it was summed', async () => {
    const owner: WorkOwner = { municipality: 'm', vehicle: 'v', crew: null, timezone: 'UTC' };
    const row: WorkRow = {
      ...{ operation: 'sweep', edge: 'e', serves: 'right', from_cm: 0, to_cm: 10_000, forward: true },
      ...{ verdict: 'worked', enter_ms: T, leave_ms: T + 60_000, marks: [] },
    };
    await appendWork(db, [{ owner, rows: [row] }]);
    // Judged anew it was nothing; its hour is summed between the statements of that.
    const { transaction } = db;
    const slow: Db = {
      query: db.query,
      transaction: (work) =>
        transaction((within) =>
          work({
            ...within,
            query: async <Row extends object>(sql: string, parameters?: readonly unknown[]) => {
              const rows = await within.query<Row>(sql, parameters);
              if (sql.includes('select distinct vehicle, hour from work'))
                await Promise.race([(summing = refreshLoad(db)), waiting()]);
              return rows;
            },
          }),
        ),
    };
    let summing: Promise<unknown> = Promise.resolve();
    await replaceWork(slow, owner, T - 1, T + 3_600_000, []);
    await summing;
    await refreshLoad(db);
    expect(await readLoad(db, 'm', T - 3_600_000, T + 3_600_000)).toEqual([]);
  });
});
