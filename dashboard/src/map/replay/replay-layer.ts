import type { GeoJSONSource, Map as GlMap, MapMouseEvent } from 'maplibre-gl';
import type { Shown } from '../motion/glide.ts';
import { REPLAY_VEHICLE_LAYERS } from './replay-style.ts';
import type { ReplayedVehicle, ReplayScene, TrackRun } from './scene.ts';

/** The ways grow at most so often; the vehicles move with every frame that the map keeps up with. */
const WAYS_EVERY_MS = 200;
const REACH_PX = 12;
const EARTH_M = 40_075_016.686;
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Draws what is replayed, and tells where the pointer is among it. */
export class ReplayLayer {
  readonly #map: GlMap;
  readonly #onmoved: (vehicle: string, shown: Shown) => void;
  #scene: ReplayScene | null = null;
  #stop = (): void => {};
  #frame = 0;
  #ways_ms = Number.NEGATIVE_INFINITY;
  #later: ReturnType<typeof setTimeout> | undefined;
  #pushing = false;
  #dirty = false;
  #runs: readonly TrackRun[] | null = null;

  /** @param onmoved the focused vehicle is drawn at a place */
  constructor(map: GlMap, onmoved: (vehicle: string, shown: Shown) => void) {
    this.#map = map;
    this.#onmoved = onmoved;
    map.on('click', (event: MapMouseEvent) => this.#scene?.pick(event.lngLat.lng, event.lngLat.lat, this.#reach_m()));
    map.on('mousemove', (event: MapMouseEvent) => {
      if (this.#scene === null) return;
      const found = this.#scene.point(event.lngLat.lng, event.lngLat.lat, this.#reach_m());
      if (found) map.getCanvas().style.cursor = 'pointer';
    });
    map.on('mouseout', () => this.#scene?.leave());
  }

  show(scene: ReplayScene | null): void {
    if (scene === this.#scene) return;
    this.#stop();
    this.#scene = scene;
    this.#runs = null;
    if (scene === null) this.#clear();
    else {
      this.#stop = scene.watch(() => this.#changed());
      this.#changed();
    }
  }

  /** Everything once more: the sources were emptied by a new style. */
  refill(): void {
    this.#runs = null;
    this.#ways_ms = Number.NEGATIVE_INFINITY;
    if (this.#scene !== null) this.#changed();
  }

  place(vehicle: string): { lon: number; lat: number } | null {
    return this.#scene?.vehicles().find((one) => one.vehicle === vehicle) ?? null;
  }

  /** The vehicle that is drawn at a place of the canvas. */
  at(x_px: number, y_px: number): string | null {
    if (this.#scene === null) return null;
    const layers = REPLAY_VEHICLE_LAYERS.filter((id) => this.#map.getLayer(id));
    const [found] = this.#map.queryRenderedFeatures([x_px, y_px], { layers });
    return found === undefined ? null : String(found.properties['vehicle']);
  }

  remove(): void {
    this.#stop();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#later);
  }

  #clear(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#later);
    this.#frame = 0;
    this.#later = undefined;
    for (const name of ['replay-ways', 'replay-vehicles', 'replay-preview']) void this.#source(name)?.setData(NOTHING);
  }

  #source(name: string): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>(name);
  }

  #changed(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const scene = this.#scene;
    if (scene === null) return;
    this.#drawWays(scene);
    if (this.#pushing) {
      this.#dirty = true;
      return;
    }
    const vehicles = scene.vehicles();
    const preview = scene.preview();
    this.#pushing = true;
    const focused = vehicles.find((one) => one.focused);
    if (focused) this.#onmoved(focused.vehicle, focused);
    const pushed = [
      this.#source('replay-vehicles')?.setData({ type: 'FeatureCollection', features: vehicles.map(vehicleFeature) }),
      this.#source('replay-preview')?.setData(preview === null ? NOTHING : pointAt(preview)),
    ];
    void Promise.allSettled(pushed).then(() => {
      this.#pushing = false;
      if (this.#dirty) this.#changed();
      this.#dirty = false;
    });
  }

  #drawWays(scene: ReplayScene): void {
    const wait_ms = this.#ways_ms + WAYS_EVERY_MS - performance.now();
    if (wait_ms > 0) {
      this.#later ??= setTimeout(() => {
        this.#later = undefined;
        this.#changed();
      }, wait_ms);
      return;
    }
    const runs = scene.runs();
    if (runs === this.#runs) return;
    this.#runs = runs;
    this.#ways_ms = performance.now();
    void this.#source('replay-ways')?.setData({ type: 'FeatureCollection', features: runs.flatMap(runFeatures) });
  }

  #reach_m(): number {
    const lat = (this.#map.getCenter().lat * Math.PI) / 180;
    return (REACH_PX * EARTH_M * Math.cos(lat)) / (512 * 2 ** this.#map.getZoom());
  }
}

const pointAt = (coordinates: readonly [number, number]): GeoJSON.Feature => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Point', coordinates: [...coordinates] },
});

function runFeatures({ kind, coordinates }: TrackRun): GeoJSON.Feature[] {
  const line = coordinates as unknown as GeoJSON.Position[];
  const way: GeoJSON.Feature = {
    type: 'Feature',
    properties: { kind },
    geometry: { type: 'LineString', coordinates: line },
  };
  if (kind !== 'refused') return [way];
  return [way, { type: 'Feature', properties: { kind }, geometry: { type: 'MultiPoint', coordinates: line } }];
}

function vehicleFeature(shown: ReplayedVehicle): GeoJSON.Feature<GeoJSON.Point> {
  const { state, operation, focused, badge } = shown;
  const heading_deg = state === 'working' || state === 'driving' ? shown.heading_deg : null;
  return {
    type: 'Feature',
    properties: {
      vehicle: shown.vehicle,
      plate: shown.plate,
      body: heading_deg === null ? `body-${state}` : `body-${state}-nose`,
      turn_deg: heading_deg ?? 0,
      glyph: state === 'silent' ? `glyph-${operation}-silent` : `glyph-${operation}`,
      badge: badge === null ? '' : `badge-${badge}`,
      shoulder: heading_deg === null || heading_deg < 180 ? 'left' : 'right',
      order: focused ? 0 : badge === null ? 2 : 1,
      focused,
    },
    geometry: { type: 'Point', coordinates: [shown.lon, shown.lat] },
  };
}
