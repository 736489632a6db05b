import { USUAL_DEADLINES, type Incident, type LatenessAnswer, type PageOf } from '@sweepline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upsertIncidents, type IncidentFact } from '../store/objects/incident-facts.ts';
import { addIncidentEntry } from '../store/objects/incidents.ts';
import {
  done,
  makeTown,
  makeUsers,
  NOON_MS,
  startTestGateway,
  type Client,
  type Reply,
  type TestGateway,
} from './testing/town.ts';

let test: TestGateway;
let operator: Client;
let contractor: Client;

beforeAll(async () => {
  test = await startTestGateway();
  await makeTown(test, 'a');
  ({ operator, contractor } = await makeUsers(test, 'a'));
}, 60_000);
afterAll(() => test.close());

let cases = 0;

async function newCase(more: Partial<IncidentFact> = {}): Promise<string> {
  const fact: IncidentFact = {
    key: `idle ${(cases += 1)}`,
    municipality: 'a',
    contractor: 'c-a-1',
    kind: 'idle',
    severity: 'warning',
    vehicle: 'v-a-1',
    assignment: 'a-a-1',
    from_ms: NOON_MS,
    to_ms: null,
    lat: 57.7,
    lon: 11.9,
    edge: 'e',
    figures: { duration_s: 700 },
    note: null,
    ...more,
  };
  const [made] = await test.store.db.transaction((db) => upsertIncidents(db, [fact], NOON_MS));
  return made!.id;
}

const act = (client: Client, id: string, action: string, body: object = {}): Promise<Reply> =>
  client.call('POST', `/incidents/${id}/${action}`, body);
const codeOf = ({ status, body }: Reply): unknown => [status, (body as { code: string }).code];

describe('a case', () => {
  it('is found by the number people say, by whoever sees it', async () => {
    await makeTown(test, 'b');
    const strangers = await makeUsers(test, 'b');
    const id = await newCase();
    const { no } = (await done(operator.call('GET', `/incidents/${id}`))).body as Incident;
    const numbered = (client: Client, nos: string) => client.call('GET', `/incidents?no=${nos}`);
    const found = async (client: Client, nos: string) =>
      ((await done(numbered(client, nos))).body as PageOf<Incident>).items.map((one) => one.id);
    expect(await found(operator, `${no}`)).toEqual([id]);
    expect(await found(operator, `${no},999999999`)).toEqual([id]);
    expect(await found(strangers.operator, `${no}`)).toEqual([]);
    expect(codeOf(await numbered(operator, '0'))).toEqual([400, 'bad-request']);
    expect(codeOf(await numbered(operator, '12 or 1=1'))).toEqual([400, 'bad-request']);
  });

  it('goes its way, and every step is in its history', async () => {
    const id = await newCase();
    await done(act(operator, id, 'acknowledge'));
    expect(codeOf(await act(operator, id, 'acknowledge'))).toEqual([409, 'wrong-state']);
    await done(act(operator, id, 'assign', { to: 'contractor-a', text: 'please look' }));
    await done(act(contractor, id, 'comment', { text: 'engine trouble' }));
    const { body } = await done(act(operator, id, 'resolve', { text: 'drives again' }));
    const incident = body as Incident;
    expect(incident).toMatchObject({ state: 'resolved', assignee: 'contractor-a' });
    expect(incident.history.map(({ action, by }) => [action, by])).toEqual([
      ['opened', null],
      ['acknowledged', 'operator-a'],
      ['assigned', 'operator-a'],
      ['commented', 'contractor-a'],
      ['resolved', 'operator-a'],
    ]);
    expect(test.asked.cases.at(-1)).toEqual(incident);
    for (const action of ['acknowledge', 'resolve', 'dismiss']) {
      expect(codeOf(await act(operator, id, action, { reason: 'x' }))).toEqual([409, 'wrong-state']);
    }
    await done(act(operator, id, 'comment', { text: 'afterwards' }));
  });

  it('is dismissed with a reason only', async () => {
    const id = await newCase();
    expect(codeOf(await act(operator, id, 'dismiss'))).toEqual([422, 'invalid']);
    expect((await done(act(operator, id, 'dismiss', { reason: 'a lunch break' }))).body).toMatchObject({
      state: 'dismissed',
    });
  });

  it('is opened again as it was before it was closed', async () => {
    const id = await newCase();
    expect(codeOf(await act(operator, id, 'reopen'))).toEqual([409, 'wrong-state']);
    const stateAfter = async (action: string, body: object = {}): Promise<string> =>
      ((await done(act(operator, id, action, body))).body as Incident).state;
    for (const [step, body, state] of [
      ['comment', { text: 'nobody has looked yet' }, 'open'],
      ['acknowledge', {}, 'acknowledged'],
      ['assign', { to: 'contractor-a' }, 'assigned'],
    ] as const) {
      await done(act(operator, id, step, body));
      await done(act(operator, id, 'dismiss', { reason: 'a slip of the hand' }));
      expect(await stateAfter('reopen', { text: 'it was none' })).toBe(state);
    }
    expect(codeOf(await act(contractor, id, 'reopen'))).toEqual([403, 'forbidden']);
    expect(await stateAfter('resolve')).toBe('resolved');
  });

  it('stays taken back where the service itself found that it never was', async () => {
    const id = await newCase();
    await test.store.db.transaction(async (db) => {
      await db.query("update incident set state = 'dismissed' where id = $1", [id]);
      await addIncidentEntry(db, id, { at_ms: NOON_MS, by: null, action: 'dismissed', text: 'disproved' });
    });
    expect(codeOf(await act(operator, id, 'reopen'))).toEqual([409, 'wrong-state']);
  });

  it('is given to nobody who does not see it', async () => {
    const id = await newCase({ contractor: 'c-a-2', vehicle: 'v-a-2' });
    expect(codeOf(await act(operator, id, 'assign', { to: 'contractor-a' }))).toEqual([422, 'unknown-reference']);
    expect(codeOf(await act(operator, id, 'assign', { to: 'nobody' }))).toEqual([422, 'unknown-reference']);
    expect(codeOf(await act(contractor, id, 'comment', { text: 'x' }))).toEqual([404, 'not-found']);
  });

  it('is found by state, kind, vehicle and time', async () => {
    const id = await newCase({
      kind: 'off-route',
      vehicle: 'v-a-2',
      contractor: 'c-a-2',
      from_ms: NOON_MS - 7_200_000,
      to_ms: NOON_MS - 3_600_000,
    });
    const ids = async (query: string): Promise<string[]> =>
      ((await done(operator.call('GET', `/incidents?${query}`))).body as { items: Incident[] }).items.map(
        (item) => item.id,
      );
    expect(await ids('kind=off-route')).toEqual([id]);
    expect(await ids('kind=off-route,sos&state=open')).toEqual([id]);
    expect(await ids('kind=off-route&state=resolved')).toEqual([]);
    expect(await ids('vehicle=v-a-2&to=2026-11-21T11:00:00Z')).toEqual([id]);
    expect(await ids('kind=off-route&from=2026-11-21T11:00:00Z')).toEqual([]);
    expect(await ids('kind=off-route&from=2026-11-21T10:59:59Z')).toEqual([id]);
    expect((await ids('limit=2')).length).toBe(2);
  });
});

describe('the deadlines of cases', () => {
  const report = async (client: Client): Promise<LatenessAnswer> =>
    (await done(client.call('GET', '/municipalities/a/lateness?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z')))
      .body as LatenessAnswer;
  const kindOf = ({ kinds }: LatenessAnswer, wanted: string) => kinds.find(({ kind }) => kind === wanted);

  it('are the usual ones until an administrator says otherwise', async () => {
    const path = '/municipalities/a/case-deadlines';
    expect((await done(contractor.call('GET', path))).body).toEqual(USUAL_DEADLINES);
    const own = { acknowledge_min: 5, close_min: 50 };
    expect(codeOf(await operator.call('PUT', path, { idle: own }))).toEqual([403, 'forbidden']);
    expect((await done(test.admin.call('PUT', path, { idle: own }))).body).toEqual({ ...USUAL_DEADLINES, idle: own });
    const backwards = { idle: { acknowledge_min: 50, close_min: 5 } };
    expect(codeOf(await test.admin.call('PUT', path, backwards))).toEqual([422, 'invalid']);
    expect(codeOf(await test.admin.call('PUT', path, { tired: own }))).toEqual([422, 'invalid']);
    expect((await done(test.admin.call('PUT', path, { idle: null }))).body).toEqual(USUAL_DEADLINES);
  });

  it('are held against what was done, without what the service took back', async () => {
    const before = kindOf(await report(operator), 'gear-stuck');
    expect(before).toBeUndefined();
    const [first, second, third] = [
      await newCase({ kind: 'gear-stuck' }),
      await newCase({ kind: 'gear-stuck' }),
      await newCase({ kind: 'gear-stuck', contractor: 'c-a-2', vehicle: 'v-a-2' }),
    ];
    await done(act(operator, first!, 'acknowledge'));
    await done(act(operator, second!, 'dismiss', { reason: 'a lunch break' }));
    await test.store.db.transaction(async (db) => {
      await db.query("update incident set state = 'dismissed' where id = $1", [third]);
      await addIncidentEntry(db, third!, { at_ms: NOON_MS, by: null, action: 'dismissed', text: 'disproved' });
    });
    const after = kindOf(await report(operator), 'gear-stuck')!;
    expect(after).toMatchObject({ cases: 2, deadline: USUAL_DEADLINES['gear-stuck'] });
    expect(after.acknowledgedInTime + after.acknowledgedLate).toBe(2);
    expect(after.closedInTime + after.closedLate).toBe(1);
    expect(kindOf(await report(contractor), 'gear-stuck')).toMatchObject({ cases: 2 });
    await done(act(operator, second!, 'reopen'));
    expect(kindOf(await report(operator), 'gear-stuck')).toMatchObject({ closedInTime: 0, closedLate: 0 });
  });

  it('concern nobody of another town', async () => {
    await makeTown(test, 'b');
    const { operator: stranger } = await makeUsers(test, 'b');
    expect(codeOf(await stranger.call('GET', '/municipalities/a/case-deadlines'))).toEqual([404, 'not-found']);
    const range = 'from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
    expect(codeOf(await stranger.call('GET', `/municipalities/a/lateness?${range}`))).toEqual([404, 'not-found']);
  });
});

describe('a command', () => {
  it('is kept and listed', async () => {
    const sent = await done(operator.call('POST', '/vehicles/v-a-1/commands', { kind: 'message', text: 'call me' }));
    const { items } = (await done(contractor.call('GET', '/vehicles/v-a-1/commands'))).body as {
      items: { id: string }[];
    };
    expect(items).toMatchObject([
      { id: (sent.body as { id: string }).id, state: 'queued', command: { text: 'call me' } },
    ]);
  });

  it('names an assignment of this vehicle', async () => {
    const body = {
      kind: 'assignment',
      assignment: 'a-a-2',
      route: 'r-a-2',
      from: '2026-11-22T06:00:00Z',
      to: '2026-11-22T14:00:00Z',
    };
    expect(codeOf(await operator.call('POST', '/vehicles/v-a-1/commands', body))).toEqual([422, 'invalid']);
    expect((await operator.call('POST', '/vehicles/v-a-2/commands', body)).status).toBe(200);
  });
});
