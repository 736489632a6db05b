import type { Incident, LiveVehicle, Severity } from '@sweepline/contract';
import type { Map as GlMap } from 'maplibre-gl';
import type { MapWords } from '../map-input.ts';
import { Fleet } from '../motion/fleet.ts';
import type { Shown } from '../motion/glide.ts';
import { Pace } from '../motion/pace.ts';
import type { SourceFeed } from '../source-feed.ts';
import { boxOf, inBox } from '../streets/box.ts';
import { AWAY_ZOOM, MOST_GLIDING, MOST_TRAILS, SYMBOL_ZOOM, TRAILS_AGAIN } from '../style/vehicle-layers.ts';
import type { MarkerForm } from './marker-painter.ts';
import type { Cast, MarkerStage } from './marker-stage.ts';
import { looksSo, markerOf, move, type Marker, type MarkerLook } from './marker.ts';
import { TrailLayer } from './trail-layer.ts';
import { worstOf } from './vehicle-features.ts';

const AGE_EVERY_MS = 20_000;

export interface FleetEvents {
  /** The followed vehicle is drawn at a new place. */
  readonly onFollowed: (shown: Shown) => void;
}

/** The vehicles as they are now, moved while any that is seen is between two fixes. */
export class FleetLayer implements Cast {
  readonly #map: GlMap;
  readonly #stage: MarkerStage;
  readonly #events: FleetEvents;
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
  #districts: boolean;
  #inView = 0;
  /** Whether every vehicle in view leaves a trail; not switched by each one that crosses the view's edge. */
  #trailing = true;
  #frame = 0;

  /** @param districts zoomed far out, they take the vehicles' place */
  constructor(map: GlMap, stage: MarkerStage, feed: SourceFeed, districts: boolean, events: FleetEvents) {
    this.#map = map;
    this.#stage = stage;
    this.#districts = districts;
    this.#events = events;
    this.#trails = new TrailLayer(map, feed, this.#fleet, (vehicle) => this.#trailing || vehicle === this.#selected);
    this.#ages = setInterval(() => this.#renew((vehicle) => vehicle.state === 'silent'), AGE_EVERY_MS);
  }

  place(vehicle: string): Shown | null {
    return this.#fleet.get(vehicle) ? this.#fleet.shown(vehicle, performance.now()) : null;
  }

  form(): MarkerForm {
    const zoom = this.#map.getZoom();
    if (zoom < AWAY_ZOOM && this.#districts) return 'selected';
    return zoom < SYMBOL_ZOOM || this.#inView > MOST_GLIDING ? 'dots' : 'symbols';
  }

  markers(): readonly Marker[] {
    return (this.#sorted ??= [...this.#markers.values()].sort((a, b) => b.order - a.order));
  }

  vehicles(vehicles: readonly LiveVehicle[]): void {
    const now_ms = performance.now();
    const view = boxOf(this.#map.getBounds());
    const inView = ({ lon, lat }: LiveVehicle): boolean => lon !== null && lat !== null && inBox(view, { lon, lat });
    this.#inView = vehicles.reduce((sum, vehicle) => sum + (inView(vehicle) ? 1 : 0), 0);
    if (this.#inView > MOST_TRAILS) this.#trailing = false;
    else if (this.#inView <= TRAILS_AGAIN) this.#trailing = true;
    const few = this.#inView <= MOST_GLIDING && this.form() !== 'selected';
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

  districts(shown: boolean): void {
    this.#districts = shown;
    this.#repaint();
  }

  /** The sources were emptied by a new style. */
  refill(): void {
    this.#trails.refill(performance.now());
    this.#repaint();
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    clearInterval(this.#ages);
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
    if (this.#stage.shows(this)) this.#stage.paint();
    if (underWay.length > 0) this.#pace.picture(now_ms);
    else this.#pace.rest();
    this.#frame = underWay.length > 0 ? requestAnimationFrame(this.#tick) : 0;
  };

  #repaint(): void {
    this.#frame ||= requestAnimationFrame(this.#tick);
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
    const look: MarkerLook = {
      vehicle: id,
      plate: vehicle.plate,
      state: vehicle.state,
      operation: vehicle.operations[0] ?? 'sweep',
      badge: this.#badges.get(id) ?? null,
      selected: id === this.#selected,
      age,
    };
    const before = this.#markers.get(id);
    if (before !== undefined && looksSo(before, shown, look)) move(before, shown);
    else {
      const marker = markerOf(shown, look);
      marker.x_px = before?.x_px ?? Number.NaN;
      marker.y_px = before?.y_px ?? Number.NaN;
      this.#markers.set(id, marker);
      this.#sorted = null;
    }
    if (id === this.#followed) this.#events.onFollowed(shown);
  }

  #forget(id: string): void {
    this.#markers.delete(id);
    this.#sorted = null;
    this.#trails.forget(id);
  }
}
