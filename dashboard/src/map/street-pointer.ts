import type { Map as GlMap, MapMouseEvent, Point } from 'maplibre-gl';
import type { StreetHit, StreetMapEvents } from './street-map-input.ts';
import type { Streets } from './streets/edge-lines.ts';
import { nearestOn } from './streets/near-line.ts';
import { STREET_LAYERS } from './style/base-layers.ts';

/** Within this of the pointer a street counts as pointed at, px; a finger is less exact. */
const REACH_PX = 10;
const TOUCH_REACH_PX = 20;

/** Finds the street under the pointer; looks at most once a frame. */
export class StreetPointer {
  readonly #map: GlMap;
  readonly #streets: () => Streets;
  readonly #events: StreetMapEvents;
  #last: MapMouseEvent | null = null;
  #frame = 0;
  #over = false;

  constructor(map: GlMap, streets: () => Streets, events: StreetMapEvents) {
    this.#map = map;
    this.#streets = streets;
    this.#events = events;
    map.on('mousemove', (event: MapMouseEvent) => this.#look(event));
    map.on('mouseout', () => this.#look(null));
    map.on('movestart', () => this.#look(null));
    map.on('click', (event: MapMouseEvent) => events.onpick(this.#find(event)));
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
  }

  #look(event: MapMouseEvent | null): void {
    this.#last = event;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const hit = this.#last && this.#find(this.#last);
      this.#map.getCanvas().style.cursor = hit ? 'pointer' : '';
      if (hit || this.#over) this.#events.onhover(hit);
      this.#over = hit !== null;
    });
  }

  #find({ point, lngLat, originalEvent }: MapMouseEvent): StreetHit | null {
    const touch = 'pointerType' in originalEvent && originalEvent.pointerType === 'touch';
    const reach = touch ? TOUCH_REACH_PX : REACH_PX;
    const at: [number, number] = [lngLat.lng, lngLat.lat];
    const streets = this.#streets();
    let nearest: { edge: string; distance_m: number } | null = null;
    for (const edge of this.#edgesAround(point, reach)) {
      const street = streets.get(edge);
      if (!street) continue;
      const { distance_m } = nearestOn(street.line, at);
      if (!nearest || distance_m < nearest.distance_m) nearest = { edge, distance_m };
    }
    const street = nearest && streets.get(nearest.edge);
    if (!street) return null;
    const { at_m, side } = nearestOn(street.line, at);
    const { id: edge, name, line } = street;
    const { shiftKey: shift, altKey: alt } = originalEvent;
    const { x, y } = point;
    return { edge, street: name, at_m, length_m: line.length_m, side, lon: at[0], lat: at[1], x, y, shift, alt };
  }

  #edgesAround({ x, y }: Point, reach: number): Set<string> {
    const layers = STREET_LAYERS.filter((id) => this.#map.getLayer(id));
    const around: [[number, number], [number, number]] = [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ];
    const found = this.#map.queryRenderedFeatures(around, { layers });
    return new Set(
      found.flatMap(({ properties, id }) => {
        const edge: unknown = properties['id'] ?? id;
        return edge === undefined || edge === null ? [] : [String(edge)];
      }),
    );
  }
}
