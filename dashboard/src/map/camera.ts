import type { CameraOptions, Map as GlMap } from 'maplibre-gl';
import type { MapPadding } from './map-input.ts';
import type { Box } from './streets/box.ts';

const FLY_MS = 400;
const PANEL_MS = 220;
/** Room between what is fitted and the edge of the map, px. */
const MARGIN_PX = 40;
const CLOSEST_FIT = 16.5;
const VEHICLE_ZOOM = 15.5;
const TILE_PX = 512;

const mercatorY = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
const latOf = (y: number): number => (360 / Math.PI) * Math.atan(Math.exp(2 * Math.PI * y)) - 90;

/** The centre and zoom at which a box fills the part of the map that no panel covers. */
export function fit(
  box: Box,
  width_px: number,
  height_px: number,
  padding: MapPadding,
): { center: [number, number]; zoom: number } {
  const [west, south, east, north] = box;
  const free = {
    x: Math.max(1, width_px - padding.left - padding.right - 2 * MARGIN_PX),
    y: Math.max(1, height_px - padding.top - padding.bottom - 2 * MARGIN_PX),
  };
  const [top, bottom] = [mercatorY(north), mercatorY(south)];
  const world_px = Math.min(free.x / Math.max((east - west) / 360, 1e-9), free.y / Math.max(top - bottom, 1e-9));
  const zoom = Math.min(CLOSEST_FIT, Math.log2(world_px / TILE_PX));
  return { center: [(west + east) / 2, latOf((top + bottom) / 2)], zoom };
}

const sidesOf = ({ top, right, bottom, left }: MapPadding) => ({ top, right, bottom, left });

/** Moves the map: flies in 400 ms, jumps where movement is not wanted; padding equals the open panels throughout. */
export class Camera {
  readonly #map: GlMap;
  #padding: MapPadding;
  #placed = false;

  constructor(map: GlMap, padding: MapPadding) {
    this.#map = map;
    this.#padding = padding;
    map.jumpTo({ padding: sidesOf(padding) });
  }

  /** Panels opened or closed; a wish that follows in the same breath takes over from here. */
  pad(padding: MapPadding): void {
    this.#padding = padding;
    this.#go({}, PANEL_MS);
  }

  fitBox(box: Box): void {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    this.#go(fit(box, clientWidth, clientHeight, this.#padding), FLY_MS);
  }

  toPlace(lon: number, lat: number, zoom?: number): void {
    this.#go({ center: [lon, lat], zoom: zoom ?? Math.max(this.#map.getZoom(), VEHICLE_ZOOM) }, FLY_MS);
  }

  /** Keeps a moving vehicle in the middle, without an animation of its own. */
  keepOn(lon: number, lat: number): void {
    if (!this.#map.isMoving()) this.#map.jumpTo({ center: [lon, lat] });
  }

  #go(to: CameraOptions, duration: number): void {
    const target = { ...to, padding: sidesOf(this.#padding) };
    // The very first place is no journey.
    if (!this.#placed && to.center) this.#map.jumpTo(target);
    else this.#map.easeTo({ ...target, duration, easing: settle });
    this.#placed ||= to.center !== undefined;
  }
}

/** cubic-bezier(.2, 0, 0, 1) is close to this over its whole run. */
const settle = (t: number): number => 1 - (1 - t) ** 3;
