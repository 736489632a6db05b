import type { Map as GlMap } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { latOf, lonOf, mercatorX, mercatorY, type ScreenPlace } from '../paint/mercator.ts';
import type { SourceFeed } from '../source-feed.ts';
import { MarkerPainter, type MarkerForm } from './marker-painter.ts';
import type { Marker } from './marker.ts';

/** What holds a place against street names follows the vehicles at this pace. */
const HOLD_EVERY_MS = 1_000;
const HOLD_PX = 18;
const TILE_PX = 512;

/** Whose vehicles are painted. */
export interface Cast {
  /** Painted in this order. */
  markers(): readonly Marker[];
  form(): MarkerForm;
}

export interface StageLook {
  readonly palette: Palette;
  readonly wall: boolean;
}

/** Keeps the canvas above the map in step with the camera and with the vehicles of one cast. */
export class MarkerStage {
  readonly #map: GlMap;
  readonly #feed: SourceFeed;
  readonly #painter: MarkerPainter;
  #look: StageLook;
  #cast: Cast | null = null;
  #seen = 0;
  #stale = true;
  #painted = '';
  #held = new Set<string>();
  #held_ms = 0;
  #holdTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(map: GlMap, canvas: HTMLCanvasElement, feed: SourceFeed, look: StageLook) {
    this.#map = map;
    this.#feed = feed;
    this.#look = look;
    this.#painter = new MarkerPainter(canvas, look.palette, look.wall);
    map.on('render', () => this.#keepUp());
    map.on('resize', () => {
      this.#painter.resize();
      this.paint();
    });
  }

  /** Vehicles on the screen. */
  get seen(): number {
    return this.#seen;
  }

  /** From now on these are painted. */
  give(cast: Cast): void {
    if (cast === this.#cast) return;
    this.#cast = cast;
    this.paint();
  }

  /** Whether it is these that are painted. */
  shows(cast: Cast): boolean {
    return cast === this.#cast;
  }

  /** The vehicle at a place on the canvas, CSS px. */
  at(x_px: number, y_px: number): string | null {
    return this.#cast === null ? null : this.#painter.at(this.#cast.markers(), x_px, y_px, this.#cast.form());
  }

  /** Other colours; the vehicles are painted again with the map's next picture. */
  dress(look: StageLook): void {
    const { palette, wall } = this.#look;
    this.#look = look;
    if (palette !== look.palette || wall !== look.wall) this.#painter.dress(look.palette, look.wall);
    this.#stale = true;
  }

  /** The sources were emptied by a new style. */
  refill(): void {
    this.#held.clear();
    this.paint();
  }

  remove(): void {
    clearTimeout(this.#holdTimer);
    this.#painter.remove();
  }

  /** Something of the vehicles has changed. */
  paint(): void {
    this.#stale = true;
    this.#keepUp();
  }

  /** When neither camera nor vehicle changed there is nothing to do. */
  #keepUp(): void {
    if (this.#cast === null) return;
    const screen = this.#screen();
    const camera = `${screen.world_px} ${screen.x_px} ${screen.y_px}`;
    if (!this.#stale && camera === this.#painted) return;
    this.#stale = false;
    this.#painted = camera;
    const now_ms = performance.now();
    this.#seen = this.#painter.paint(this.#cast.markers(), screen, this.#cast.form(), now_ms);
    const wait_ms = this.#held_ms + HOLD_EVERY_MS - now_ms;
    if (wait_ms <= 0) this.#hold(screen, now_ms);
    // What stands still from now on is held where it stands.
    else this.#holdTimer ??= setTimeout(() => this.#hold(this.#screen(), performance.now()), wait_ms);
  }

  #screen(): ScreenPlace {
    const world_px = TILE_PX * 2 ** this.#map.getZoom();
    const centre = this.#map.getCenter();
    const at = this.#map.project(centre);
    return {
      world_px,
      x_px: at.x - mercatorX(centre.lng) * world_px,
      y_px: at.y - mercatorY(centre.lat) * world_px,
    };
  }

  /** Points that keep street names off vehicles and plates. */
  #hold({ world_px, x_px, y_px }: ScreenPlace, now_ms: number): void {
    this.#held_ms = now_ms;
    clearTimeout(this.#holdTimer);
    this.#holdTimer = undefined;
    const add: GeoJSON.Feature[] = [];
    for (const held of this.#painter.held) {
      const pieces = Math.max(1, Math.ceil(held.width_px / HOLD_PX));
      for (let i = 0; i < pieces; i++) {
        const x = held.x_px + (held.width_px / pieces) * (i - (pieces - 1) / 2);
        const coordinates = [lonOf((x - x_px) / world_px), latOf((held.y_px - y_px) / world_px)];
        const properties = { key: String(add.length), size: Math.min(1, held.width_px / HOLD_PX) };
        add.push({ type: 'Feature', properties, geometry: { type: 'Point', coordinates } });
      }
    }
    const keys = new Set(add.map(({ properties }) => String(properties!['key'])));
    this.#feed.put('holds', { add, remove: [...this.#held].filter((key) => !keys.has(key)) });
    this.#held = keys;
  }
}
