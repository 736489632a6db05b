import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, localOf, type Claim, type ClaimLine, type CoverageAnswer, type PageOf } from '@sweepline/contract';
import { LEAKS, textOfPdf } from '../tracker-core/src/reports/pdf/testing/pdf-text.ts';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { fileOf, numbersOf } from './files.ts';
import { drive, makeStreetTown, plan, type Town } from './main-street.ts';
import { putPloughContract } from './plough-contract.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const MINUTE_MS = 60_000;
const begin_ms = Date.now() - 200 * MINUTE_MS;
/** The town's zone is UTC. */
const date = localOf('UTC', begin_ms).date;
const month = { from: `${date.slice(0, 7)}-01`, to: `${addDays(`${date.slice(0, 7)}-28`, 7).slice(0, 7)}-01` };

let service: ServiceProcess;
let town: Town;
let auditor: Api;
let contractor: Api;
let claim: Claim;
beforeAll(async () => {
  service = await startServiceProcess({ SEAL_GRACE_MINUTES: '1' });
  const { api } = service;
  town = await makeStreetTown(api, 'town', 1);
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
  contractor = await userOf(service, 'contractor-1', 'contractor', ['town'], town.contractor);
  const device = await connectOf(service, town);
  await device.send(drive(begin_ms + 5 * MINUTE_MS, 0, 500), 20);
  await device.end();
  await plan(api, town, 'a', { from_ms: begin_ms, to_ms: begin_ms + 60 * MINUTE_MS });
  await putPloughContract(auditor, town, date, [
    {
      id: 'missed',
      kind: 'penalty',
      clause: '6.2',
      text: 'A route of which less than 90 % is done costs 500 lei.',
      on: { fact: 'undone', per: 'route', above: '10' },
      charge: { sum: 'fixed', amount: 50_000 },
    },
  ]);
  await until(
    'the seal',
    () => api.get<CoverageAnswer>('/assignments/a/coverage'),
    ({ status }) => status === 'sealed',
    100_000,
  );
  const { id } = await auditor.post<Claim>('/contracts/k-1/claims', month);
  claim = await until(
    'the draft',
    () => auditor.get<Claim>(`/claims/${id}`),
    ({ state }) => state === 'draft',
    60_000,
  );
}, 200_000);
afterAll(() => service?.remove());

const document = (by: Api, query = '') => fileOf(service, by, `/claims/${claim.id}/document${query}`);

test('a draft is a document for who drafts it, and for nobody else', async () => {
  const draft = await document(auditor);
  expect([draft.status, draft.type]).toEqual([200, 'application/pdf']);
  expect(draft.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await document(contractor)).status).toBe(404);
  expect((await document(auditor, '?format=docx')).status).toBe(400);
  expect((await document(auditor, '?locale=de')).status).toBe(400);
});

test('what was issued is the same bytes each time, in both languages, with all its lines as a table', async () => {
  claim = await auditor.post<Claim>(`/claims/${claim.id}/issue`, {});
  const english = await document(contractor, '?locale=en');
  expect(english.status).toBe(200);
  expect(english.disposition).toContain(`-r1-en.pdf"`);
  expect((await document(auditor, '?locale=en')).sha256).toBe(english.sha256);
  const russian = await document(contractor, '?locale=ru');
  expect(russian.sha256).not.toBe(english.sha256);
  expect(english.bytes.toString('latin1')).toContain(`/Keywords`);
  expect(english.bytes.length).toBeGreaterThan(20_000);
  for (const { bytes } of [english, russian]) {
    const pages = textOfPdf(bytes);
    for (const page of pages) expect(page).not.toMatch(LEAKS);
    expect(pages.join('\n')).toContain(claim.number);
  }

  const table = await document(contractor, '?format=xlsx&locale=en');
  expect((await document(auditor, '?format=xlsx&locale=en')).sha256).toBe(table.sha256);
  const rows = numbersOf(table.bytes);
  const { items } = await auditor.get<PageOf<ClaimLine>>(`/claims/${claim.id}/lines?limit=1000`);
  expect(rows).toHaveLength(items.length + 2);
  expect(items.length).toBeGreaterThan(0);
  expect(rows.at(-1)!.at(-1)).toBeCloseTo(claim.total / 100, 2);
});
