import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { PlanTable, type PageOf, type Route } from '@sweepline/contract';
import writeWorkbook from 'write-excel-file/node';
import type { Api, Reply } from './api.ts';
import { placeAt } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import type { ServiceProcess } from './service.ts';
import { expectShape } from './shape.ts';
import { useTownPeople } from './town-people.ts';
import { userOf } from './user.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const HEADER = ['Маршрут', 'Вид работ', 'Участок', 'Сторона', 'Проходы'];

let service: ServiceProcess;
let operator: Api;
const shared = useTownPeople();
beforeAll(() => void ({ service, operator } = shared));

/** Small as it is sent, and 200 MiB unpacked. Made at once: while it is, connections must not grow old. */
const BOMB = zipSync({ 'xl/workbook.xml': new Uint8Array(200 * 1024 * 1024) });

const workbook = (rows: (string | number | null)[][]): Promise<Uint8Array> =>
  writeWorkbook([HEADER, ...rows].map((row) => row.map((value) => (value === null ? null : { value })))).toBuffer();

async function read(bytes: Uint8Array | string, type = XLSX, api = operator, m = 'town'): Promise<Reply> {
  const answer = await fetch(`${service.http}/api/v1/municipalities/${m}/routes/read`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.token}`, 'content-type': type },
    body: typeof bytes === 'string' ? bytes : Buffer.from(bytes),
  });
  return { status: answer.status, body: await answer.json() };
}
const check = (rows: unknown, api = operator): Promise<Reply> =>
  api.request('POST', '/municipalities/town/routes/check', { rows });

describe('a table of routes', () => {
  test('is read with an error by row, mended, checked again and stored', async () => {
    const reply = await read(
      await workbook([
        ['R-1', 'Снегоочистка', 'b0', 'обе', 2],
        [null, null, 'b1', 'правая', null],
        ['R-2', 'plough', 'nowhere', 'left', 1],
      ]),
    );
    expect(reply.status).toBe(200);
    expectShape(PlanTable, reply.body);
    const table = reply.body as PlanTable;
    expect(table.routes.map(({ id, state }) => `${id} ${state}`)).toEqual(['R-1 new', 'R-2 bad']);
    const bad = table.rows.find(({ problems }) => problems.length > 0)!;
    expect(bad).toMatchObject({ row: 4, problems: [{ column: 'edge', code: 'unknown-edge', level: 'error' }] });
    const mended = await check([{ row: bad.row, cells: { ...bad.cells, edge: 'b2' } }]);
    expectShape(PlanTable, mended.body);
    const [route] = (mended.body as PlanTable).routes;
    expect(route).toMatchObject({ id: 'R-2', state: 'new', legs: [{ edge: 'b2', side: 'left' }] });
    const { items } = await operator.get<PageOf<Route>>('/routes?municipality=town');
    expect(items).toEqual([]);
    for (const { id, name, operation, legs } of [table.routes[0]!, route!])
      await operator.put(`/routes/${id}`, { municipality: 'town', name, operation, legs });
    const again = await check([{ row: 4, cells: { ...bad.cells, edge: 'b2' } }]);
    expect((again.body as PlanTable).routes[0]).toMatchObject({ state: 'same', version: 1 });
    const other = await check([{ row: 4, cells: { ...bad.cells, edge: 'b3' } }]);
    expect((other.body as PlanTable).routes[0]).toMatchObject({ state: 'changed', version: 1 });
  });

  test('may be lines of a map program', async () => {
    const line = { type: 'LineString', coordinates: [placeAt(0, 1), placeAt(400, -1)] };
    const features = ['A', 'B'].map((route) => ({
      type: 'Feature',
      properties: { route, operation: 'plough', side: 'driving' },
      geometry: line,
    }));
    const reply = await read(JSON.stringify({ type: 'FeatureCollection', features }), 'application/geo+json');
    const { routes } = reply.body as PlanTable;
    expect(routes.map(({ id, state, legs }) => [id, state, legs.map(({ edge }) => edge).join()])).toEqual([
      ['A', 'new', 'b0,b1'],
      ['B', 'new', 'b0,b1'],
    ]);
  });

  test('has a template that reads', async () => {
    for (const locale of ['ru', 'en']) {
      const answer = await fetch(`${service.http}/api/v1/municipalities/town/routes/template.xlsx?locale=${locale}`, {
        headers: { authorization: `Bearer ${operator.token}` },
      });
      expect(answer.headers.get('content-type')).toBe(XLSX);
      expect((await read(new Uint8Array(await answer.arrayBuffer()))).status).toBe(200);
    }
    expectRefused(await operator.request('GET', '/municipalities/town/routes/template.xlsx?locale=xx'), 'bad-request');
  });
});

describe('a table of routes is refused', () => {
  test('where the file is hostile or broken, and the service goes on', async () => {
    expect(expectRefused(await read(BOMB), 'invalid')).toContain('24 MiB');
    for (const [bytes, type] of [
      ['PK\u0003\u0004 no archive', XLSX],
      ['PK\u0003\u0004 no archive', 'application/zip'],
      ['no workbook', XLSX],
      ['"', 'text/csv'],
      ['{', 'application/geo+json'],
      ['<!DOCTYPE gpx [<!ENTITY a "b">]><gpx/>', 'application/gpx+xml'],
      ['', 'text/csv'],
    ] as const)
      expectRefused(await read(bytes, type), 'invalid');
    expectRefused(await read('x', 'application/vnd.ms-excel'), 'wrong-type');
    expectRefused(await read(new Uint8Array(9 * 1024 * 1024)), 'too-large');
    expect((await fetch(`${service.http}/readyz`)).status).toBe(200);
  });

  test('where its rows are no rows', async () => {
    for (const rows of [[], 'x', [{ row: 0, cells: {} }], [{ row: 1 }], [{ row: 1, cells: { street: 7 } }]])
      expectRefused(await check(rows), 'invalid');
    const many = Array.from({ length: 5_001 }, (_, i) => ({ row: i + 1, cells: {} }));
    expectRefused(await check(many), 'invalid');
    const odd = await check([
      { row: 1, cells: { route: '__proto__', edge: 'b0', operation: 'plough' } },
      {
        row: 2,
        cells: { route: 'R-9', operation: 'plough' },
        geometry: { type: 'LineString', coordinates: [1, null] },
      },
    ]);
    expect((odd.body as PlanTable).routes.map(({ state }) => state)).toEqual(['bad', 'bad']);
  });

  test('of other towns and people, and other towns’ ids', async () => {
    const rows = [{ row: 1, cells: { route: 'X-1', edge: 'b0', operation: 'plough' } }];
    const auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
    const contractor = await userOf(service, 'contractor-1', 'contractor', ['town'], 'town-c');
    const stranger = await userOf(service, 'operator-2', 'operator', ['other']);
    for (const api of [auditor, contractor]) {
      expectRefused(await check(rows, api), 'forbidden');
      expectRefused(await read('x', 'text/csv', api), 'forbidden');
    }
    expectRefused(await check(rows, stranger), 'not-found');
    expectRefused(await read('route,edge\nX-1,b0', 'text/csv', operator, 'other'), 'not-found');
    const secret = {
      municipality: 'other',
      name: 'Secret name',
      operation: 'wash',
      legs: [{ edge: 'b0', side: 'left' }],
    };
    await stranger.put('/routes/X-1', secret);
    const taken = await check(rows);
    expect(JSON.stringify(taken.body)).not.toContain('Secret');
    expect((taken.body as PlanTable).routes[0]).toMatchObject({ state: 'bad', version: null });
    expect((taken.body as PlanTable).rows[0]!.problems).toMatchObject([{ column: 'route', code: 'id-taken' }]);
  });
});
