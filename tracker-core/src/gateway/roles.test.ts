import { AUDITED_ACTIONS, type Role } from '@sweepline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from './routes/index.ts';
import { makeTown, makeUsers, startTestGateway, type Client, type TestGateway } from './testing/town.ts';

const ALL = 'administrator operator auditor contractor';
const READ = ALL;
const WRITE = 'administrator operator';

/** Who may, by the contract's paragraph on roles. */
const MAY: Readonly<Record<string, string>> = {
  'DELETE /session': ALL,
  'PUT /municipalities/{m}': 'administrator',
  'GET /municipalities': READ,
  'GET /municipalities/{m}': READ,
  'PUT /municipalities/{m}/network': 'administrator',
  'GET /municipalities/{m}/people': READ,
  'GET /municipalities/{m}/basemap': READ,
  'POST /municipalities/{m}/network/preview': 'administrator',
  'PUT /municipalities/{m}/areas': 'administrator',
  'GET /municipalities/{m}/areas': READ,
  'PUT /users/{login}': 'administrator',
  'GET /users': 'administrator',
  'DELETE /users/{login}': 'administrator',
  'PUT /contractors/{id}': WRITE,
  'GET /contractors': READ,
  'GET /contractors/{id}': READ,
  'DELETE /contractors/{id}': WRITE,
  'PUT /vehicles/{id}': WRITE,
  'POST /vehicles/{id}/retire': WRITE,
  'POST /vehicles/{id}/restore': WRITE,
  'GET /vehicles': READ,
  'GET /vehicles/{id}': READ,
  'GET /vehicles/{id}/track': READ,
  'PUT /devices/{id}': WRITE,
  'GET /devices': READ,
  'GET /devices/{id}': READ,
  'POST /devices/{id}/rotate': WRITE,
  'GET /devices/{id}/messages': WRITE,
  'GET /municipalities/{m}/quality': READ,
  'DELETE /devices/{id}': WRITE,
  'POST /vehicles/{id}/commands': WRITE,
  'GET /vehicles/{id}/commands': READ,
  'PUT /routes/{id}': WRITE,
  'POST /municipalities/{m}/routes/match': WRITE,
  'POST /municipalities/{m}/routes/way': WRITE,
  'POST /municipalities/{m}/routes/read': WRITE,
  'POST /municipalities/{m}/routes/check': WRITE,
  'GET /municipalities/{m}/routes/template.xlsx': WRITE,
  'GET /routes': READ,
  'GET /routes/{id}': READ,
  'DELETE /routes/{id}': WRITE,
  'GET /routes/{id}/versions': READ,
  'GET /routes/{id}/legs.geojson': READ,
  'POST /routes/{id}/retire': WRITE,
  'POST /routes/{id}/restore': WRITE,
  'PUT /assignments/{id}': 'administrator operator auditor',
  'POST /assignments/{id}/handover': 'administrator operator auditor',
  'GET /assignments': READ,
  'GET /assignments/{id}': READ,
  'GET /assignments/{id}/coverage': READ,
  'GET /assignments/{id}/coverage.geojson': READ,
  'POST /assignments/{id}/recompute': 'administrator operator auditor',
  'GET /assignments/{id}/revisions': READ,
  'GET /assignments/{id}/revisions/{n}': READ,
  'POST /assignments/{id}/revisions/{n}/accept': 'administrator auditor',
  'POST /assignments/{id}/revisions/{n}/decline': 'administrator auditor',
  'DELETE /assignments/{id}': 'administrator operator auditor',
  'PUT /schedules/{id}': WRITE,
  'GET /schedules': READ,
  'GET /schedules/{id}': READ,
  'DELETE /schedules/{id}': WRITE,
  'GET /municipalities/{m}/week': READ,
  'POST /municipalities/{m}/assignments/copy': WRITE,
  'GET /municipalities/{m}/plan-fact': READ,
  'GET /assignments/{id}/excuses': READ,
  'POST /assignments/{id}/excuses': 'administrator operator contractor',
  'GET /excuses': READ,
  'GET /excuses/{id}': READ,
  'POST /excuses/{id}/decide': 'administrator auditor',
  'POST /excuses/{id}/withdraw': 'administrator operator contractor',
  'POST /excuses/{id}/attachments': 'administrator operator contractor',
  'GET /excuses/{id}/attachments/{attachment}': READ,
  'POST /municipalities/{m}/recompute': 'administrator auditor',
  'GET /municipalities/{m}/recompute/{job}': 'administrator auditor',
  'GET /municipalities/{m}/service': READ,
  'GET /municipalities/{m}/replay/{hour}': READ,
  'GET /municipalities/{m}/edges/{edge}/passages': READ,
  'GET /municipalities/{m}/fulfilment': READ,
  'GET /incidents': READ,
  'GET /incidents/{id}': READ,
  'GET /incidents/{id}/assignees': WRITE,
  'POST /incidents/{id}/acknowledge': WRITE,
  'POST /incidents/{id}/assign': WRITE,
  'POST /incidents/{id}/comment': 'administrator operator contractor',
  'POST /incidents/{id}/resolve': WRITE,
  'POST /incidents/{id}/dismiss': WRITE,
  'POST /incidents/{id}/reopen': WRITE,
  'GET /contracts': READ,
  'PUT /contracts/{id}': 'administrator auditor',
  'GET /contracts/{id}': READ,
  'GET /contracts/{id}/terms': READ,
  'POST /contracts/{id}/terms': 'administrator auditor',
  'POST /contracts/{id}/dry-run': 'administrator auditor',
  'POST /contracts/{id}/claims': 'administrator auditor',
  'POST /contracts/{id}/act': READ,
  'GET /contracts/{id}/act/template.xlsx': READ,
  'GET /claims': READ,
  'GET /claims/{id}': READ,
  'GET /claims/{id}/document': READ,
  'GET /claims/{id}/lines': READ,
  'GET /claims/{id}/outline': READ,
  'GET /claims/{id}/lines/{no}': READ,
  'POST /claims/{id}/stop': 'administrator auditor',
  'POST /claims/{id}/revise': 'administrator auditor',
  'POST /claims/{id}/lines/{no}/attachments': 'administrator contractor',
  'GET /claims/{id}/lines/{no}/attachments/{attachment}': READ,
  'POST /claims/{id}/lines/{no}/drop': 'administrator auditor',
  'POST /claims/{id}/lines/{no}/restore': 'administrator auditor',
  'POST /claims/{id}/issue': 'administrator auditor',
  'POST /claims/{id}/answer': 'administrator contractor',
  'POST /claims/{id}/decide': 'administrator auditor',
  'POST /claims/{id}/close': 'administrator auditor',
  'GET /notices': READ,
  'POST /notices/{id}/read': READ,
  'GET /claims/{id}/pack': READ,
  'POST /keys/rotate': 'administrator',
  'GET /contractors/{id}/chain-heads': READ,
  'GET /municipalities/{m}/case-deadlines': READ,
  'PUT /municipalities/{m}/case-deadlines': 'administrator',
  'GET /municipalities/{m}/lateness': READ,
  'GET /audit': 'administrator',
  'GET /settings': READ,
};
const OPEN = ['POST /session', 'GET /session', 'GET /keys'];

let test: TestGateway;
let clients: Record<Role, Client>;

beforeAll(async () => {
  test = await startTestGateway();
  await makeTown(test, 'a');
  clients = await makeUsers(test, 'a');
}, 60_000);
afterAll(() => test.close());

it('says of every request who may', () => {
  const declared = ROUTES.map(({ method, path }) => `${method} ${path}`).sort();
  expect(declared).toEqual([...Object.keys(MAY), ...OPEN].sort());
});

it('has in the list of what is recorded every request that writes', () => {
  const writing = ROUTES.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  // A schedule makes assignments by itself.
  expect([...writing, 'schedule'].sort()).toEqual([...AUDITED_ACTIONS].sort());
});

describe.each(Object.entries(MAY))('%s', (name, may) => {
  const [method, path] = name.split(' ') as [string, string];
  // Ids of nothing: a request that is allowed finds nothing or wants its body, and changes nothing.
  const address = path.replaceAll(/\{\w+\}/g, 'nobody');
  const body = method === 'GET' ? undefined : {};

  it.each(['operator', 'auditor', 'contractor', 'administrator'] as const)('%s', async (role) => {
    if (name === 'DELETE /session') return;
    const { status } = await clients[role].call(method, address, body);
    expect({ refused: status === 403, unknown: status === 401 }).toEqual({
      refused: !may.split(' ').includes(role),
      unknown: false,
    });
  });

  it('nobody', async () => {
    const { status, body: answer } = await test.anonymous.call(method, address, body);
    expect([status, (answer as { code: string }).code]).toEqual([401, 'not-signed-in']);
  });
});
