import { beforeAll, describe, expect, test } from 'vitest';
import type { PageOf, Route } from '@sweepline/contract';
import { LineMatchAnswer, RouteAnswer } from '../tracker-core/src/gateway/routes/answers.ts';
import type { Api, Reply } from './api.ts';
import { BLOCK_M, placeAt } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import type { ServiceProcess } from './service.ts';
import { expectShape } from './shape.ts';
import { useTownPeople } from './town-people.ts';
import { userOf } from './user.ts';

type Matched = Pick<Route, 'legs' | 'planned_m'> & Required<Pick<Route, 'unmatched' | 'line'>>;

const GPX = 'application/gpx+xml';
const KML = 'application/vnd.google-earth.kml+xml';
const GEOJSON = 'application/geo+json';
/** Along two blocks, up a side street and on where there is no street. */
const LINE = [placeAt(0, 1), placeAt(2 * BLOCK_M, -1), placeAt(2 * BLOCK_M, 150), placeAt(2 * BLOCK_M, 400)];
const geometry = { type: 'LineString', coordinates: LINE };
const gpx = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Tour</name><trkseg>
${LINE.map(([lon, lat]) => `<trkpt lat="${lat}" lon="${lon}"><ele>3</ele></trkpt>`).join('\n')}
</trkseg></trk></gpx>`;
const kml = `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><LineString><coordinates>
${LINE.map(([lon, lat]) => `${lon},${lat},3`).join(' ')}
</coordinates></LineString></Placemark></Document></kml>`;

let service: ServiceProcess;
let operator: Api;
const shared = useTownPeople();
beforeAll(() => void ({ service, operator } = shared));

const put = (id: string, line: object): Promise<Reply> =>
  operator.request('PUT', `/routes/${id}`, { municipality: 'town', name: 'Tour', operation: 'sweep', ...line });
const match = (body: unknown, type: string, query = '', m = 'town'): Promise<Reply> =>
  operator.request('POST', `/municipalities/${m}/routes/match${query}`, body, type);
const legsOf = ({ body }: Reply): string[] =>
  (body as Route).legs.map(({ edge, side, passes, to_m }) => `${edge} ${side} ${passes} ${Math.round(to_m)}`);

describe('routes from lines', () => {
  test.each([
    ['GeoJSON', { geometry }, geometry, GEOJSON],
    ['GPX', { gpx }, gpx, GPX],
    ['KML', { kml }, kml, KML],
  ])('%s: tried and stored, the same legs and the same report', async (name, line, file, type) => {
    const tried = await match(file, type, '?side=driving');
    expect(tried.status).toBe(200);
    expectShape(LineMatchAnswer, tried.body);
    expect(legsOf(tried)).toEqual(['b0 right 1 200', 'b1 right 1 200', 's2 right 1 150']);
    const { unmatched, line: report, planned_m } = tried.body as Matched;
    expect(unmatched).toHaveLength(1);
    expect(unmatched[0]).toMatchObject({ reason: 'no-street', to_m: report.length_m });
    expect(unmatched[0]!.coordinates!.at(-1)![1]).toBeCloseTo(LINE[3]![1], 6);
    expect(report.share).toBeGreaterThan(0.65);
    expect(report.matched_m + unmatched[0]!.to_m - unmatched[0]!.from_m).toBeCloseTo(report.length_m, 1);
    expect(planned_m).toBeCloseTo(550, -1);

    const id = `tour-${name}`;
    expectRefused(await operator.request('GET', `/routes/${id}`), 'not-found');
    const made = await put(id, { ...line, side: 'driving' });
    expect(made.status).toBe(200);
    expectShape(RouteAnswer, made.body);
    expect(made.body).toMatchObject({ version: 1, ...(tried.body as object) });
    expect(await operator.get(`/routes/${id}`)).toEqual(made.body);
    expect(((await put(id, { ...line, side: 'driving' })).body as Route).version).toBe(1);
    expect(((await put(id, { ...line, side: 'both' })).body as Route).version).toBe(2);
  });

  test('a try stores nothing', async () => {
    const before = await operator.get<PageOf<Route>>('/routes');
    await match(gpx, GPX);
    expect(await operator.get<PageOf<Route>>('/routes')).toEqual(before);
  });

  test('a line of which nothing fits is refused with its report, and may be tried', async () => {
    const away = { type: 'LineString', coordinates: [placeAt(0, 9_000), placeAt(500, 9_000)] };
    const refused = await put('away', { geometry: away, side: 'both' });
    expectRefused(refused, 'invalid');
    const { details } = refused.body as { details: Matched };
    expect(details.line).toMatchObject({ matched_m: 0, share: 0 });
    expect(details.unmatched).toMatchObject([{ from_m: 0, to_m: details.line.length_m, reason: 'no-street' }]);
    expect((await match(away, GEOJSON)).body).toMatchObject({ legs: [], planned_m: 0, line: details.line });
  });

  test('latitude and longitude exchanged are named', async () => {
    const swapped = LINE.map(([lon, lat]) => [lat, lon]);
    const refused = await put('swapped', { geometry: { type: 'LineString', coordinates: swapped }, side: 'both' });
    expectRefused(refused, 'invalid');
    expect((refused.body as { message: string }).message).toContain('latitude and longitude were exchanged');
  });

  test.each<[string, object, string]>([
    ['two lines', { gpx, kml, side: 'both' }, 'legs'],
    ['a line and legs', { gpx, legs: [{ edge: 'b0', side: 'left' }], side: 'both' }, 'legs'],
    ['no side', { gpx }, 'side'],
    ['an unknown side', { gpx, side: 'kerb' }, 'side'],
    ['legs on the driving side', { legs: [{ edge: 'b0', side: 'driving' }] }, 'side'],
    ['waypoints alone', { gpx: '<gpx><wpt lat="55" lon="10"/></gpx>', side: 'both' }, 'only 1 waypoint'],
    ['broken XML', { kml: '<kml><Document>', side: 'both' }, 'KML'],
    ['a document type', { gpx: `<!DOCTYPE gpx [<!ENTITY a "b">]>${gpx.slice(39)}`, side: 'both' }, 'document type'],
  ])('%s is refused', async (_, line, words) => {
    const refused = await put('bad', line);
    expectRefused(refused, 'invalid');
    expect((refused.body as { message: string }).message).toContain(words);
  });

  test('of other files, sizes, towns and people', async () => {
    expectRefused(await match('PK', 'application/vnd.google-earth.kmz'), 'wrong-type');
    expectRefused(await match('{}', 'application/json'), 'wrong-type');
    expectRefused(await match(' '.repeat(1024 * 1024 + 1), GPX), 'too-large');
    expectRefused(await match(gpx, GPX, '?side=up'), 'bad-request');
    expectRefused(await match(gpx, GPX, '', 'other'), 'not-found');
    const auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
    expectRefused(await auditor.request('POST', '/municipalities/town/routes/match', gpx, GPX), 'forbidden');
  });
});
