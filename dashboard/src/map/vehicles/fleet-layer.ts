import type { Incident, LiveVehicle, Severity } from '@sweepline/contract';
import type { Map as GlMap } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import type { MapWords } from '../map-input.ts';
import { Fleet } from '../motion/fleet.ts';
import type { Shown } from '../motion/glide.ts';
import { Pace } from '../motion/pace.ts';
import { latOf, lonOf, mercatorX, mercatorY, type ScreenPlace } from '../paint/mercator.ts';
import type { SourceFeed } from '../source-feed.ts';
import { boxOf, inBox } from '../streets/box.ts';
import { AWAY_ZOOM, MOST_GLIDING, MOST_TRAILS, SYMBOL_ZOOM } from '../style/vehicle-layers.ts';
import { MarkerPainter, type MarkerForm } from './marker-painter.ts';
import { markerOf, move, type Marker } from './marker.ts';
import { TrailLayer } from './trail-layer.ts';
import { worstOf } from './vehicle-features.ts';

/** What holds a place against street names follows the vehicles at this pace. */
const HOLD_EVERY_MS = 1_000;
const HOLD_PX = 18;
const AGE_EVERY_MS = 20_000;
const TILE_PX = 512;

export interface FleetEvents {
  /** The followed vehicle is drawn at a new place. */
  readonly onFollowed: (shown: Shown) => void;
}

export interface FleetLook {
  readonly palette: Palette;
  readonly wall: boolean;
  /** Zoomed far out, districts take the vehicles' place. */
  readonly districts: boolean;
}

/** Paints the vehicles and moves them while any that is seen is between two fixes. */
export class FleetLayer {
  readonly #map: GlMap;
  readonly #feed: SourceFeed;
  readonly #events: FleetEvents;
  readonly #painter: MarkerPainter;
  readonly #fleet = new Fleet();
  readonly #pace = new Pace();
  readonly #trails: TrailLayer;
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #ages: ReturnType<typeof setInterval>;
  readonly #markers = new Map<string, Marker>();
  #sorted: Marker[] | null = null;
  #badges = new Map<string, Severity>();
  #selected: string | undefined;
  #followed: string | null = null;
  #words: MapWords | null = null;
  #look: FleetLook;
  #inView = 0;
  #seen = 0;
  #frame = 0;
  #stale = true;
  #painted = '';
  #held = new Set<string>();
  #held_ms = 0;

  constructor(map: GlMap, canvas: HTMLCanvasElement, feed: SourceFeed, look: FleetLook, events: FleetEvents) {
    this.#map = map;
    this.#feed = feed;
    this.#look = look;
    this.#events = events;
    this.#painter = new MarkerPainter(canvas, look.palette, look.wall);
    this.#trails = new TrailLayer(
      map,
      feed,
      this.#fleet,
      (vehicle) => this.#inView <= MOST_TRAILS || vehicle === this.#selected,
    );
    this.#ages = setInterval(() => this.#renew((vehicle) => vehicle.state === 'silent'), AGE_EVERY_MS);
    map.on('render', () => this.#paint());
    map.on('resize', () => {
      this.#painter.resize();
      this.#repaint();
    });
  }

  /** Vehicles on the screen. */
  get seen(): number {
    return this.#seen;
  }

  place(vehicle: string): Shown | null {
    return this.#fleet.get(vehicle) ? this.#fleet.shown(vehicle, performance.now()) : null;
  }

  /** The vehicle at a place on the canvas, CSS px. */
  at(x_px: number, y_px: number): string | null {
    return this.#painter.at(this.#sort(), x_px, y_px, this.#form());
  }

  vehicles(vehicles: readonly LiveVehicle[]): void {
    const now_ms = performance.now();
    const view = boxOf(this.#map.getBounds());
    const inView = ({ lon, lat }: LiveVehicle): boolean => lon !== null && lat !== null && inBox(view, { lon, lat });
    this.#inView = vehicles.reduce((sum, vehicle) => sum + (inView(vehicle) ? 1 : 0), 0);
    const few = this.#inView <= MOST_GLIDING && this.#form() !== 'selected';
    const moves = few && !this.#still.matches && this.#pace.glides(now_ms);
    const { changed, gone } = this.#fleet.take(vehicles, now_ms, (vehicle) => moves && inView(vehicle));
    for (const id of gone) this.#forget(id);
    for (const id of changed) this.#renewOne(id, now_ms);
    this.#trails.grow(changed, now_ms);
    this.#repaint();
  }

  incidents(incidents: readonly Incident[]): void {
    const before = this.#badges;
    this.#badges = worstOf(incidents);
    this.#renew(({ vehicle }) => before.get(vehicle) !== this.#badges.get(vehicle));
  }

  select(vehicle: string | undefined): void {
    const before = this.#selected;
    this.#selected = vehicle;
    if (before !== vehicle) this.#renew((one) => one.vehicle === before || one.vehicle === vehicle);
  }

  follow(vehicle: string | null): void {
    this.#followed = vehicle;
  }

  words(words: MapWords | null): void {
    this.#words = words;
    this.#renew(({ state }) => state === 'silent');
  }

  dress(look: FleetLook): void {
    const { palette, wall } = this.#look;
    this.#look = look;
    if (palette !== look.palette || wall !== look.wall) this.#painter.dress(look.palette, look.wall);
    this.#repaint();
  }

  /** The sources were emptied by a new style. */
  refill(): void {
    this.#held.clear();
    this.#trails.refill(performance.now());
    this.#repaint();
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    clearInterval(this.#ages);
    this.#painter.remove();
  }

  readonly #tick = (now_ms: number): void => {
    const underWay = this.#fleet.underWay(now_ms);
    for (const id of underWay) {
      const shown = this.#fleet.shown(id, now_ms);
      const marker = this.#markers.get(id);
      if (marker) move(marker, shown);
      if (id === this.#followed) this.#events.onFollowed(shown);
    }
    this.#trails.grow(underWay, now_ms);
    this.#stale = true;
    this.#paint();
    if (underWay.length > 0) this.#pace.picture(now_ms);
    else this.#pace.rest();
    this.#frame = underWay.length > 0 ? requestAnimationFrame(this.#tick) : 0;
  };

  #form(): MarkerForm {
    const zoom = this.#map.getZoom();
    if (zoom < AWAY_ZOOM && this.#look.districts) return 'selected';
    return zoom < SYMBOL_ZOOM || this.#inView > MOST_GLIDING ? 'dots' : 'symbols';
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

  #sort(): readonly Marker[] {
    return (this.#sorted ??= [...this.#markers.values()].sort((a, b) => b.order - a.order));
  }

  #repaint(): void {
    this.#stale = true;
    this.#frame ||= requestAnimationFrame(this.#tick);
  }

  /** At each picture of the map and at each step of a vehicle; when neither camera nor vehicle changed there is nothing to do. */
  #paint(): void {
    const screen = this.#screen();
    const camera = `${screen.world_px} ${screen.x_px} ${screen.y_px}`;
    if (!this.#stale && camera === this.#painted) return;
    this.#stale = false;
    this.#painted = camera;
    const now_ms = performance.now();
    this.#seen = this.#painter.paint(this.#sort(), screen, this.#form(), now_ms);
    if (now_ms - this.#held_ms >= HOLD_EVERY_MS) this.#hold(screen, now_ms);
  }

  /** Points that keep street names off vehicles and plates. */
  #hold({ world_px, x_px, y_px }: ScreenPlace, now_ms: number): void {
    this.#held_ms = now_ms;
    const add: GeoJSON.Feature[] = [];
    for (const held of this.#painter.held) {
      const pieces = Math.max(1, Math.ceil(held.width_px / HOLD_PX));
      for (let i = 0; i < pieces; i++) {
        const x = held.x_px + (held.width_px / pieces) * (i - (pieces - 1) / 2);
        const coordinates = [lonOf((x - x_px) / world_px), latOf((held.y_px - y_px) / world_px)];
        const properties = { key: String(add.length) };
        add.push({ type: 'Feature', properties, geometry: { type: 'Point', coordinates } });
      }
    }
    const keys = new Set(add.map(({ properties }) => String(properties!['key'])));
    this.#feed.put('holds', { add, remove: [...this.#held].filter((key) => !keys.has(key)) });
    this.#held = keys;
  }

  #renew(which: (vehicle: LiveVehicle) => boolean): void {
    const now_ms = performance.now();
    for (const { vehicle } of this.#fleet.all()) if (which(vehicle)) this.#renewOne(vehicle.vehicle, now_ms);
    this.#repaint();
  }

  #renewOne(id: string, now_ms: number): void {
    const moving = this.#fleet.get(id)!;
    const { vehicle } = moving;
    const shown = this.#fleet.shown(id, now_ms);
    const age = vehicle.state === 'silent' ? (this.#words?.silentFor(vehicle) ?? null) : null;
    const before = this.#markers.get(id);
    const marker = markerOf(moving, shown, { badge: this.#badges.get(id), selected: id === this.#selected, age });
    marker.x_px = before?.x_px ?? Number.NaN;
    marker.y_px = before?.y_px ?? Number.NaN;
    this.#markers.set(id, marker);
    this.#sorted = null;
    if (id === this.#followed) this.#events.onFollowed(shown);
  }

  #forget(id: string): void {
    this.#markers.delete(id);
    this.#sorted = null;
    this.#trails.forget(id);
  }
}
