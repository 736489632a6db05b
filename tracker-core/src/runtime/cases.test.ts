import type { IncidentKind } from '@sweepline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAssignmentJudge } from '../incidents/assignment-rules.ts';
import { fact, NOWHERE, type IncidentFact } from '../incidents/fact.ts';
import type { LiveBody } from '../gateway/ports.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { putContractor } from '../store/objects/contractors.ts';
import { actOnIncident } from '../store/objects/incident-actions.ts';
import { EVERY_CASE, listIncidents, outwardIncident } from '../store/objects/incidents.ts';
import { putMunicipality } from '../store/objects/municipalities.ts';
import { EVERYTHING } from '../store/objects/scope.ts';
import { putVehicle } from '../store/objects/vehicles.ts';
import { openTemporaryStore, type TemporaryStore } from '../store/testing/temporary-store.ts';
import { Cases } from './cases.ts';
import { Directory } from './directory.ts';
import type { Networks } from './networks.ts';

const MINUTE_MS = 60_000;
const T = Date.UTC(2026, 10, 21, 6);
const at = (minute: number): number => T + minute * MINUTE_MS;

let store: TemporaryStore;
let directory: Directory;
let vehicles = 0;
beforeAll(async () => {
  store = await openTemporaryStore();
  await putMunicipality(store.db, { id: 'm', name: 'M', timezone: 'UTC', locale: 'en', drivesOn: 'right' });
  await putContractor(store.db, { id: 'c', name: 'c', municipality: 'm' });
}, 60_000);
afterAll(() => store?.remove());

/** A vehicle of its own for each test, and the cases of a process that has just started. */
async function newVehicle(): Promise<string> {
  const id = `v${(vehicles += 1)}`;
  await putVehicle(store.db, {
    id,
    plate: id,
    municipality: 'm',
    contractor: 'c',
    operations: ['sweep'],
    gearSensors: [],
  });
  directory = await Directory.load(store.db);
  return id;
}

async function started(published: LiveBody[] = []): Promise<Cases> {
  const networks = { now: () => undefined } as unknown as Networks;
  const cases = new Cases(
    store.db,
    directory,
    networks,
    () => at(999),
    (cause) => expect.fail(String(cause)),
  );
  cases.use({ positions: () => {}, publish: (_municipality, _contractor, body) => void published.push(body) });
  await cases.load(store.db, at(60));
  return cases;
}

const one = (vehicle: string, kind: IncidentKind, from: number, to: number | null, assignment: string | null = null) =>
  fact(kind, 'warning', { vehicle, assignment }, at(from), to === null ? null : at(to), NOWHERE, {});

/** `kind state from–to` of a vehicle, and what its history says last. */
async function stored(vehicle: string): Promise<string[]> {
  const { items } = await listIncidents(store.db, EVERYTHING, { ...EVERY_CASE, vehicle }, { after: null, limit: 100 });
  const minute = (instant: string | null): string =>
    instant === null ? '' : String((Date.parse(instant) - T) / MINUTE_MS);
  return items.toReversed().map(({ kind, state, from, to, history }) => {
    const { action, text } = history.at(-1)!;
    return `${kind} ${state} ${minute(from)}–${minute(to)} ${action}${text ? `: ${text}` : ''}`;
  });
}

const anew = (
  cases: Cases,
  vehicle: string,
  facts: readonly IncidentFact[],
  since: number,
  last: number,
): Promise<void> => {
  cases.replace(vehicle, { since_ms: at(since), last_ms: at(last), isPlanned: (id) => id === 'planned' }, facts);
  return cases.flushed();
};

describe('a vehicle judged anew', () => {
  it('keeps what it still shows, withdraws what it does not, and says so', async () => {
    const vehicle = await newVehicle();
    const cases = await started();
    cases.take([one(vehicle, 'idle', 10, null), one(vehicle, 'off-route', 20, 25)]);
    await cases.flushed();
    await anew(cases, vehicle, [one(vehicle, 'idle', 10, 18)], 0, 40);
    expect(await stored(vehicle)).toEqual([
      'idle open 10–18 ended',
      'off-route dismissed 20–25 dismissed: withdrawn: later fixes show otherwise',
    ]);
  });

  it('knows after a restart what it told before', async () => {
    const vehicle = await newVehicle();
    const before = await started();
    before.take([one(vehicle, 'idle', 10, null), one(vehicle, 'gear-stuck', 12, null)]);
    await before.flushed();
    const published: LiveBody[] = [];
    const after = await started(published);
    await anew(after, vehicle, [one(vehicle, 'idle', 10, null)], 0, 40);
    expect(await stored(vehicle)).toEqual([
      'idle open 10– opened',
      'gear-stuck dismissed 12–12 dismissed: withdrawn: later fixes show otherwise',
    ]);
    expect(published.map((body) => body.type === 'incident' && body.incident.kind)).toEqual(['gear-stuck']);
  });

  it('leaves alone what other rules judge, and a silence that no later fix has broken', async () => {
    const vehicle = await newVehicle();
    const before = await started();
    const kept = (['will-miss', 'late-start', 'clock-skew'] as const).map((kind) => one(vehicle, kind, 15, null));
    before.take([...kept, one(vehicle, 'signal-lost', 30, null), one(vehicle, 'signal-lost', 20, 25)]);
    await before.flushed();
    const after = await started();
    await anew(after, vehicle, [], 0, 30);
    expect((await stored(vehicle)).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      'will-miss open',
      'late-start open',
      'clock-skew open',
      'signal-lost open',
      'signal-lost dismissed',
    ]);
  });

  it('ends what began before all that was looked at, or under a plan that is known no more; messages stand', async () => {
    const vehicle = await newVehicle();
    const before = await started();
    before.take([
      one(vehicle, 'idle', -200, null),
      one(vehicle, 'off-route', 10, null, 'gone'),
      one(vehicle, 'gear-stuck', 11, null, 'planned'),
      one(vehicle, 'sos', -100, null),
    ]);
    await before.flushed();
    await anew(await started(), vehicle, [], 0, 40);
    const why = 'ended: nobody watched it to its end: it no longer lasts';
    expect(await stored(vehicle)).toEqual([
      `idle open -200–0 ${why}`,
      `off-route open 10–10 ${why}`,
      'gear-stuck dismissed 11–11 dismissed: withdrawn: later fixes show otherwise',
      'sos open -100– opened',
    ]);
  });

  it('opens again what it had withdrawn, but not what a person closed', async () => {
    const vehicle = await newVehicle();
    const cases = await started();
    cases.take([one(vehicle, 'idle', 10, null), one(vehicle, 'gear-stuck', 11, null)]);
    await cases.flushed();
    const closed = cases.of('m', null).find(({ kind, vehicle: of }) => kind === 'gear-stuck' && of === vehicle)!;
    const done = await store.db.transaction((db) =>
      actOnIncident(db, closed.id, { action: 'dismiss', text: 'a sensor test' }, 'u', at(12)),
    );
    if ('incident' in done) cases.changed(outwardIncident(done.incident));
    await anew(cases, vehicle, [], 0, 40);
    cases.take([one(vehicle, 'idle', 10, null), one(vehicle, 'gear-stuck', 11, null)]);
    await cases.flushed();
    expect(await stored(vehicle)).toEqual([
      'idle open 10– reopened',
      'gear-stuck dismissed 11– dismissed: a sensor test',
    ]);
  });

  it('is made again from where its oldest case began that lasts', async () => {
    const vehicle = await newVehicle();
    const cases = await started();
    cases.take([
      one(vehicle, 'idle', 10, null),
      one(vehicle, 'off-route', 4, 8),
      one(vehicle, 'will-miss', 2, null),
      one(vehicle, 'breakdown', 1, null),
    ]);
    await cases.flushed();
    expect(cases.lastsSince(vehicle, at(60))).toBe(at(10));
    expect(cases.lastsSince(vehicle, at(10 + 37 * 60))).toBeNull();
  });
});

describe('an assignment whose rules start anew', () => {
  const plan = (assignment: string): PlannedAssignment => ({
    assignment,
    vehicle: '',
    contractor: 'c',
    route: 'r',
    routeVersion: 1,
    operation: 'sweep',
    from_ms: at(0),
    to_ms: at(120),
    legs: [],
    excuses: [],
    required_share: 0.9,
    othersMayCover: true,
  });

  it('goes on with its cases, and withdraws those of another window', async () => {
    const vehicle = await newVehicle();
    const before = await started();
    before.take([one(vehicle, 'late-start', 0, null, 'moved'), one(vehicle, 'no-show', -30, null, 'moved')]);
    before.take([one(vehicle, 'will-miss', 70, null, 'moved')]);
    await before.flushed();
    const cases = await started();
    const judge = startAssignmentJudge();
    cases.resume({ plan: plan('moved'), judge });
    await cases.flushed();
    expect(judge).toMatchObject({ lateStart: 'open', noShow: 'no', willMiss: { open: true, from_ms: at(70) } });
    expect(await stored(vehicle)).toContain('no-show dismissed -30–-30 dismissed: withdrawn: the plan is another now');
  });

  it('is not judged any more: what lasts ends with its window', async () => {
    const vehicle = await newVehicle();
    const before = await started();
    before.take([one(vehicle, 'no-show', 0, null, 'over')]);
    await before.flushed();
    const cases = await started();
    expect(cases.lasting()).toContain('over');
    cases.endOf('over', at(50));
    await cases.flushed();
    expect(await stored(vehicle)).toEqual([
      'no-show open 0–50 ended: nobody watched it to its end: it no longer lasts',
    ]);
    expect(cases.lasting()).not.toContain('over');
  });
});

it('of two words on a case that are told in the wrong order the last one written stays', async () => {
  const vehicle = await newVehicle();
  const published: LiveBody[] = [];
  const cases = await started(published);
  cases.take([one(vehicle, 'idle', 10, null)]);
  await cases.flushed();
  const { id } = cases.of('m', null).find((incident) => incident.vehicle === vehicle)!;
  const act = async (wish: Parameters<typeof actOnIncident>[2]) => {
    const done = await store.db.transaction((within) => actOnIncident(within, id, wish, 'u', at(30)));
    return outwardIncident((done as Extract<typeof done, { incident: unknown }>).incident);
  };
  const first = await act({ action: 'acknowledge', text: null });
  const second = await act({ action: 'resolve', text: null });
  cases.changed(second);
  cases.changed(first);
  expect(cases.of('m', null).find((incident) => incident.id === id)).toMatchObject({ state: 'resolved' });
  expect(published.map((body) => body.type === 'incident' && body.incident.state)).toEqual(['open', 'resolved']);
});
