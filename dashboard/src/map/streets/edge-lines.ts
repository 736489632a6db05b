import type { Basemap } from '../map-input.ts';
import { measure, type MeasuredLine } from './measured-line.ts';

export interface Street {
  readonly id: string;
  readonly name: string | null;
  readonly class: string | null;
  readonly line: MeasuredLine;
}

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

  /** west, south, east, north of all streets; null without any. */
  bounds(): [number, number, number, number] | null {
    let box: [number, number, number, number] | null = null;
    for (const { geometry } of this.#streets.values()) {
      for (const [lon, lat] of geometry.coordinates as [number, number][]) {
        box ??= [lon, lat, lon, lat];
        box = [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)];
      }
    }
    return box;
  }
}
