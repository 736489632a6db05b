import type { Position } from 'geojson';
import { metresPerDegree, type MeasuredLine } from './measured-line.ts';

/** Where a place lies beside a line. */
export interface Beside {
  /** Metres from the line's first vertex. */
  readonly at_m: number;
  readonly distance_m: number;
  /** Seen along the line; `right` on the line itself. */
  readonly side: 'left' | 'right';
}

/** The point of a line nearest to a place, by local metres. */
export function nearestOn({ coordinates, at_m }: MeasuredLine, [lon, lat]: Position): Beside {
  const { lon_m, lat_m } = metresPerDegree(lat!);
  let best: Beside = { at_m: 0, distance_m: Number.POSITIVE_INFINITY, side: 'right' };
  for (let i = 1; i < coordinates.length; i++) {
    const from = coordinates[i - 1]!;
    const to = coordinates[i]!;
    const dx = (to[0]! - from[0]!) * lon_m;
    const dy = (to[1]! - from[1]!) * lat_m;
    const px = (lon! - from[0]!) * lon_m;
    const py = (lat! - from[1]!) * lat_m;
    const squared = dx * dx + dy * dy;
    const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
    const distance_m = Math.hypot(px - share * dx, py - share * dy);
    if (distance_m >= best.distance_m) continue;
    best = {
      at_m: at_m[i - 1]! + share * (at_m[i]! - at_m[i - 1]!),
      distance_m,
      side: dx * py - dy * px > 0 ? 'left' : 'right',
    };
  }
  return best;
}
