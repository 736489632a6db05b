import { isId, type PlanRow, says } from '@sweepline/contract';
import { partOf, unusable } from '../drawn.ts';
import type { ReadTable } from './table-rows.ts';
import { cellsOfProperties, withIds } from './table-rows.ts';
import { idOf } from './vocabulary.ts';

export interface LineFeature {
  readonly geometry: GeoJSON.LineString | GeoJSON.MultiLineString;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Each line costs a matching: more are not a day's routes. */
const MOST_LINES = 500;

/** The lines of a file's features, and what else is among them. */
export function linesAmong(features: Iterable<Partial<GeoJSON.Feature> | null>): {
  lines: LineFeature[];
  leftOut: string[];
} {
  const lines: LineFeature[] = [];
  const others = new Map<string, number>();
  for (const feature of features) {
    const { geometry, properties } = feature ?? {};
    if (isLine(geometry)) lines.push({ geometry, properties: properties ?? {} });
    else {
      const type = geometry?.type ?? 'null';
      others.set(type, (others.get(type) ?? 0) + 1);
    }
  }
  return { lines, leftOut: [...others].map(([type, count]) => partOf(type, count)) };
}

const isLine = (geometry: GeoJSON.Geometry | null | undefined): geometry is LineFeature['geometry'] =>
  (geometry?.type === 'LineString' || geometry?.type === 'MultiLineString') && Array.isArray(geometry.coordinates);

/** Lines with their attributes as rows; one that names no route is one of its own, by its name or number. */
export function rowsOfLines(lines: readonly LineFeature[], leftOut: readonly string[]): ReadTable {
  if (lines.length === 0) throw unusable(says('no-line'));
  if (lines.length > MOST_LINES) throw unusable(says('too-many-lines', { lines: lines.length, most: MOST_LINES }));
  const rows = lines.map(({ geometry, properties }, at): PlanRow => {
    const { street: _street, edge: _edge, from_m: _from, to_m: _to, ...cells } = cellsOfProperties(properties);
    const fromName = idOf(cells.name ?? '');
    const route = cells.route ?? (isId(fromName) ? fromName : `line-${at + 1}`);
    return { row: at + 1, cells: { ...cells, route }, geometry };
  });
  return { rows: withIds(rows), leftOut };
}
