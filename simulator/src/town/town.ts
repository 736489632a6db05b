import { lonLat, type LonLat } from '@sweepline/contract';
import { distanceBetween, planeAround, type Plane, type Point } from './plane.ts';

export type Oneway = 'yes' | 'no' | '-1';

/** One drivable street line; `at_m[i]` is the way from its first vertex to vertex i. */
export interface Edge {
  readonly id: string;
  readonly name: string | null;
  readonly class: string;
  readonly oneway: Oneway;
  readonly vertices: readonly LonLat[];
  readonly points: readonly Point[];
  readonly at_m: readonly number[];
  readonly length_m: number;
}

export interface Town {
  readonly name: string;
  readonly attribution: string | null;
  /** Where the file says it. */
  readonly drivesOn: 'right' | 'left' | null;
  readonly edges: readonly Edge[];
  readonly plane: Plane;
  /** As read, for `PUT network`. */
  readonly collection: unknown;
}

/** Classes that no lorry drives, for files that do not say `kind`. */
const NOT_DRIVABLE = new Set([
  'footway',
  'path',
  'cycleway',
  'pedestrian',
  'steps',
  'track',
  'bridleway',
  'corridor',
  'platform',
]);

interface RawFeature {
  readonly id?: unknown;
  readonly properties?: Record<string, unknown> | null;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;

/** City files write the permitted direction as `FT`/`TF`, OpenStreetMap as `yes`/`-1`. */
function onewayOf(value: unknown): Oneway {
  if (value === 'yes' || value === 'FT' || value === true) return 'yes';
  return value === '-1' || value === 'TF' || value === -1 ? '-1' : 'no';
}

function verticesOf(coordinates: unknown): LonLat[] {
  if (!Array.isArray(coordinates)) return [];
  const list: LonLat[] = [];
  for (const pair of coordinates as unknown[]) {
    if (!Array.isArray(pair) || !Number.isFinite(pair[0]) || !Number.isFinite(pair[1])) return [];
    const [lon, lat] = [pair[0] as number, pair[1] as number];
    const last = list.at(-1);
    if (last === undefined || last[0] !== lon || last[1] !== lat) list.push(lonLat(lon, lat));
  }
  return list;
}

/**
 * Reads a town: a GeoJSON FeatureCollection of street lines with the contract's properties.
 * @throws Error naming `file` where it is no FeatureCollection or holds no street.
 */
export function readTown(text: string, file: string): Town {
  let raw: { features?: unknown; name?: unknown; attribution?: unknown; drivesOn?: unknown };
  try {
    raw = JSON.parse(text) as typeof raw;
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
  if (!Array.isArray(raw.features)) throw new Error(`${file}: expected a GeoJSON FeatureCollection`);
  const streets: { id: string; properties: Record<string, unknown>; vertices: LonLat[] }[] = [];
  (raw.features as RawFeature[]).forEach((feature, number) => {
    const properties = feature.properties ?? {};
    const kind = properties['kind'] ?? 'street';
    const kindOfWay = textOf(properties['class'] ?? properties['cls']) ?? '';
    if (kind !== 'street' || NOT_DRIVABLE.has(kindOfWay) || feature.geometry?.type !== 'LineString') return;
    const vertices = verticesOf(feature.geometry.coordinates);
    const id = textOf(properties['id']) ?? textOf(feature.id) ?? textOf(properties['osm']) ?? String(number);
    if (vertices.length > 1) streets.push({ id, properties, vertices });
  });
  const first = streets[0]?.vertices[0];
  if (first === undefined) throw new Error(`${file}: no street line in it`);
  const plane = planeAround(first);
  const edges = streets.map(({ id, properties, vertices }): Edge => {
    const points = vertices.map((vertex) => plane.toPlane(vertex));
    const at_m = [0];
    for (let i = 1; i < points.length; i++) at_m.push(at_m[i - 1]! + distanceBetween(points[i - 1]!, points[i]!));
    return {
      id,
      name: textOf(properties['name']),
      class: textOf(properties['class'] ?? properties['cls']) ?? 'road',
      oneway: onewayOf(properties['oneway']),
      vertices,
      points,
      at_m,
      length_m: at_m.at(-1)!,
    };
  });
  const { drivesOn } = raw;
  return {
    name: textOf(raw.name) ?? 'town',
    attribution: textOf(raw.attribution),
    drivesOn: drivesOn === 'left' || drivesOn === 'right' ? drivesOn : null,
    edges,
    plane,
    collection: raw,
  };
}
