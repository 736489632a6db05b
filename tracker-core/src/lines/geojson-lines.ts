import { says } from '@sweepline/contract';
import { addPosition, connected, counted, leftOut, unusable, type DrawnLines } from './drawn.ts';
import { worded } from '../refused.ts';

interface Gathered {
  readonly lines: number[][];
  readonly others: Map<string, number>;
}

/** Deeper nests of collections nobody draws. */
const DEEPEST = 8;

/**
 * The lines of any GeoJSON object in their order: geometry, feature or collections of them (RFC 7946).
 * @throws Refused `invalid` where it holds no line or a broken one.
 */
export function geoJsonLines(value: unknown): DrawnLines {
  refuseProjection(value);
  const gathered: Gathered = { lines: [], others: new Map() };
  gather(value, gathered, '', 0);
  const others = [...gathered.others];
  if (gathered.lines.length === 0) {
    const instead = others.length > 0 ? `, only ${others.map(([type, count]) => counted(count, type)).join(', ')}` : '';
    const message = `there is no line in it${instead}: a route needs a LineString or MultiLineString`;
    throw unusable(worded(message, says('no-line')));
  }
  return {
    lines: connected(gathered.lines),
    leftOut: others.map(([type, count]) => leftOut(type, count, `${counted(count, type)}: no line, left out`)),
  };
}

const notGeoJson = (message: string) => unusable(worded(message, says('not-of-format', { format: 'GeoJSON' })));

function gather(value: unknown, into: Gathered, where: string, depth: number): void {
  if (depth > DEEPEST) throw unusable(worded('the collections are nested too deep', says('nested-too-deep')));
  const { type, coordinates, geometry, geometries, features } = asRecord(value);
  const inside = (name: string): string => (where === '' ? name : `${where}, ${name}`);
  const each = (list: unknown, name: string): void => {
    if (!Array.isArray(list)) throw notGeoJson(`${inside(name)}: expected a list`);
    list.forEach((one: unknown, i) => gather(one, into, inside(`${name} ${i}`), depth + 1));
  };
  if (type === 'FeatureCollection') each(features, 'feature');
  else if (type === 'GeometryCollection') each(geometries, 'geometry');
  else if (type === 'Feature') {
    if (geometry !== null) gather(geometry, into, where, depth + 1);
  } else if (type === 'LineString') into.lines.push(lineOf(coordinates, inside('line')));
  else if (type === 'MultiLineString') {
    if (!Array.isArray(coordinates)) throw notGeoJson(`${inside('line')} has no list of lines`);
    coordinates.forEach((line: unknown, i) => into.lines.push(lineOf(line, inside(`line ${i}`))));
  } else if (typeof type === 'string' && coordinates !== undefined) {
    into.others.set(type, (into.others.get(type) ?? 0) + 1);
  } else throw notGeoJson(`${where === '' ? 'the body' : where} is not a GeoJSON object`);
}

function lineOf(list: unknown, where: string): number[] {
  if (!Array.isArray(list) || list.length < 2)
    throw unusable(worded(`${where} of the geometry has fewer than two positions`, says('short-line')));
  const line: number[] = [];
  list.forEach((position: unknown, i) => {
    const [lon, lat] = Array.isArray(position) ? (position as unknown[]) : [];
    addPosition(line, lon, lat, `${where} of the geometry: position ${i}`);
  });
  if (line.length < 4) throw unusable(worded(`${where} of the geometry has no length`, says('short-line')));
  return line;
}

/** Older files name their projection (GeoJSON 2008). @throws Refused `invalid` where it is not WGS84. */
export function refuseProjection(value: unknown): void {
  const { crs } = asRecord(value);
  if (crs === undefined || crs === null) return;
  const { name } = asRecord(asRecord(crs)['properties']);
  if (typeof name === 'string' && /CRS84|EPSG:{1,2}4326$/i.test(name)) return;
  throw unusable(says('other-projection', { crs: JSON.stringify(name ?? crs).slice(0, 80) }));
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
