import type { Incident, LiveVehicle, Severity } from '@sweepline/contract';
import type { Map as GlMap } from 'maplibre-gl';
import { apply, Drawn } from '../drawn-source.ts';
import type { MapWords } from '../map-input.ts';
import { Fleet } from '../motion/fleet.ts';
import type { Shown } from '../motion/glide.ts';
import { metresPerDegree } from '../streets/measured-line.ts';
import { MOST_SYMBOLS, SYMBOL_ZOOM } from '../style/vehicle-layers.ts';
import { trailFeatures, vehicleFeature, worstOf } from './vehicle-features.ts';

/** A vehicle is drawn anew when it has moved or turned by this much since it was last drawn. */
const STEP_PX = 0.5;
const STEP_DEG = 1.5;
const TRAIL_STEP_PX = 6;
/** A machine that draws slower than this gets fewer pictures, not a longer queue of them. */
const SLOW_FRAME_MS = 34;
const AGE_EVERY_MS = 20_000;

const EARTH_M = 40_075_016.686;

export interface FleetEvents {
  readonly onCrowd: (crowded: boolean) => void;
  /** The followed vehicle is drawn at a new place. */
  readonly onFollowed: (shown: Shown) => void;
}

/** Draws the vehicles and their trails and moves them while any of them is between two fixes. */
export class FleetLayer {
  readonly #map: GlMap;
  readonly #events: FleetEvents;
  readonly #fleet = new Fleet();
  readonly #trails = new Drawn();
  readonly #drawn = new Map<string, Shown>();
  readonly #trailed = new Map<string, Shown>();
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #ages: ReturnType<typeof setInterval>;
  #badges = new Map<string, Severity>();
  #selected: string | undefined;
  #followed: string | null = null;
  #words: MapWords | null = null;
  #crowded = false;
  #frame = 0;
  #lastFrame_ms = 0;
  #pace_ms = 16;
  #lastPush_ms = 0;
  #pushing = false;

  constructor(map: GlMap, events: FleetEvents) {
    this.#map = map;
    this.#events = events;
    this.#ages = setInterval(() => this.#redraw((vehicle) => vehicle.state === 'silent'), AGE_EVERY_MS);
  }

  place(vehicle: string): Shown | null {
    return this.#fleet.get(vehicle) ? this.#fleet.shown(vehicle, performance.now()) : null;
  }

  vehicles(vehicles: readonly LiveVehicle[]): void {
    const now_ms = performance.now();
    const bounds = this.#map.getBounds();
    const inView = ({ lon, lat }: LiveVehicle): boolean => lon !== null && lat !== null && bounds.contains([lon, lat]);
    const crowded = vehicles.length > MOST_SYMBOLS && vehicles.filter(inView).length > MOST_SYMBOLS;
    if (crowded !== this.#crowded) {
      this.#crowded = crowded;
      this.#events.onCrowd(crowded);
    }
    const glides = (vehicle: LiveVehicle): boolean => !crowded && !this.#still.matches && inView(vehicle);
    const { changed, gone } = this.#fleet.take(vehicles, now_ms, glides);
    for (const id of gone) this.#forget(id);
    void apply(this.#map, 'vehicles', { add: [], remove: gone });
    this.#draw(changed, now_ms);
    this.#frame ||= requestAnimationFrame(this.#tick);
  }

  incidents(incidents: readonly Incident[]): void {
    const before = this.#badges;
    this.#badges = worstOf(incidents);
    this.#redraw(({ vehicle }) => before.get(vehicle) !== this.#badges.get(vehicle));
  }

  select(vehicle: string | undefined): void {
    const before = this.#selected;
    this.#selected = vehicle;
    if (before !== vehicle) this.#redraw((one) => one.vehicle === before || one.vehicle === vehicle);
  }

  follow(vehicle: string | null): void {
    this.#followed = vehicle;
  }

  words(words: MapWords | null): void {
    this.#words = words;
    this.#redraw(({ state }) => state === 'silent');
  }

  /** Everything once more: the sources were emptied by a new style. */
  refill(): void {
    this.#drawn.clear();
    this.#trailed.clear();
    this.#redraw(() => true);
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    clearInterval(this.#ages);
  }

  readonly #tick = (now_ms: number): void => {
    const gap_ms = now_ms - this.#lastFrame_ms;
    if (gap_ms < 1_000) this.#pace_ms += (gap_ms - this.#pace_ms) * 0.1;
    this.#lastFrame_ms = now_ms;
    const wait_ms = this.#pace_ms > SLOW_FRAME_MS ? 4 * this.#pace_ms : 0;
    if (this.#pushing || now_ms - this.#lastPush_ms < wait_ms) {
      this.#frame = requestAnimationFrame(this.#tick);
      return;
    }
    const underWay = this.#fleet.underWay(now_ms);
    const perPixel_m = this.#metresPerPixel();
    this.#draw(
      underWay.filter((id) => this.#hasStepped(id, now_ms, perPixel_m)),
      now_ms,
    );
    this.#frame = underWay.length > 0 ? requestAnimationFrame(this.#tick) : 0;
  };

  #metresPerPixel(): number {
    const lat = (this.#map.getCenter().lat * Math.PI) / 180;
    return (EARTH_M * Math.cos(lat)) / (512 * 2 ** this.#map.getZoom());
  }

  #hasStepped(id: string, now_ms: number, perPixel_m: number): boolean {
    const before = this.#drawn.get(id);
    const now = this.#fleet.shown(id, now_ms);
    if (!before) return true;
    const turned = Math.abs((now.heading_deg ?? -1) - (before.heading_deg ?? -1));
    const arrived = turned > 0 && this.#fleet.get(id)!.glide.toHeading_deg === now.heading_deg;
    return arrived || turned >= STEP_DEG || apart_px(before, now, perPixel_m) >= STEP_PX / devicePixelRatio;
  }

  #redraw(which: (vehicle: LiveVehicle) => boolean): void {
    const ids = [...this.#fleet.all()].filter(({ vehicle }) => which(vehicle)).map(({ vehicle }) => vehicle.vehicle);
    this.#draw(ids, performance.now());
  }

  #draw(ids: readonly string[], now_ms: number): void {
    if (ids.length === 0) return;
    const perPixel_m = this.#metresPerPixel();
    const trailed = !this.#crowded && this.#map.getZoom() >= SYMBOL_ZOOM - 0.5;
    const add = ids.map((id) => {
      const moving = this.#fleet.get(id)!;
      const shown = this.#fleet.shown(id, now_ms);
      this.#drawn.set(id, shown);
      const lastTrail = this.#trailed.get(id);
      if (trailed && (!lastTrail || apart_px(lastTrail, shown, perPixel_m) >= TRAIL_STEP_PX)) {
        this.#trailed.set(id, shown);
        this.#trails.put(id, trailFeatures(moving, shown));
      }
      const { vehicle } = moving;
      const age = vehicle.state === 'silent' ? (this.#words?.silentFor(vehicle) ?? null) : null;
      if (id === this.#followed) this.#events.onFollowed(shown);
      return vehicleFeature(moving, shown, { badge: this.#badges.get(id), selected: id === this.#selected, age });
    });
    this.#lastPush_ms = now_ms;
    this.#pushing = true;
    void Promise.all([
      apply(this.#map, 'vehicles', { add, remove: [] }),
      apply(this.#map, 'trails', this.#trails.take()),
    ]).finally(() => (this.#pushing = false));
  }

  #forget(id: string): void {
    this.#drawn.delete(id);
    this.#trailed.delete(id);
    this.#trails.put(id, []);
  }
}

function apart_px(one: Shown, other: Shown, perPixel_m: number): number {
  const { lon_m, lat_m } = metresPerDegree(one.lat);
  return Math.hypot((other.lon - one.lon) * lon_m, (other.lat - one.lat) * lat_m) / perPixel_m;
}
