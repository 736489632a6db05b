import type { User } from '@sweepline/contract';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { putContractor } from '../../store/objects/contractors.ts';
import { putMunicipality } from '../../store/objects/municipalities.ts';
import { addNotices, listNotices, type NewNotice } from '../../store/objects/notices.ts';
import { putUser } from '../../store/objects/users.ts';
import { openTemporaryStore, type TemporaryStore } from '../../store/testing/temporary-store.ts';
import { GIVE_UP_AFTER_MS, Mailing } from './mailing.ts';
import { readLetter, startMailServer, type MailServer } from './testing/mail-server.ts';
import { smtpTransport } from './transport.ts';

const T = Date.UTC(2026, 10, 22, 9);
const MINUTE_MS = 60_000;
const PAGE = { after: null, limit: 10 };
const quiet = { info: () => {}, warn: () => {}, error: () => {} } as never;

let store: TemporaryStore;
let server: MailServer;
let clock: { now_ms: number };

beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await putMunicipality(db, { id: 'm', name: 'М', timezone: 'Europe/Chisinau', locale: 'ru', drivesOn: 'right' });
  await putContractor(db, { id: 'c', name: 'Contractor 1', municipality: 'm' });
  await putContractor(db, { id: 'd', name: 'Contractor 2', municipality: 'm' });
  await user('own-ru', 'contractor', 'c', 'ru', 'own-ru@example.org');
  await user('own-en', 'contractor', 'c', 'en', 'own-en@example.org');
  await user('own-silent', 'contractor', 'c', 'en');
  await user('rival', 'contractor', 'd', 'en', 'rival@example.org');
  await user('auditor', 'auditor', null, 'en', 'auditor@example.org');
}, 60_000);
afterAll(() => store.remove());
beforeEach(async () => {
  server = await startMailServer();
  clock = { now_ms: T };
  await store.db.query('delete from notice');
});
afterEach(() => server.close());

const user = (login: string, role: User['role'], contractor: string | null, locale: 'ru' | 'en', email?: string) =>
  putUser(
    store.db,
    { login, name: login, role, municipalities: ['m'], contractor, locale, ...(email === undefined ? {} : { email }) },
    'x',
  );

const mailing = (url = server.url): Mailing =>
  new Mailing({
    db: store.db,
    transport: smtpTransport(url, 'Sweepline <sweepline@example.org>'),
    origin: 'https://sweep.example.org',
    now: () => clock.now_ms,
    log: quiet,
  });

const issued = (): NewNotice => ({
  at_ms: clock.now_ms,
  municipality: 'm',
  kind: 'claim-issued',
  claim: null,
  facts: {
    number: '2026-10/118-25-1',
    contractor: 'Contractor 1',
    from: '2026-10-01',
    to: '2026-11-01',
    total: 1_234_567,
    currency: 'MDL',
    timezone: 'Europe/Chisinau',
    by: '2026-11-27T22:00:00.000Z',
  },
});
const tell = (notice = issued()) => store.db.transaction((db) => addNotices(db, { contractor: 'c' }, notice));
const mails = () =>
  store.db.query<{
    address: string;
    attempts: number;
    due_at: number;
    sent_at: number | null;
    given_up_at: number | null;
  }>('select address, attempts, due_at, sent_at, given_up_at from mail order by address');
const letters = () => server.letters.map(readLetter);

test('everybody concerned is told once, in his language', async () => {
  await tell();
  const sender = mailing();
  await sender.round();
  await sender.round();
  expect(server.letters).toHaveLength(2);
  const english = letters().find(({ headers }) => headers.includes('own-en@'))!;
  const russian = letters().find(({ headers }) => headers.includes('own-ru@'))!;
  expect(english.subject).toBe('Claim 2026-10/118-25-1: MDL 12,345.67');
  expect(english.text).toContain('You can answer it line by line until November 27, 2026');
  expect(english.text).toContain('Period: October 1, 2026 – October 31, 2026');
  expect(english.headers).toMatch(/^From: Sweepline <sweepline@example.org>/m);
  expect(russian.subject).toBe('Претензия 2026-10/118-25-1: 12 345,67 MDL');
  expect(russian.text).toContain('до 27 ноября 2026');
  for (const login of ['own-ru', 'own-en', 'own-silent'])
    expect((await listNotices(store.db, login, true, PAGE)).items).toHaveLength(1);
  for (const login of ['rival', 'auditor']) expect((await listNotices(store.db, login, true, PAGE)).items).toEqual([]);
  expect((await mails()).every(({ sent_at, attempts }) => sent_at === T && attempts === 1)).toBe(true);
});

test('what was queued before a restart is sent after it', async () => {
  const { port } = server;
  await server.close();
  await tell();
  await mailing().round();
  expect((await mails()).map(({ attempts, sent_at }) => [attempts, sent_at])).toEqual([
    [1, null],
    [1, null],
  ]);
  store = await store.reopen();
  server = await startMailServer(port);
  // The next try would be a minute later; a start tries at once.
  await mailing().round();
  expect(server.letters).toHaveLength(2);
  expect((await mails()).every(({ sent_at }) => sent_at !== null)).toBe(true);
});

test('a server that refuses is tried less and less often, then given up where people see it', async () => {
  server.refusal = 'no such mailbox';
  await tell({ ...issued(), at_ms: T });
  const sender = mailing();
  const tried: number[] = [];
  for (;;) {
    await sender.round();
    const [first] = await mails();
    tried.push((clock.now_ms - T) / MINUTE_MS);
    if (first!.given_up_at !== null) break;
    // A round before the time tries nothing.
    clock.now_ms = first!.due_at - 1;
    await sender.round();
    expect((await mails())[0]!.attempts).toBe(first!.attempts);
    clock.now_ms = first!.due_at;
  }
  expect(tried.slice(0, 7)).toEqual([0, 1, 6, 21, 81, 321, 561]);
  expect(clock.now_ms - T).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS);
  expect((await mails()).every(({ given_up_at, sent_at }) => given_up_at !== null && sent_at === null)).toBe(true);
  const { items } = await listNotices(store.db, 'auditor', true, PAGE);
  expect(items).toMatchObject([
    { kind: 'mail-failed', number: '2026-10/118-25-1' },
    { kind: 'mail-failed', number: '2026-10/118-25-1' },
  ]);
  expect(sender.counts).toEqual({ waiting: 0, given_up: 2 });
  // Nobody is written to about letters that could not be written.
  expect(await mails()).toHaveLength(2);
  server.refusal = null;
  clock.now_ms += 300 * MINUTE_MS;
  await sender.round();
  expect(server.letters).toEqual([]);
}, 60_000);

test('without a server notices stand in the interface, and nothing is sent later than it may matter', async () => {
  await tell();
  const sender = new Mailing({ db: store.db, transport: null, origin: null, now: () => clock.now_ms, log: quiet });
  await sender.round();
  clock.now_ms = T + GIVE_UP_AFTER_MS;
  await sender.round();
  expect((await mails()).every(({ given_up_at }) => given_up_at !== null)).toBe(true);
  expect((await listNotices(store.db, 'auditor', true, PAGE)).items).toEqual([]);
});

test('the heads of the chains are in the letter as they are', async () => {
  const text = ['2026-11-21 d1 7 7 0a1b'];
  const facts = { contractor: 'Contractor 1', from: '2026-11-21', to: '2026-11-22', text };
  await tell({ ...issued(), kind: 'chain-heads', facts });
  await mailing().round();
  expect(letters()[0]!.text).toContain(`hash:\n${text[0]!}\n`);
});
