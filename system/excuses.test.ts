import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CoverageAnswer, Excuse, ExcuseBody, PageOf, RecomputeAnswer, Revision } from '@sweepline/contract';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { LiveSocket, of } from './live-client.ts';
import { drive, makeStreetTown, municipalityBody, plan, vehicleBody, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const MINUTE_MS = 60_000;
const SEALED_WITHIN_MS = 100_000;
const now_ms = Date.now();
const ago = (minutes: number): number => now_ms - minutes * MINUTE_MS;
/** As a camera's file begins; nothing behind it is read. */
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), Buffer.alloc(3_000_000, 'photo')]);

let service: ServiceProcess;
let town: Town;
let operator: Api;
let auditor: Api;
let own: Api;
let rival: Api;
let stranger: Api;
beforeAll(async () => {
  service = await startServiceProcess({ SEAL_GRACE_MINUTES: '1' });
  const { api } = service;
  town = await makeStreetTown(api, 'town', 1);
  await api.put('/municipalities/other', municipalityBody('Other'));
  await api.put('/contractors/rival', { name: 'Rival', municipality: town.id });
  await api.put('/vehicles/rival-v', vehicleBody(town.id, 'rival'));
  operator = await userOf(service, 'operator-1', 'operator', ['town']);
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
  own = await userOf(service, 'own', 'contractor', ['town'], town.contractor);
  rival = await userOf(service, 'rival', 'contractor', ['town'], 'rival');
  stranger = await userOf(service, 'stranger', 'operator', ['other']);
  await plan(api, town, 'running', { from_ms: ago(60), to_ms: ago(-180) });
  const device = await connectOf(service, town);
  await device.send(drive(ago(20), 0, 500), 20);
  await device.publish('event', { ts: new Date(ago(19)).toISOString(), kind: 'parked-cars', note: 'a row of cars' });
  await device.end();
});
afterAll(() => service?.remove());

const cm = (length_m: number): number => Math.round(length_m * 100);
const coverageOf = (id: string): Promise<CoverageAnswer> => service.api.get(`/assignments/${id}/coverage`);
const propose = (by: Api, body: ExcuseBody, assignment = 'running'): Promise<Excuse> =>
  by.post(`/assignments/${assignment}/excuses`, body);
const accept = (id: string): Promise<Excuse> => auditor.post(`/excuses/${id}/decide`, { decision: 'accept' });

/** Planned = covered + excused + Σ reasons, over the whole and over each leg, to the centimetre. */
function expectSums({ planned_m, covered_m, excused_m, uncovered_m, legs }: CoverageAnswer): void {
  const reasons = Object.values(uncovered_m).reduce((sum, metres) => sum + cm(metres), 0);
  expect(cm(planned_m)).toBe(cm(covered_m) + cm(excused_m) + reasons);
  for (const leg of legs)
    expect(leg.pieces.reduce((sum, { from_m, to_m }) => sum + cm(to_m) - cm(from_m), 0)).toBe(cm(leg.length_m));
  const pieces = legs.flatMap((leg) => leg.pieces).filter(({ state }) => state === 'excused');
  expect(pieces.reduce((sum, { from_m, to_m }) => sum + cm(to_m) - cm(from_m), 0)).toBe(cm(excused_m));
}

async function upload(by: Api, excuse: string, bytes: Uint8Array, type = 'image/jpeg', name = 'kerb.jpg') {
  const query = name === '' ? '' : `?name=${encodeURIComponent(name)}`;
  const answer = await fetch(`${service.http}/api/v1/excuses/${excuse}/attachments${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${by.token}`, 'content-type': type },
    body: Buffer.from(bytes),
  });
  return { status: answer.status, body: (await answer.json()) as Excuse };
}
const download = (by: Api, excuse: string, attachment: string, headers: Record<string, string> = {}) =>
  fetch(`${service.http}/api/v1/excuses/${excuse}/attachments/${attachment}`, {
    headers: { authorization: `Bearer ${by.token}`, ...headers },
  });

describe('an assignment that runs', () => {
  test('an accepted excuse leaves the denominator at once, live too, and a refusal brings it back', async () => {
    const before = await coverageOf('running');
    expectSums(before);
    const live = await LiveSocket.open(service, operator.token);
    await live.view({ municipality: 'town' });
    const told = () => of(live, 'assignment').at(-1)?.assignment;
    const excuse = await propose(own, {
      stretches: [{ edge: 'b6' }, { edge: 'b1', from_m: 50 }, { edge: 'b7', side: 'both', to_m: 20 }],
      ground: 'roadworks',
      note: 'Трубы посреди улицы',
    });
    expect(excuse).toMatchObject({ state: 'proposed', proposedBy: 'own', contractor: town.contractor });
    expect(excuse.planned_m).toBeCloseTo(200 + 150 + 20, -1);
    expect(await coverageOf('running')).toEqual(before);

    await accept(excuse.id);
    const after = await coverageOf('running');
    expectSums(after);
    // What was covered of it stays covered.
    expect(after.covered_m).toBe(before.covered_m);
    expect(after.excused_m).toBeCloseTo(220, -1);
    expect(after.planned_m).toBe(before.planned_m);
    expect(await service.api.post<RecomputeAnswer>('/assignments/running/recompute')).toMatchObject({
      digest: after.digest,
    });
    await until('the live denominator', () => told()?.excused_m === after.excused_m);
    const [hello] = live.hellos();
    const first = hello!.snapshot.assignments.find(({ assignment }) => assignment === 'running')!;
    expect(first.covered_m).toBeGreaterThan(300);
    expect(told()!.covered_m).toBe(first.covered_m);

    const turned = await auditor.post<Excuse>(`/excuses/${excuse.id}/decide`, {
      decision: 'refuse',
      reason: 'the pipes lay on the other street',
    });
    expect(turned.history.map(({ action, by }) => [action, by])).toEqual([
      ['proposed', 'own'],
      ['accepted', 'auditor-1'],
      ['refused', 'auditor-1'],
    ]);
    expect(await coverageOf('running')).toEqual(before);
    await until('the live denominator back', () => told()?.excused_m === 0);
    live.close();
  });

  test('a breakdown or a sensor fault excuses only where it was declared before the shift', async () => {
    await plan(service.api, town, 'tomorrow', { from_ms: ago(-200), to_ms: ago(-300) });
    for (const ground of ['breakdown', 'sensor-fault'] as const) {
      const late = await own.request('POST', '/assignments/running/excuses', { ground });
      expect(expectRefused(late, 'invalid')).toContain('before the shift');
      const { id, ...declared } = await propose(own, { ground }, 'tomorrow');
      expect(declared).toMatchObject({ ground, state: 'proposed' });
      expect(await own.post<Excuse>(`/excuses/${id}/withdraw`)).toMatchObject({ state: 'withdrawn' });
    }
    const { id } = await propose(own, { ground: 'sensor-fault' }, 'tomorrow');
    await accept(id);
    const { planned_m, excused_m } = await coverageOf('tomorrow');
    expect(excused_m).toBe(planned_m);
    expect(planned_m).toBeGreaterThan(1_000);
  });

  test('what the driver said in the window stands with it', async () => {
    const said = { kind: 'parked-cars', at: new Date(ago(19)).toISOString(), note: 'a row of cars' };
    const { id } = await propose(own, { ground: 'parked-cars', stretches: [{ edge: 'b2' }] });
    const { messages } = await until(
      'the message',
      () => auditor.get<Excuse>(`/excuses/${id}`),
      (excuse) => excuse.messages.length > 0,
    );
    expect(messages).toEqual([{ ...said, incident: expect.any(String) }]);
    await own.post(`/excuses/${id}/withdraw`);
  });

  test('the whole route can be excused, and what was withdrawn cannot be accepted', async () => {
    const excuse = await propose(operator, { ground: 'weather' });
    const { planned_m } = await coverageOf('running');
    expect(excuse.planned_m).toBe(planned_m);
    expectRefused(await own.request('POST', `/excuses/${excuse.id}/withdraw`), 'forbidden');
    expect(await operator.post<Excuse>(`/excuses/${excuse.id}/withdraw`)).toMatchObject({ state: 'withdrawn' });
    const decided = await auditor.request('POST', `/excuses/${excuse.id}/decide`, { decision: 'accept' });
    expectRefused(decided, 'wrong-state');
    expectRefused(await operator.request('POST', `/excuses/${excuse.id}/withdraw`), 'wrong-state');
  });

  test.each<[string, object]>([
    ['no ground', {}],
    ['a ground of its own', { ground: 'tired' }],
    ['another ground without a note', { ground: 'other' }],
    ['a street that is not planned', { ground: 'blocked', stretches: [{ edge: 'b0' }, { edge: 's1' }] }],
    ['a side that is not planned', { ground: 'blocked', stretches: [{ edge: 'b0', side: 'left' }] }],
    ['metres behind the end', { ground: 'blocked', stretches: [{ edge: 'b0', from_m: 500 }] }],
    ['metres that run back', { ground: 'blocked', stretches: [{ edge: 'b0', from_m: 50, to_m: 40 }] }],
    ['no stretch', { ground: 'blocked', stretches: [] }],
  ])('%s is refused', async (_what, body) => {
    expectRefused(await operator.request('POST', '/assignments/running/excuses', body), 'invalid');
  });

  test('who proposes does not decide, and who decides does not propose', async () => {
    const excuse = await propose(operator, { ground: 'event', stretches: [{ edge: 'b7' }] });
    for (const by of [operator, own])
      expectRefused(await by.request('POST', `/excuses/${excuse.id}/decide`, { decision: 'accept' }), 'forbidden');
    expectRefused(await auditor.request('POST', '/assignments/running/excuses', { ground: 'event' }), 'forbidden');
    expectRefused(await auditor.request('POST', `/excuses/${excuse.id}/decide`, { decision: 'refuse' }), 'invalid');
    expectRefused(await auditor.request('POST', `/excuses/${excuse.id}/decide`, { decision: 'maybe' }), 'invalid');
    const list = await auditor.get<PageOf<Excuse>>('/excuses?state=proposed&municipality=town');
    expect(list.items.map(({ id }) => id)).toEqual([excuse.id]);
    const first = await auditor.get<PageOf<Excuse>>('/assignments/running/excuses?limit=1');
    expect(first.items[0]!.id).toBe(excuse.id);
    const next = await auditor.get<PageOf<Excuse>>(`/assignments/running/excuses?limit=1&after=${first.next}`);
    expect(next.items[0]!.no).toBeLessThan(excuse.no);
    expectRefused(await auditor.request('GET', '/excuses?state=open'), 'bad-request');
    const { items } = await service.api.get<PageOf<{ action: string; login: string }>>('/audit?limit=50');
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'POST /assignments/{id}/excuses', login: 'operator-1' }),
    );
    await operator.post(`/excuses/${excuse.id}/withdraw`);
  });
});

describe('what is attached', () => {
  test('is kept byte for byte and served so that a browser cannot run it', async () => {
    const { id } = await propose(own, { ground: 'parked-cars', stretches: [{ edge: 'b3' }] });
    const sent = await upload(own, id, PHOTO, 'image/jpeg', '../двор "5".HEIC');
    expect(sent.status).toBe(200);
    const [attachment] = sent.body.attachments;
    expect(attachment).toMatchObject({
      name: 'двор 5.jpg',
      type: 'image/jpeg',
      bytes: PHOTO.length,
      sha256: createHash('sha256').update(PHOTO).digest('hex'),
    });
    // Sent again, as after a lost answer, it is the same.
    expect((await upload(own, id, PHOTO)).body.attachments).toEqual([attachment]);
    const answer = await download(auditor, id, attachment!.id);
    expect(Buffer.from(await answer.arrayBuffer()).equals(PHOTO)).toBe(true);
    const header = (name: string): string => answer.headers.get(name) ?? '';
    expect(header('content-type')).toBe('image/jpeg');
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('content-security-policy')).toContain('sandbox');
    expect(header('content-disposition')).toMatch(/^inline; filename\*=UTF-8''/);
    const again = await download(auditor, id, attachment!.id, { 'if-none-match': header('etag') });
    expect(again.status).toBe(304);
    for (const other of [rival, stranger]) {
      expect((await download(other, id, attachment!.id)).status).toBe(404);
      expect((await other.request('GET', `/excuses/${id}`)).status).toBe(404);
      expect((await other.request('GET', '/assignments/running/excuses')).status).toBe(404);
      expect((await upload(other, id, PHOTO)).status).toBe(404);
      const proposed = await other.request('POST', '/assignments/running/excuses', { ground: 'event' });
      expectRefused(proposed, 'not-found');
      expect((await other.get<PageOf<Excuse>>('/excuses')).items).toEqual([]);
    }
    expect((await upload(operator, id, PHOTO)).status).toBe(403);
    await service.stop('SIGKILL');
    await service.restart();
    await Promise.all([operator, auditor, own].map((api) => api.signInAgain()));
    const kept = await download(own, id, attachment!.id);
    expect(Buffer.from(await kept.arrayBuffer()).equals(PHOTO)).toBe(true);
    await accept(id);
    expectRefused(await upload(own, id, Buffer.from('%PDF-1.7 later'), 'application/pdf'), 'wrong-state');
    await auditor.post(`/excuses/${id}/decide`, { decision: 'refuse', reason: 'only a test' });
  });

  test('is told by its content', async () => {
    const { id } = await propose(own, { ground: 'parked-cars', stretches: [{ edge: 'b3' }] });
    const page = Buffer.from('<html><script>alert(1)</script>');
    expectRefused(await upload(own, id, page), 'invalid');
    expectRefused(await upload(own, id, page, 'text/html'), 'wrong-type');
    expectRefused(await upload(own, id, Buffer.concat([PHOTO, Buffer.alloc(8_000_000)])), 'too-large');
    const pdf = await upload(own, id, Buffer.from('%PDF-1.7 permit'), 'image/png', 'permit.png');
    expect(pdf.body.attachments[0]).toMatchObject({ type: 'application/pdf', name: 'permit.pdf' });
    const shown = await download(own, id, pdf.body.attachments[0]!.id);
    expect(shown.headers.get('content-disposition')).toMatch(/^attachment;/);
    for (let n = 1; n < 10; n++) await upload(own, id, Buffer.from([0xff, 0xd8, 0xff, n]));
    expectRefused(await upload(own, id, Buffer.from([0xff, 0xd8, 0xff, 99])), 'invalid');
    await own.post(`/excuses/${id}/withdraw`);
  });
});

test('what is sealed is followed by a revision', { timeout: 200_000 }, async () => {
  await plan(service.api, town, 'sealed', { from_ms: ago(30), to_ms: ago(3) });
  const sealed = await until(
    'the seal',
    () => coverageOf('sealed'),
    ({ status }) => status === 'sealed',
    SEALED_WITHIN_MS,
  );
  const excuse = await propose(own, { ground: 'road-closed', stretches: [{ edge: 'b5' }, { edge: 'b6' }] }, 'sealed');
  expect(await coverageOf('sealed')).toEqual(sealed);
  await accept(excuse.id);
  const after = await coverageOf('sealed');
  expectSums(after);
  expect([after.revision, after.status]).toEqual([2, 'sealed']);
  expect(after.excused_m).toBeCloseTo(400, -1);
  expect(await service.api.post('/assignments/sealed/recompute')).toEqual({ digest: after.digest, revision: 2 });
  const { items: revisions } = await service.api.get<PageOf<Revision>>('/assignments/sealed/revisions');
  expect(revisions.map(({ cause, state }) => [cause, state])).toEqual([
    ['sealed', 'standing'],
    ['plan-changed', 'standing'],
  ]);
  expect(cm(revisions[1]!.difference.excused_m)).toBe(cm(after.excused_m));
  expect(await service.api.get('/assignments/sealed/revisions/1')).toEqual(sealed);
});
