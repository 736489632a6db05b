import type { Map as GlMap, MapMouseEvent, PointLike } from 'maplibre-gl';
import type { LegPiece, MapHover, MapPick } from './map-input.ts';
import { STREET_LAYERS } from './style/base-layers.ts';
import { DISTRICT_FILL } from './style/district-layers.ts';
import { LEG_LAYERS } from './style/leg-layers.ts';

/** Within this of the pointer a line counts as pointed at, px. */
const REACH_PX = 5;

export interface PointerEvents {
  readonly onhover: (hover: MapHover | null) => void;
  readonly onselect: (pick: MapPick) => void;
}

/** Finds what lies under the pointer; looks at most once a frame. */
export class Pointer {
  readonly #map: GlMap;
  readonly #vehicleAt: (x_px: number, y_px: number) => string | null;
  readonly #about: (key: string) => LegPiece | undefined;
  readonly #events: PointerEvents;
  #at: { x: number; y: number } | null = null;
  #frame = 0;
  #over = false;

  constructor(
    map: GlMap,
    vehicleAt: (x_px: number, y_px: number) => string | null,
    about: (key: string) => LegPiece | undefined,
    events: PointerEvents,
  ) {
    this.#map = map;
    this.#vehicleAt = vehicleAt;
    this.#about = about;
    this.#events = events;
    map.on('mousemove', (event: MapMouseEvent) => this.#look(event.point));
    map.on('mouseout', () => this.#look(null));
    map.on('movestart', () => this.#look(null));
    map.on('click', (event: MapMouseEvent) => events.onselect(this.#find(event.point)));
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
  }

  #look(at: { x: number; y: number } | null): void {
    this.#at = at ? { x: at.x, y: at.y } : null;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const found = this.#at ? this.#find(this.#at) : null;
      this.#map.getCanvas().style.cursor = found ? 'pointer' : '';
      if (found && this.#at) this.#events.onhover({ ...this.#at, ...found });
      else if (this.#over) this.#events.onhover(null);
      this.#over = found !== null;
    });
  }

  #find({ x, y }: { x: number; y: number }): MapPick {
    const present = (layers: readonly string[]): string[] => layers.filter((id) => this.#map.getLayer(id));
    const around: [PointLike, PointLike] = [
      [x - REACH_PX, y - REACH_PX],
      [x + REACH_PX, y + REACH_PX],
    ];
    const vehicle = this.#vehicleAt(x, y);
    if (vehicle !== null) return { kind: 'vehicle', vehicle };
    for (const leg of this.#map.queryRenderedFeatures(around, { layers: present(LEG_LAYERS) })) {
      const about = this.#about(String(leg.properties['key']));
      if (about) return { kind: 'leg', ...about };
    }
    const [district] = this.#map.queryRenderedFeatures([x, y], { layers: present([DISTRICT_FILL]) });
    if (district) return { kind: 'district', district: String(district.properties['id']) };
    for (const street of this.#map.queryRenderedFeatures(around, { layers: present(STREET_LAYERS) })) {
      const edge: unknown = street.properties['id'];
      if (typeof edge === 'string' || typeof edge === 'number') return { kind: 'street', edge: String(edge) };
    }
    return null;
  }
}
