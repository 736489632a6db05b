import { scaleAt } from '../geometry/ruler.ts';
import type { Network } from '../network/network.ts';
import type { Fix } from '../pipeline/stages.ts';
import { OFF, type Column } from './column.ts';
import type { MatchLimits } from './limits.ts';

/** Segments around a place, kept while the vehicle stays near it: the same candidates as a fresh search, without one. */
export interface Neighbourhood {
  lon: number;
  lat: number;
  /** The fix before. */
  lastLon: number;
  lastLat: number;
  /** Fixes whose whole radius lies within this of the centre are served. */
  reach_m: number;
  segments: readonly number[];
  /** lon, lat of both ends by segment: copied, so that they lie together in memory. */
  ends: Float64Array;
}

export const startNeighbourhood = (): Neighbourhood => ({
  lon: NaN,
  lat: NaN,
  lastLon: NaN,
  lastLat: NaN,
  reach_m: 0,
  segments: [],
  ends: new Float64Array(0),
});

/** How far beyond the radius a search looks, so that the next fixes need none. */
const AHEAD_M = 40;

// One fix is worked on at a time: its best place per arc, then packed into the column.
let arcs = new Int32Array(64);
let found = new Float64Array(64 * 6);

/** Radius in which a fix may lie from its street, metres. */
export function radiusOf({ accuracy_m }: Fix, limits: MatchLimits): number {
  if (accuracy_m === null) return limits.unknownRadius_m;
  return Math.min(limits.greatestRadius_m, Math.max(limits.leastRadius_m, limits.radiusPerAccuracy * accuracy_m));
}

/** Fills the column with the off-network state and both directions of the nearest arcs; emissions are unweighted. */
export function fillCandidates(network: Network, limits: MatchLimits, around: Neighbourhood, column: Column): void {
  const fix = column.screened.fix;
  const radius_m = radiusOf(fix, limits);
  const count = nearestPerArc(network, around, fix, radius_m);
  const sigma_m =
    fix.accuracy_m === null
      ? limits.unknownSigma_m
      : Math.min(limits.greatestSigma_m, Math.max(limits.leastSigma_m, fix.accuracy_m));
  const scale = 0.5 / (sigma_m * sigma_m);
  const headed = fix.heading_deg !== null && (fix.speed_kmh === null || fix.speed_kmh >= limits.headingSpeed_kmh);
  const heading = ((fix.heading_deg ?? 0) * Math.PI) / 180;
  const headEast = Math.sin(heading);
  const headNorth = Math.cos(heading);
  const { arcLength_m } = network.graph;

  column.way[0] = OFF;
  column.along_m[0] = 0;
  column.east_m[0] = 0;
  column.north_m[0] = 0;
  column.distance_m[0] = 0;
  column.lateral_m[0] = 0;
  column.emission[0] = scale * limits.offNetwork_m * limits.offNetwork_m;
  let k = 1;
  const most = Math.min(count, limits.candidates);
  for (let c = 0; c < most; c++) {
    const arc = arcs[c]!;
    const along = found[6 * c]!;
    const distance = found[6 * c + 1]!;
    const cos = headed ? headEast * found[6 * c + 4]! + headNorth * found[6 * c + 5]! : 0;
    for (let back = 0; back < 2; back++, k++) {
      const agrees = back === 1 ? -cos : cos;
      column.way[k] = 2 * arc + back;
      column.along_m[k] = back === 1 ? arcLength_m[arc]! - along : along;
      column.east_m[k] = found[6 * c + 2]!;
      column.north_m[k] = found[6 * c + 3]!;
      column.distance_m[k] = Math.abs(distance);
      column.lateral_m[k] = distance;
      column.emission[k] =
        scale * distance * distance + (headed ? limits.headingCost * 0.5 * Math.max(0, 0.9 - agrees) : 0);
    }
  }
  column.count = k;
}

/** Leaves the best place of each arc within the radius in `arcs` and `found`, nearest first; answers how many. */
function nearestPerArc(network: Network, around: Neighbourhood, fix: Fix, radius_m: number): number {
  const { segmentArc, segmentAt_m } = network.graph;
  const { lon, lat } = fix;
  const { kx, ky } = scaleAt(lat);
  refresh(network, around, lon, lat, kx, ky, radius_m);
  const { segments, ends } = around;
  const radius2 = radius_m * radius_m;
  let count = 0;
  for (let i = 0; i < segments.length; i++) {
    const ax = (ends[4 * i]! - lon) * kx;
    const bx = (ends[4 * i + 2]! - lon) * kx;
    if ((ax > radius_m && bx > radius_m) || (ax < -radius_m && bx < -radius_m)) continue;
    const ay = (ends[4 * i + 1]! - lat) * ky;
    const by = (ends[4 * i + 3]! - lat) * ky;
    if ((ay > radius_m && by > radius_m) || (ay < -radius_m && by < -radius_m)) continue;
    const dx = bx - ax;
    const dy = by - ay;
    const size2 = dx * dx + dy * dy;
    let t = size2 === 0 ? 0 : -(ax * dx + ay * dy) / size2;
    if (t < 0) t = 0;
    else if (t > 1) t = 1;
    const east = ax + t * dx;
    const north = ay + t * dy;
    const away2 = east * east + north * north;
    if (away2 > radius2) continue;
    const s = segments[i]!;
    const arc = segmentArc[s]!;
    const size = Math.sqrt(size2);
    const away = Math.sqrt(away2);
    // insertion by distance; of equal ones the smaller arc, of one arc the nearest place
    let at = 0;
    while (
      at < count &&
      (away > Math.abs(found[6 * at + 1]!) || (away === Math.abs(found[6 * at + 1]!) && arc > arcs[at]!))
    ) {
      if (arcs[at] === arc) at = count;
      at++;
    }
    if (at > count) continue;
    let last = at;
    while (last < count && arcs[last] !== arc) last++;
    if (last === count && ++count > arcs.length) grow();
    if (last > at) {
      arcs.copyWithin(at + 1, at, last);
      found.copyWithin(6 * at + 6, 6 * at, 6 * last);
    }
    arcs[at] = arc;
    found[6 * at] = segmentAt_m[s]! + t * size;
    // the fix lies to the right where the street's point lies to the left
    found[6 * at + 1] = dx * north - dy * east > 0 ? away : -away;
    found[6 * at + 2] = east;
    found[6 * at + 3] = north;
    found[6 * at + 4] = size === 0 ? 0 : dx / size;
    found[6 * at + 5] = size === 0 ? 0 : dy / size;
  }
  return count;
}

function refresh(
  network: Network,
  around: Neighbourhood,
  lon: number,
  lat: number,
  kx: number,
  ky: number,
  radius_m: number,
): void {
  const away = Math.max(Math.abs(lon - around.lon) * kx, Math.abs(lat - around.lat) * ky);
  const step = Math.max(Math.abs(lon - around.lastLon) * kx, Math.abs(lat - around.lastLat) * ky);
  around.lastLon = lon;
  around.lastLat = lat;
  if (away + radius_m <= around.reach_m) return;
  // a vehicle that moves far between fixes leaves any neighbourhood at once
  const reach_m = radius_m + (step < AHEAD_M / 3 ? AHEAD_M : 0.02);
  const dx = reach_m / kx;
  const dy = reach_m / ky;
  around.lon = lon;
  around.lat = lat;
  // a little less than searched: metres per degree differ within the box
  around.reach_m = reach_m - 0.01;
  const segments = network.index.search(lon - dx, lat - dy, lon + dx, lat + dy);
  around.segments = segments;
  // a new block, for a fork may still read the old one
  const { vertices, segmentArc } = network.graph;
  const ends = new Float64Array(4 * segments.length);
  for (let i = 0; i < segments.length; i++) {
    const v = 2 * (segments[i]! + segmentArc[segments[i]!]!);
    ends[4 * i] = vertices[v]!;
    ends[4 * i + 1] = vertices[v + 1]!;
    ends[4 * i + 2] = vertices[v + 2]!;
    ends[4 * i + 3] = vertices[v + 3]!;
  }
  around.ends = ends;
}

function grow(): void {
  const moreArcs = new Int32Array(2 * arcs.length);
  moreArcs.set(arcs);
  arcs = moreArcs;
  const more = new Float64Array(2 * found.length);
  more.set(found);
  found = more;
}
