import { afterAll, beforeAll, describe } from 'vitest';
import { openStore, type Store } from '../open.ts';
import { quiet } from './quiet.ts';
import { postgresBinaries, startTemporaryPostgres, type TemporaryPostgres } from './temporary-postgres.ts';
import { openTemporaryStore, type TemporaryStore } from './temporary-store.ts';

const STARTS_WITHIN_MS = 60_000;
const PATIENT = { timeout: 60_000 };

/** Runs `tests` against the embedded database and a plain PostgreSQL server, where Debian has one installed. */
export function onEveryKind(subject: string, tests: (store: () => Store) => void): void {
  describe(`${subject}, embedded`, PATIENT, () => {
    let store: TemporaryStore;
    beforeAll(async () => {
      store = await openTemporaryStore();
    }, STARTS_WITHIN_MS);
    afterAll(() => store?.remove());
    tests(() => store);
  });

  describe.skipIf(postgresBinaries() === null)(
    `${subject}, plain PostgreSQL (skipped where Debian has none installed)`,
    () => {
      let server: TemporaryPostgres;
      let store: Store;
      beforeAll(async () => {
        server = await startTemporaryPostgres();
        store = await openStore({ databaseUrl: server.url, dataDir: '', log: quiet });
      }, STARTS_WITHIN_MS);
      afterAll(async () => {
        await store?.close();
        await server?.stop();
      });
      tests(() => store);
    },
  );
}
