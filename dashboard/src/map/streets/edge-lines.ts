import type { Basemap } from '../map-input.ts';
import { measure, type MeasuredLine } from './measured-line.ts';

export interface Street {
  readonly id: string;
  readonly name: string | null;
  readonly class: string | null;
  readonly line: MeasuredLine;
}

/** Share of vertices on each side that do not count for the town's extent. */
const OUTLYING_SHARE = 0.005;

/** The basemap's streets by edge id. Lines are measured when first asked for: a town has many more than a plan names. */
export class Streets {
  readonly #streets = new Map<string, GeoJSON.Feature<GeoJSON.LineString>>();
  readonly #measured = new Map<string, Street>();

  constructor(basemap: Basemap | null) {
    for (const feature of basemap?.features ?? []) {
      if (feature.properties?.['kind'] !== 'street' || feature.geometry?.type !== 'LineString') continue;
      const id = feature.properties['id'] ?? feature.id;
      if (id !== undefined && id !== null)
        this.#streets.set(String(id), feature as GeoJSON.Feature<GeoJSON.LineString>);
    }
  }

  get(edge: string): Street | undefined {
    const known = this.#measured.get(edge);
    if (known) return known;
    const feature = this.#streets.get(edge);
    if (!feature) return undefined;
    const { name, class: road } = feature.properties ?? {};
    const street = { id: edge, name: name ?? null, class: road ?? null, line: measure(feature.geometry.coordinates) };
    this.#measured.set(edge, street);
    return street;
  }

  *all(): Iterable<Street> {
    for (const id of this.#streets.keys()) yield this.get(id)!;
  }

  /**
   * The box that holds the streets but for the far ends of single ways that run out of the town.
   * @returns west, south, east, north; null without streets.
   */
  bounds(): [number, number, number, number] | null {
    const lons: number[] = [];
    const lats: number[] = [];
    for (const { geometry } of this.#streets.values()) {
      for (const [lon, lat] of geometry.coordinates as [number, number][]) {
        lons.push(lon);
        lats.push(lat);
      }
    }
    if (lons.length === 0) return null;
    const inner = (values: number[]): [number, number] => {
      values.sort((a, b) => a - b);
      const out = Math.floor(values.length * OUTLYING_SHARE);
      return [values[out]!, values.at(-1 - out)!];
    };
    const [west, east] = inner(lons);
    const [south, north] = inner(lats);
    return [west, south, east, north];
  }
}
