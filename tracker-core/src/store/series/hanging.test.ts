import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../open.ts';
import { chainAgain, upTo } from '../testing/chain-again.ts';
import { quiet } from '../testing/quiet.ts';
import { sampleDelivery, sampleFix } from '../testing/sample-fixes.ts';
import { postgresBinaries, startTemporaryPostgres, type TemporaryPostgres } from '../testing/temporary-postgres.ts';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { FixWriter } from './fix-writer.ts';
import { readFixes } from './read-fixes.ts';

const START = Date.parse('2026-11-20T06:00:00Z');
const LIMIT_MS = 400;
const IMPATIENT_MS = 600;
const TIMES = { timeout: 60_000 };

const stored = (store: Store, device: string) =>
  readFixes(store.db, [{ device, from_ms: 0, to_ms: START + 1e10 }], START, START + 1e10);

/** A writer, and a promise of the first time it says that it tries again. */
function writerOf(store: Store, patience_ms?: number) {
  let notice: () => void;
  const noticed = new Promise<void>((resolve) => (notice = resolve));
  const writer = new FixWriter(store.writing, { ...quiet, warn: () => notice() }, Infinity, patience_ms);
  return { writer, noticed };
}

/** What `freeze` does is undone by what it answers. */
function hangs(store: () => Store, freeze: () => Promise<() => Promise<void>>): void {
  test('is noticed; nothing is acknowledged before it goes on, then all is stored once', TIMES, async () => {
    const { writer, noticed } = writerOf(store());
    await writer.write(sampleDelivery('waits', [sampleFix(START)]));
    const thaw = await freeze();
    let acknowledged = false;
    const fixes = [sampleFix(START + 1_000), sampleFix(START + 2_000)];
    const written = writer.write(sampleDelivery('waits', fixes)).finally(() => (acknowledged = true));
    await noticed;
    expect(acknowledged).toBe(false);
    await thaw();
    expect((await written).accepted).toEqual(fixes);
    expect((await stored(store(), 'waits')).map(({ ts_ms }) => ts_ms)).toEqual([START, START + 1_000, START + 2_000]);
    const { again, nos, kept } = await chainAgain(store().db, 'waits');
    expect([nos, again]).toEqual([upTo(3), kept]);
  });

  test('for longer than anybody waits: the delivery is given back, and stored when it comes again', TIMES, async () => {
    const { writer } = writerOf(store(), IMPATIENT_MS);
    const thaw = await freeze();
    const delivery = sampleDelivery('given-back', [sampleFix(START)]);
    await expect(writer.write(delivery)).rejects.toThrow(/time-?out|terminated/i);
    await thaw();
    await writer.write(delivery);
    expect(await stored(store(), 'given-back')).toHaveLength(1);
  });
}

describe('an embedded database that hangs', TIMES, () => {
  let store: TemporaryStore;
  beforeAll(async () => {
    store = await openTemporaryStore(LIMIT_MS);
  }, 60_000);
  afterAll(() => store?.remove());
  hangs(
    () => store,
    async () => {
      process.kill(store.embeddedPid()!, 'SIGSTOP');
      return async () => void process.kill(store.embeddedPid()!, 'SIGCONT');
    },
  );
});

describe.skipIf(postgresBinaries() === null)(
  'a PostgreSQL server whose table of fixes is locked (skipped where Debian has none installed)',
  TIMES,
  () => {
    let server: TemporaryPostgres;
    let store: Store;
    beforeAll(async () => {
      server = await startTemporaryPostgres();
      store = await openStore({ databaseUrl: server.url, dataDir: '', log: quiet, limit_ms: LIMIT_MS });
    }, 60_000);
    afterAll(async () => {
      await store?.close();
      await server?.stop();
    });
    hangs(
      () => store,
      async () => {
        let release: () => void = () => undefined;
        const held = new Promise<void>((resolve) => (release = resolve));
        let locked: Promise<void> = Promise.resolve();
        await new Promise<void>((resolve) => {
          locked = store.db.transaction(async (within) => {
            await within.query('lock table fix in access exclusive mode');
            resolve();
            await held;
          });
        });
        return async () => {
          release();
          await locked;
        };
      },
    );

    test('a statement in a transaction that takes too long is ended by the server', TIMES, async () => {
      const slow = store.writing.transaction((within) => within.query('select pg_sleep(30)'));
      await expect(slow).rejects.toMatchObject({ code: '57014' });
      const [{ count } = { count: -1 }] = await store.db.query<{ count: number }>(
        `select count(*) from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active' and pid <> pg_backend_pid()`,
      );
      expect(count).toBe(0);
    });
  },
);
