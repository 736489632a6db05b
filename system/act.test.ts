import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addDays,
  centimetresOf,
  localOf,
  type ActAnswer,
  type CoverageAnswer,
  type PlanFactAnswer,
  type PlanFactMonths,
} from '@sweepline/contract';
import writeWorkbook from 'write-excel-file/universal';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { fileOf, numbersOf } from './files.ts';
import { drive, makeStreetTown, plan, vehicleBody, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { putPloughContract } from './plough-contract.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MINUTE_MS = 60_000;
const begin_ms = Date.now() - 200 * MINUTE_MS;
/** The town's zone is UTC. */
const date = localOf('UTC', begin_ms).date;
const days = `from=${date}&to=${addDays(date, 1)}`;

let service: ServiceProcess;
let town: Town;
let auditor: Api;
let contractor: Api;
let rival: Api;
beforeAll(async () => {
  service = await startServiceProcess({ SEAL_GRACE_MINUTES: '1' });
  const { api } = service;
  town = await makeStreetTown(api, 'town', 1);
  await api.put('/contractors/rival', { name: 'Rival', municipality: 'town' });
  await api.put('/vehicles/rival-v', vehicleBody('town', 'rival'));
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
  contractor = await userOf(service, 'contractor-1', 'contractor', ['town'], town.contractor);
  rival = await userOf(service, 'rival-1', 'contractor', ['town'], 'rival');
  const device = await connectOf(service, town);
  await device.send(drive(begin_ms + 5 * MINUTE_MS, 0, 500), 20);
  await device.end();
  await plan(api, town, 'a', { from_ms: begin_ms, to_ms: begin_ms + 60 * MINUTE_MS });
  await putPloughContract(auditor, town, date, []);
}, 120_000);
afterAll(() => service?.remove());

const planFact = (query = '', by = auditor) => fileOf(service, by, `/municipalities/town/plan-fact?${days}${query}`);
const json = <Answer>(reply: { bytes: Buffer }): Answer => JSON.parse(reply.bytes.toString()) as Answer;

async function act(...rows: (string | number | null)[][]): Promise<Uint8Array> {
  const cell = (value: string | number | null) =>
    value === null ? null : typeof value === 'number' ? { type: Number, value } : { type: String, value };
  const data = [['Дата', 'Маршрут', 'Гос. номер', 'Убрано, м'], ...rows].map((row) => row.map(cell));
  const file = await writeWorkbook([{ data, sheet: 'Акт' }]).toBlob();
  return new Uint8Array(await file.arrayBuffer());
}
const send = (body: Uint8Array, query = '', by = auditor, type = XLSX) =>
  fileOf(service, by, `/contracts/k-1/act?${days}${query}`, { type, body });

test('what was driven is the same before the seal and after it, though nothing is computed again', async () => {
  const open = json<PlanFactAnswer>(await planFact()).rows[0]!;
  expect(open.status).toBe('closed');
  await until(
    'the seal',
    () => service.api.get<CoverageAnswer>('/assignments/a/coverage'),
    ({ status }) => status === 'sealed',
    100_000,
  );
  const sealed = json<PlanFactAnswer>(await planFact()).rows[0]!;
  expect(sealed).toEqual({ ...open, status: 'sealed', revision: 1 });
  expect(sealed.covered_m).toBeGreaterThan(400);
  expect(sealed.distance_m).toBeGreaterThan(450);
  expect(centimetresOf(sealed.deadhead_m)).toBeLessThan(centimetresOf(sealed.distance_m));
});

test('a month is summed by contractor and route, as every kind of file, to those who may see it', async () => {
  const { rows } = json<PlanFactAnswer>(await planFact());
  const { months } = json<PlanFactMonths>(await planFact('&by=month'));
  expect(months).toHaveLength(1);
  expect(months[0]).toMatchObject({
    month: date.slice(0, 7),
    contractor: town.contractor,
    assignments: 1,
    sealed: 1,
    covered_m: rows[0]!.covered_m,
    distance_m: rows[0]!.distance_m,
    routes: [{ route: 'a-route', assignments: 1 }],
  });
  expect(json<PlanFactMonths>(await planFact('&by=month', rival)).months).toEqual([]);
  expect(json<PlanFactMonths>(await planFact(`&by=month&contractor=${town.contractor}`, rival)).months).toEqual([]);
  expect(json<PlanFactAnswer>(await planFact('&contractor=rival')).rows).toEqual([]);
  for (const by of ['assignment', 'month'])
    for (const format of ['csv', 'xlsx', 'pdf']) {
      const file = await planFact(`&by=${by}&format=${format}&locale=ru`);
      expect([file.status, file.disposition]).toEqual([200, expect.stringContaining(`.${format}"`)]);
      expect((await planFact(`&by=${by}&format=${format}&locale=ru`)).sha256).toBe(file.sha256);
    }
  expect((await planFact('&format=pdf')).bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await planFact('&by=year')).status).toBe(400);
});

test('an act is held against what was measured, row by row', async () => {
  const { covered_m } = json<PlanFactAnswer>(await planFact()).rows[0]!;
  const bytes = await act(
    [date, 'a-route', 'A 1', covered_m + 200],
    [date, 'Main street, south kerb', null, '1 000,50'],
    [date, 'nowhere', null, 10],
    ['вчера', 'a-route', null, 10],
  );
  const answer = json<ActAnswer>(await send(bytes));
  expect(answer.lines.map(({ row, verdict }) => [row, verdict])).toEqual([
    [2, 'claimed-more'],
    [3, 'claimed-twice'],
    [4, 'unknown-route'],
  ]);
  expect(answer.faults).toEqual([{ row: 5, code: 'bad-date', text: 'вчера' }]);
  const price = (length_m: number): number => Math.floor((centimetresOf(length_m) * 185 + 50) / 100);
  expect(answer.lines[0]).toMatchObject({
    measured_m: covered_m,
    difference_m: 200,
    price: '1.85',
    claimed: price(covered_m + 200),
    measured: price(covered_m),
  });
  const none = json<ActAnswer>(await send(await act([addDays(date, 5), 'a-route', null, 10])));
  expect(none.lines.map(({ verdict }) => verdict)).toEqual(['not-claimed']);
  expect(none.faults[0]!.code).toBe('outside-period');

  const file = await send(bytes, '&format=xlsx&locale=ru');
  expect(numbersOf(file.bytes)).toHaveLength(1 + 4 + 1);
  expect((await send(bytes, '&format=xlsx&locale=ru')).sha256).toBe(file.sha256);
});

test('its template is read again; who is no party gets neither', async () => {
  const template = await fileOf(service, contractor, '/contracts/k-1/act/template.xlsx?locale=ru');
  expect(template.type).toBe(XLSX);
  expect(json<ActAnswer>(await send(template.bytes, '', contractor)).faults).toMatchObject([
    { code: 'outside-period' },
  ]);
  expect((await fileOf(service, rival, '/contracts/k-1/act/template.xlsx')).status).toBe(404);
  expect((await send(template.bytes, '', rival)).status).toBe(404);
});

test.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
  ['no workbook', () => Buffer.from('nothing of the kind'), XLSX],
  ['a broken archive', async () => (await act([date, 'a-route', null, 1])).slice(0, 900), XLSX],
  ['a workbook without the columns', () => Buffer.from('a,b\n1,2\n'), 'text/csv'],
  ['an empty file', () => new Uint8Array(), XLSX],
])('%s is refused with words', async (_, body, type) => {
  const { status, bytes } = await send(await body(), '', auditor, type);
  const message = expectRefused({ status, body: JSON.parse(bytes.toString()) }, 'invalid', 'too-large');
  expect(message.length).toBeGreaterThan(20);
});

test('dates that are none, too many days and other types are refused', async () => {
  const body = await act([date, 'a-route', null, 1]);
  const post = (query: string, type = XLSX) => fileOf(service, auditor, `/contracts/k-1/act?${query}`, { type, body });
  expect((await post('from=2026-02-30&to=2026-03-02')).status).toBe(422);
  expect((await post('from=2026-01-01&to=2026-03-02')).status).toBe(400);
  expect((await post(days, 'application/pdf')).status).toBe(415);
  expect((await post(`${days}&format=pdf`)).status).toBe(400);
});
