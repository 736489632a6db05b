import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { AreaProperties, FeatureCollection, NetworkAnswer, NetworkPreview, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused, worded } from '../../refused.ts';
import { areasOf, replaceAreas, takenAreas, type StoredArea } from '../../store/objects/areas.ts';
import { notFound } from '../access.ts';
import { EVERY_ROLE, RawAnswer, route, uploadRoute, type Route } from '../http/route.ts';
import { checker } from '../http/validate.ts';
import type { NetworkFormat } from '../ports.ts';
import { seenMunicipality } from './municipalities.ts';

const NETWORK_LIMIT = 256 * 1024 * 1024;

const FORMATS: Readonly<Record<string, NetworkFormat>> = {
  'application/geo+json': 'geojson',
  'application/vnd.openstreetmap.data+xml': 'osm-xml',
  'application/vnd.openstreetmap.data.pbf': 'osm-pbf',
  'application/vnd.openstreetmap.data+pbf': 'osm-pbf',
};

const compress = promisify(gzip);

/** Compressed basemaps by municipality: megabytes that every dashboard asks for and that change with an import only. */
const compressed = new Map<string, { tag: string; bytes: Promise<Buffer> }>();

function compressedBasemap(municipality: string, tag: string, json: Uint8Array): Promise<Buffer> {
  const known = compressed.get(municipality);
  if (known?.tag === tag) return known.bytes;
  const bytes = compress(json, { level: 6 });
  compressed.set(municipality, { tag, bytes });
  return bytes;
}

const AreaFeature = Type.Object({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(
    Type.Object({
      type: Type.Literal('Feature'),
      properties: AreaProperties,
      geometry: Type.Object({
        type: Type.Enum(['Polygon', 'MultiPolygon']),
        coordinates: Type.Array(Type.Unknown(), { minItems: 1 }),
      }),
    }),
    { maxItems: 10_000 },
  ),
});

const checkPosition = checker(Type.Array(Type.Number(), { minItems: 2, maxItems: 4 }));

/** Rings of at least four positions, first and last equal (RFC 7946, 3.1.6). @throws Refused `invalid` naming the area. */
function checkRings(area: StoredArea): void {
  const wrong = (message: string): Refused =>
    new Refused('invalid', worded(`area ${area.id}: ${message}`, says('bad-area', { id: area.id })));
  const polygons = area.geometry.type === 'Polygon' ? [area.geometry.coordinates] : area.geometry.coordinates;
  if (!Array.isArray(polygons)) throw wrong('its coordinates must be polygons');
  for (const rings of polygons as unknown[]) {
    if (!Array.isArray(rings) || rings.length === 0) throw wrong('a polygon must be a list of rings');
    for (const ring of rings as unknown[]) {
      if (!Array.isArray(ring) || ring.length < 4) throw wrong('a ring must have at least four positions');
      for (const position of ring as unknown[]) {
        try {
          checkPosition(position);
        } catch {
          throw wrong('a position must be [lon, lat]');
        }
        const [lon, lat] = position as [number, number];
        if (Math.abs(lon) > 180 || Math.abs(lat) > 90) throw wrong(`[${lon}, ${lat}] is not [lon, lat] in degrees`);
      }
      const [first, last] = [ring[0], ring.at(-1)] as [number[], number[]];
      if (first[0] !== last[0] || first[1] !== last[1]) throw wrong('a ring must end where it began');
    }
  }
}

const collection = (areas: readonly StoredArea[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: areas.map(({ id, kind, name, geometry }) => ({
    type: 'Feature',
    properties: { id, kind, name },
    geometry,
  })),
});

export const networkRoutes: readonly Route[] = [
  uploadRoute({
    method: 'PUT',
    path: '/municipalities/{m}/network',
    tag: 'municipalities',
    summary: 'Import the street network as GeoJSON, OSM XML or OSM PBF; becomes a new version',
    roles: ['administrator'],
    upload: { types: Object.keys(FORMATS), limit: NETWORK_LIMIT },
    answer: NetworkAnswer,
    handle: async ({ db, session, params, body, contentType, ports, audit }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      // the import takes the body's memory along
      const bytes = body.length;
      const answer = await ports.plan.importNetwork(id, FORMATS[contentType]!, body);
      await audit({ object: id, municipality: id, body: { bytes, contentType, edges: answer.edges } });
      return answer;
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/municipalities/{m}/network/preview',
    tag: 'municipalities',
    summary: 'What a street network would be, with its map, before anything is stored',
    roles: ['administrator'],
    upload: { types: Object.keys(FORMATS), limit: NETWORK_LIMIT },
    answer: NetworkPreview,
    handle: async ({ db, session, params, body, contentType, ports, acceptsGzip }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const { basemap, ...figures } = await ports.plan.previewNetwork(id, FORMATS[contentType]!, body);
      const text = JSON.stringify({ ...figures, basemap: null });
      const json = Buffer.concat([Buffer.from(text.slice(0, -'null}'.length)), basemap, Buffer.from('}')]);
      const headers = { vary: 'accept-encoding' };
      if (!acceptsGzip) return new RawAnswer(200, headers, json);
      return new RawAnswer(200, { ...headers, 'content-encoding': 'gzip' }, await compress(json, { level: 1 }));
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/basemap',
    tag: 'municipalities',
    summary: 'The imported streets with buildings, water and green as GeoJSON, for the map',
    roles: EVERY_ROLE,
    answer: FeatureCollection,
    answerType: 'application/geo+json',
    handle: async ({ db, session, params, ports, acceptsGzip, ifNoneMatch }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const basemap = await ports.plan.basemap(id);
      if (basemap === null) throw notFound('network of municipality', id);
      const headers = {
        'content-type': 'application/geo+json',
        'cache-control': 'private, no-cache',
        etag: `"${basemap.tag}"`,
        vary: 'accept-encoding',
      };
      if (ifNoneMatch.includes(headers.etag)) return new RawAnswer(304, headers);
      if (!acceptsGzip) return new RawAnswer(200, headers, basemap.json);
      const bytes = await compressedBasemap(id, basemap.tag, basemap.json);
      return new RawAnswer(200, { ...headers, 'content-encoding': 'gzip' }, bytes);
    },
  }),
  route({
    method: 'PUT',
    path: '/municipalities/{m}/areas',
    tag: 'municipalities',
    summary: 'Districts, depots, service areas and dump sites; replaces those that were there',
    roles: ['administrator'],
    body: AreaFeature,
    answer: FeatureCollection,
    handle: async ({ db, session, params, body, write, ports }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const areas = body.features.map(({ properties: { id, kind, name }, geometry }) => ({ id, kind, name, geometry }));
      for (const area of areas) checkRings(area);
      const twice = areas.find((area, index) => areas.findIndex((other) => other.id === area.id) !== index);
      if (twice !== undefined) throw new Refused('invalid', says('area-twice', { id: twice.id }));
      const taken = await takenAreas(
        db,
        id,
        areas.map((area) => area.id),
      );
      if (taken.length > 0) throw new Refused('id-taken', says('area-of-another', { id: taken[0]! }));
      await write({ object: id, municipality: id }, (db) => replaceAreas(db, id, areas));
      await ports.plan.changed('areas', id);
      return collection(await areasOf(db, id));
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/areas',
    tag: 'municipalities',
    summary: 'Districts, depots, service areas and dump sites',
    roles: EVERY_ROLE,
    answer: FeatureCollection,
    handle: async ({ db, session, params }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      return collection(await areasOf(db, id));
    },
  }),
];
