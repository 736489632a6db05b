import type { Map as GlMap } from 'maplibre-gl';
import { Drawn } from '../drawn-source.ts';
import type { Fleet } from '../motion/fleet.ts';
import type { Shown } from '../motion/glide.ts';
import type { SourceFeed } from '../source-feed.ts';
import { boxOf, inBox, type Box } from '../streets/box.ts';
import { distance_m } from '../streets/measured-line.ts';
import { SYMBOL_ZOOM } from '../style/vehicle-layers.ts';
import { trailFeatures } from './vehicle-features.ts';

const STEP_M = 8;
/** Trails are drawn so far around the view, in its widths and heights: a small pan finds them there. */
const AROUND = 0.5;
/** A view so much smaller than the box has been zoomed into: most of what the box holds is no longer seen. */
const ZOOMED_IN = 4;

/** Draws the trails of the vehicles that the view holds, and of no others: each piece costs a worker's parse. */
export class TrailLayer {
  readonly #map: GlMap;
  readonly #feed: SourceFeed;
  readonly #fleet: Fleet;
  readonly #leaves: (vehicle: string) => boolean;
  readonly #drawn = new Drawn();
  /** Up to where each trail is drawn. */
  readonly #ends = new Map<string, Shown>();
  /** What the view holds and some way around it. */
  #box: Box = [0, 0, 0, 0];

  /** @param leaves whether a vehicle in view leaves a trail */
  constructor(map: GlMap, feed: SourceFeed, fleet: Fleet, leaves: (vehicle: string) => boolean) {
    this.#map = map;
    this.#feed = feed;
    this.#fleet = fleet;
    this.#leaves = leaves;
    map.on('moveend', () => this.#look());
  }

  /** Vehicles that moved. */
  grow(vehicles: Iterable<string>, now_ms: number): void {
    if (this.#map.getZoom() < SYMBOL_ZOOM - 0.5) return;
    for (const id of vehicles) this.#grow(id, now_ms);
    this.#feed.put('trails', this.#drawn.take());
  }

  forget(vehicle: string): void {
    if (this.#ends.delete(vehicle)) this.#drawn.put(vehicle, []);
  }

  /** The source was emptied. */
  refill(now_ms: number): void {
    this.#ends.clear();
    this.#takeBox(boxOf(this.#map.getBounds()), now_ms);
  }

  #grow(id: string, now_ms: number): void {
    const moving = this.#fleet.get(id);
    if (!moving) return;
    if (!this.#leaves(id)) return this.forget(id);
    const shown = this.#fleet.shown(id, now_ms);
    if (!inBox(this.#box, shown)) return this.forget(id);
    const end = this.#ends.get(id);
    if (end && distance_m([end.lon, end.lat], [shown.lon, shown.lat]) < STEP_M) return;
    this.#ends.set(id, shown);
    this.#drawn.put(id, trailFeatures(moving, shown));
  }

  /** While a vehicle is followed the camera moves with each picture: the box is taken anew when the view leaves it. */
  #look(): void {
    const view = boxOf(this.#map.getBounds());
    const [west, , east] = this.#box;
    const held = inBox(this.#box, { lon: view[0], lat: view[1] }) && inBox(this.#box, { lon: view[2], lat: view[3] });
    if (!held || (east - west) / (view[2] - view[0]) > ZOOMED_IN) this.#takeBox(view, performance.now());
  }

  #takeBox([west, south, east, north]: Box, now_ms: number): void {
    const [wide, high] = [(east - west) * AROUND, (north - south) * AROUND];
    this.#box = [west - wide, south - high, east + wide, north + high];
    this.grow(
      Array.from(this.#fleet.all(), ({ vehicle }) => vehicle.vehicle),
      now_ms,
    );
  }
}
