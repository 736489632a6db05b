import type { Position } from 'geojson';
import type { Basemap } from '../map-input.ts';

/** A park or a water with a name, and a place inside it where the name can stand. */
export interface GroundName {
  readonly key: string;
  readonly name: string;
  readonly place: Position;
}

const NAMED_KINDS = new Set(['green', 'water']);

function area(ring: readonly Position[]): number {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) twice += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  return Math.abs(twice / 2);
}

/** The middle of the widest stretch of the polygon at half its height. */
export function placeInside(rings: readonly (readonly Position[])[]): Position | null {
  const lats = rings[0]?.map(([, lat]) => lat!) ?? [];
  if (lats.length < 3) return null;
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[fromLon, fromLat], [toLon, toLat]] = [ring[i - 1]! as [number, number], ring[i]! as [number, number]];
      if (fromLat > lat !== toLat > lat)
        crossings.push(fromLon + ((lat - fromLat) / (toLat - fromLat)) * (toLon - fromLon));
    }
  }
  crossings.sort((a, b) => a - b);
  let widest: [number, number] | null = null;
  for (let i = 1; i < crossings.length; i += 2) {
    const stretch: [number, number] = [crossings[i - 1]!, crossings[i]!];
    if (!widest || stretch[1] - stretch[0] > widest[1] - widest[0]) widest = stretch;
  }
  return widest && [(widest[0] + widest[1]) / 2, lat];
}

/** One place for each name, in its largest part: drawn from the areas themselves a name would stand once in every tile. */
export function groundNames(basemap: Basemap | null): GroundName[] {
  return (basemap?.features ?? []).flatMap(({ properties, geometry }, i) => {
    const name: unknown = properties?.['name'];
    if (!NAMED_KINDS.has(properties?.['kind']) || typeof name !== 'string' || !geometry) return [];
    const parts =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    const largest = parts.toSorted((a, b) => area(b[0] ?? []) - area(a[0] ?? []))[0];
    const place = largest && placeInside(largest);
    return place ? [{ key: `ground\n${i}`, name, place }] : [];
  });
}
