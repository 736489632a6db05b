import type { SourceDiff } from '../drawn-source.ts';
import type { Basemap } from '../map-input.ts';
import type { Streets } from './edge-lines.ts';
import { groundNames, type GroundName } from './ground-names.ts';
import { nameLines, type NameLine } from './street-names.ts';

/** Draws the names of streets, parks and waters; those of selected and endangered edges come first. */
export class NameLayer {
  readonly #put: (diff: SourceDiff) => void;
  #lines: readonly NameLine[] = [];
  #grounds: readonly GroundName[] = [];
  #order = new Map<string, number>();

  constructor(put: (diff: SourceDiff) => void) {
    this.#put = put;
  }

  town(streets: Streets, basemap: Basemap | null): void {
    const gone = [...this.#lines, ...this.#grounds].map(({ key }) => key);
    this.#lines = nameLines(streets.all());
    this.#grounds = groundNames(basemap);
    this.#order = new Map();
    this.#put({ add: this.#grounds.map(groundFeature), remove: gone });
    this.first(new Set());
  }

  /** @param edges whose names are to be placed before all others. */
  first(edges: ReadonlySet<string>): void {
    const add = this.#lines.flatMap((line): GeoJSON.Feature[] => {
      const first = line.edges.some((edge) => edges.has(edge));
      const order = first ? 0 : line.main ? 1 : 2;
      if (this.#order.get(line.key) === order) return [];
      this.#order.set(line.key, order);
      const { key, name, coordinates } = line;
      return [
        {
          type: 'Feature',
          properties: { key, name, order, main: first || line.main },
          geometry: { type: 'LineString', coordinates: [...coordinates] },
        },
      ];
    });
    if (add.length > 0) this.#put({ add, remove: [] });
  }
}

const groundFeature = ({ key, name, place }: GroundName): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { key, name },
  geometry: { type: 'Point', coordinates: place },
});
