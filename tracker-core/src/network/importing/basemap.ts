import type { FeatureCollection } from '@sweepline/contract';
import type { Edge } from '../network.ts';
import { itemOf, textOf, type RawFeature } from './feature.ts';
import { warn, type Warnings } from './warnings.ts';

export type BasemapFeature = FeatureCollection['features'][number];

/** Depth of nesting of the coordinates of each geometry the map can draw. */
const DEPTHS: Readonly<Record<string, number>> = {
  Point: 0,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** A street as the map draws it: `id` is the edge's in every answer. */
export function streetFeature(edge: Edge): BasemapFeature {
  const coordinates: [number, number][] = [];
  for (let i = 0; i < edge.coordinates.length; i += 2)
    coordinates.push([edge.coordinates[i]!, edge.coordinates[i + 1]!]);
  const properties: Record<string, unknown> = { kind: 'street', id: edge.id, layer: edge.layer };
  if (edge.name !== null) properties['name'] = edge.name;
  if (edge.class !== null) properties['class'] = edge.class;
  if (edge.oneway !== 'no') properties['oneway'] = edge.oneway === 'forward' ? 'yes' : '-1';
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } };
}

/** What is not a street but can be drawn: building, water, green, path, place … with its name and house number. */
export function backgroundFeature(raw: RawFeature, kind: string, warnings: Warnings): BasemapFeature | null {
  const { geometry, properties } = raw;
  const depth = geometry === null ? undefined : DEPTHS[geometry.type];
  const coordinates = depth === undefined ? null : plane(geometry!.coordinates, depth);
  if (coordinates === null) {
    warn(warnings, 'bad-geometry', itemOf(raw), `${kind}: ${geometry?.type ?? 'no geometry'} cannot be drawn, skipped`);
    return null;
  }
  const drawn: Record<string, unknown> = { kind };
  for (const key of ['name', 'class', 'no']) {
    const text = textOf(properties[key]);
    if (text !== null) drawn[key] = text;
  }
  return { type: 'Feature', properties: drawn, geometry: { type: geometry!.type, coordinates } };
}

/** Coordinates without heights; null where any is not a place on the earth. */
function plane(value: unknown, depth: number): unknown {
  if (!Array.isArray(value)) return null;
  if (depth === 0) {
    const [lon, lat] = value as unknown[];
    const good = typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
    return good ? [lon, lat] : null;
  }
  const parts: unknown[] = [];
  for (const part of value as unknown[]) {
    const good = plane(part, depth - 1);
    if (good === null) return null;
    parts.push(good);
  }
  return parts.length > 0 ? parts : null;
}
