import type { GeoJSONSource, Map as GlMap, MapMouseEvent } from 'maplibre-gl';
import type { Shown } from '../motion/glide.ts';
import type { MarkerForm } from '../vehicles/marker-painter.ts';
import type { Cast, MarkerStage } from '../vehicles/marker-stage.ts';
import { markerOf, type Marker } from '../vehicles/marker.ts';
import type { ReplayScene, TrackRun } from './scene.ts';

/** The ways grow at most so often; the vehicles move with every frame that the map keeps up with. */
const WAYS_EVERY_MS = 200;
const REACH_PX = 12;
const EARTH_M = 40_075_016.686;
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Draws what is replayed, and tells where the pointer is among it. */
export class ReplayLayer implements Cast {
  readonly #map: GlMap;
  readonly #stage: MarkerStage;
  readonly #onmoved: (vehicle: string, shown: Shown) => void;
  #scene: ReplayScene | null = null;
  #stop = (): void => {};
  #frame = 0;
  #ways_ms = Number.NEGATIVE_INFINITY;
  #later: ReturnType<typeof setTimeout> | undefined;
  #markers: readonly Marker[] = [];
  #previewed = false;
  #runs: readonly TrackRun[] | null = null;

  /** @param onmoved the focused vehicle is drawn at a place */
  constructor(map: GlMap, stage: MarkerStage, onmoved: (vehicle: string, shown: Shown) => void) {
    this.#map = map;
    this.#stage = stage;
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

  markers(): readonly Marker[] {
    return this.#markers;
  }

  form(): MarkerForm {
    return 'symbols';
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
    this.#markers = [];
    for (const name of ['replay-ways', 'replay-preview']) void this.#source(name)?.setData(NOTHING);
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
    const vehicles = scene.vehicles();
    const focused = vehicles.find((one) => one.focused);
    if (focused) this.#onmoved(focused.vehicle, focused);
    this.#markers = vehicles
      .map((shown) => markerOf(shown, { ...shown, selected: shown.focused, age: null }))
      .sort((a, b) => b.order - a.order);
    this.#stage.paint();
    const preview = scene.preview();
    if (preview === null && !this.#previewed) return;
    this.#previewed = preview !== null;
    void this.#source('replay-preview')?.setData(preview === null ? NOTHING : pointAt(preview));
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
