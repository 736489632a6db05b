import { beforeAll, describe, expect, test } from 'vitest';
import {
  decodeReplayHours,
  FIX_VERDICTS,
  HOUR_MS,
  NOT_TOLD,
  type EdgePassages,
  type ReplayHour,
} from '@sweepline/contract';
import type { Api } from './api.ts';
import { connect, connectOf } from './device.ts';
import { useLiveTown } from './live-town.ts';
import { drive, iso, makeStreetTown, range, vehicleBody, type Town } from './main-street.ts';
import type { ServiceProcess } from './service.ts';
import { userOf } from './user.ts';

let service: ServiceProcess;
let town: Town;
const shared = useLiveTown();
beforeAll(() => void ({ service, town } = shared));

const hourName = (ms: number): string => iso(ms).slice(0, 13);

interface Packed {
  readonly status: number;
  readonly etag: string | null;
  readonly hours: readonly ReplayHour[];
}

async function packed(api: Api, hour: string, query = '', headers: Record<string, string> = {}): Promise<Packed> {
  const answer = await fetch(`${service.http}/api/v1/municipalities/${town.id}/replay/${hour}${query}`, {
    headers: { authorization: `Bearer ${api.token}`, ...headers },
  });
  const bytes = await answer.arrayBuffer();
  const hours = answer.status === 200 ? decodeReplayHours(bytes) : [];
  return { status: answer.status, etag: answer.headers.get('etag'), hours };
}

describe('replay', () => {
  /** A full UTC hour that lies wholly behind. */
  let hour_ms: number;
  let rival: Api;
  let own: Api;
  let stranger: Api;

  beforeAll(async () => {
    hour_ms = Math.floor(shared.now_ms / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
    await makeStreetTown(service.api, 'other', 1);
    await service.api.put('/contractors/rival', { name: 'Rival', municipality: town.id });
    await service.api.put('/vehicles/rival-v', { ...vehicleBody(town.id, 'rival'), plate: 'RIVAL 1' });
    const { secret } = await service.api.put<{ secret: string }>('/devices/rival-d', { vehicle: 'rival-v' });
    own = await userOf(service, 'own', 'contractor', [town.id], town.contractor);
    rival = await userOf(service, 'rival', 'contractor', [town.id], 'rival');
    stranger = await userOf(service, 'stranger', 'operator', ['other']);
    const mine = await connectOf(service, town, 1);
    await mine.send(drive(hour_ms + 600_000, 0, 1_000), 20);
    await mine.send(drive(hour_ms + 2_000_000, 0, 10), 20);
    await mine.end();
    const theirs = await connect(service, town.id, 'rival-d', secret);
    await theirs.send(drive(hour_ms + 900_000, 0, 600), 20);
    await theirs.send(drive(hour_ms + 2_000_000, 0, 10), 20);
    await theirs.end();
  });

  const idsOf = ({ hours }: Packed): string[] => hours.map(({ vehicle }) => vehicle);

  test('packs the counting fixes of an hour with street and verdict', async () => {
    const { status, hours } = await packed(service.api, hourName(hour_ms));
    expect(status).toBe(200);
    expect(hours.map(({ vehicle }) => vehicle)).toEqual([town.vehicles[1], 'rival-v']);
    const { columns, edges, hour_ms: of } = hours[0]!;
    expect(of).toBe(hour_ms);
    expect(columns.ts[0]).toBe(600_000);
    expect([...columns.ts].every((ts, i) => i === 0 || ts > columns.ts[i - 1]!)).toBe(true);
    const verdicts = new Set([...columns.verdict].map((code) => FIX_VERDICTS[code]));
    expect(verdicts).toContain('worked');
    const seen = new Set([...columns.edge].filter((edge) => edge !== NOT_TOLD).map((edge) => edges[edge]));
    expect([...seen].sort()).toEqual(['b0', 'b1', 'b2', 'b3', 'b4']);
    const track = await service.api.get<{ fixes: { ts: string; lat: number; lon: number }[] }>(
      `/vehicles/${town.vehicles[1]}/track?${range(hour_ms, hour_ms + HOUR_MS)}`,
    );
    expect([...columns.ts].map((ts, i) => [iso(hour_ms + ts), columns.lat[i]! / 1e7, columns.lon[i]! / 1e7])).toEqual(
      track.fixes.map(({ ts, lat, lon }) => [iso(Date.parse(ts)), lat, lon]),
    );
  });

  test('an hour that did not change is not sent again; one that did is', async () => {
    const first = await packed(service.api, hourName(hour_ms));
    const again = await packed(service.api, hourName(hour_ms), '', { 'if-none-match': first.etag! });
    expect(again.status).toBe(304);
    const late = await connectOf(service, town, 2);
    await late.send(drive(hour_ms + 1_200_000, 0, 100), 20);
    await late.end();
    const changed = await packed(service.api, hourName(hour_ms), '', { 'if-none-match': first.etag! });
    expect(changed.status).toBe(200);
    expect(idsOf(changed)).toContain(town.vehicles[2]);
  });

  test('a contractor gets his own vehicles and learns nothing of others', async () => {
    const hour = hourName(hour_ms);
    expect(idsOf(await packed(rival, hour))).toEqual(['rival-v']);
    expect(idsOf(await packed(own, hour))).not.toContain('rival-v');
    expect((await packed(own, hour, '?vehicles=rival-v')).status).toBe(404);
    expect((await packed(stranger, hour)).status).toBe(404);
    expect(idsOf(await packed(service.api, hour, `?vehicles=rival-v,${town.vehicles[1]}`))).toEqual([
      'rival-v',
      town.vehicles[1],
    ]);
  });

  test('an hour of nothing is empty', async () => {
    const { status, hours } = await packed(service.api, '2026-01-01T00');
    expect([status, hours]).toEqual([200, []]);
  });

  test.each(['2026-11-21', '2026-11-21T24', '2026-02-30T10', 'yesterday', '2026-11-21T6'])(
    'refuses the hour %s',
    async (hour) => {
      const reply = await service.api.request('GET', `/municipalities/${town.id}/replay/${hour}`);
      expect(reply).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    },
  );

  describe('a street', () => {
    const ask = (api: Api, edge: string, from_ms: number, to_ms: number, more = '') =>
      api.get<EdgePassages>(`/municipalities/${town.id}/edges/${edge}/passages?${range(from_ms, to_ms)}${more}`);

    test('tells who was there, when and how fast', async () => {
      const { passages, edges } = await ask(service.api, 'b1', hour_ms, hour_ms + HOUR_MS);
      expect(edges).toEqual(['b1']);
      const rivals = passages.filter(({ plate }) => plate === 'RIVAL 1');
      expect(rivals).toMatchObject([{ edge: 'b1', side: 'right', forward: true, verdict: 'worked' }]);
      expect(rivals[0]!.speed_kmh).toBeGreaterThan(16);
      expect(rivals[0]!.speed_kmh).toBeLessThan(20);
      expect(Date.parse(rivals[0]!.from)).toBeGreaterThanOrEqual(hour_ms + 900_000);
      expect(rivals[0]!.to_m - rivals[0]!.from_m).toBeGreaterThan(195);
    });

    test('the ends of the time are half-open, whatever their offset', async () => {
      const all = await ask(service.api, 'b1', hour_ms, hour_ms + HOUR_MS);
      const local = (ms: number, hours: number) =>
        encodeURIComponent(iso(ms + hours * HOUR_MS).replace('Z', `+0${hours}:00`));
      for (const hours of [2, 3]) {
        const path = `/municipalities/${town.id}/edges/b1/passages?from=${local(hour_ms, hours)}&to=${local(hour_ms + HOUR_MS, hours)}`;
        expect(await service.api.get(path)).toEqual(all);
      }
      const begun = Date.parse(all.passages[0]!.from);
      expect((await ask(service.api, 'b1', hour_ms, begun)).passages).toEqual([]);
      expect((await ask(service.api, 'b1', begun, begun + 1)).passages).toHaveLength(1);
    });

    test('a contractor sees his own passages only', async () => {
      const plates = new Set((await ask(own, 'b1', hour_ms, hour_ms + HOUR_MS)).passages.map(({ plate }) => plate));
      expect([...plates]).toEqual(['A 1']);
      expect((await ask(rival, 'b1', hour_ms, hour_ms + HOUR_MS)).passages.map(({ vehicle }) => vehicle)).toEqual([
        'rival-v',
      ]);
    });

    test('an edge that nobody drove is empty, one that is not there is not found', async () => {
      expect((await ask(service.api, 's8', hour_ms, hour_ms + HOUR_MS)).passages).toEqual([]);
      const path = (edge: string, query: string) => `/municipalities/${town.id}/edges/${edge}/passages?${query}`;
      const wide = range(hour_ms, hour_ms + HOUR_MS);
      expect(await service.api.request('GET', path('nowhere', wide))).toMatchObject({ status: 404 });
      expect(await service.api.request('GET', path('a%20b%2Fc', wide))).toMatchObject({ status: 404 });
      expect(await stranger.request('GET', path('b1', wide))).toMatchObject({ status: 404 });
      for (const bad of [
        '',
        `from=${iso(hour_ms)}`,
        range(hour_ms, hour_ms),
        range(hour_ms - 40 * 24 * HOUR_MS, hour_ms),
        `${wide}&street=half`,
      ])
        expect(await service.api.request('GET', path('b1', bad))).toMatchObject({ status: 400 });
    });
  });
});
