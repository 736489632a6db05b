import { scaleAt } from '../geometry/ruler.ts';
import type { Graph } from '../network/network.ts';
import type { Fix } from '../pipeline/stages.ts';
import { ARC, AT, LAT_A, LAT_B, LON_A, LON_B, SEGMENT, type Cell } from './cells.ts';
import { sigmaOf, type MatchLimits } from './limits.ts';
import {
  addColumn,
  ALONG,
  CHILDREN,
  EAST,
  FLOATS,
  HEAD_EAST,
  HEAD_NORTH,
  INTS,
  LATERAL,
  NORTH,
  OFF,
  stateOf,
  UNIT,
  WAY,
  type Column,
  type Trellis,
} from './trellis.ts';

// One fix is worked on at a time: its best place per arc, then packed into the column.
let arcs = new Int32Array(64);
/** Rows of metres along the arc, metres from it (right +, left −), the place relative to the fix and the arc's direction there. */
const FOUND = 6;
let found = new Float64Array(64 * FOUND);

/**
 * Emissions of the newest column's states by their numbers, unweighted: needed only until its costs are known. Apart from what
 * the distance costs, what the direction does.
 */
export const newest = { emissions: new Float64Array(64), directions: new Float64Array(64) };

/** Radius in which a fix may lie from its street, metres. */
export function radiusOf({ accuracy_m }: Fix, limits: MatchLimits): number {
  if (accuracy_m === null) return limits.unknownRadius_m;
  return Math.min(limits.greatestRadius_m, Math.max(limits.leastRadius_m, limits.radiusPerAccuracy * accuracy_m));
}

/** Adds the column of a fix that lies in the cell: the off-network state and both directions of the nearest arcs. */
export function candidatesOf(trellis: Trellis, graph: Graph, limits: MatchLimits, cell: Cell, fix: Fix): Column {
  const most = Math.min(nearestPerArc(cell, fix, radiusOf(fix, limits)), limits.candidates);
  const column = addColumn(trellis, fix, 1 + 2 * most);
  const sigma_m = sigmaOf(fix, limits);
  const scale = 0.5 / (sigma_m * sigma_m);
  const headed = fix.heading_deg !== null && (fix.speed_kmh === null || fix.speed_kmh >= limits.headingSpeed_kmh);
  const heading = ((fix.heading_deg ?? 0) * Math.PI) / 180;
  const headEast = Math.sin(heading);
  const headNorth = Math.cos(heading);
  if (newest.emissions.length <= 2 * most) {
    newest.emissions = new Float64Array(4 * most);
    newest.directions = new Float64Array(4 * most);
  }
  const { emissions, directions } = newest;
  const { floats, ints } = trellis;

  const off = stateOf(column, 0);
  floats[FLOATS * off + ALONG] = floats[FLOATS * off + LATERAL] = 0;
  floats[FLOATS * off + EAST] = floats[FLOATS * off + NORTH] = 0;
  ints[INTS * off + WAY] = OFF;
  ints[INTS * off + CHILDREN] = 0;
  emissions[0] = emissionOf(limits, scale, limits.offNetwork_m);
  directions[0] = 0;
  let k = 1;
  for (let c = 0; c < most; c++) {
    const arc = arcs[c]!;
    const at = FOUND * c;
    const along_m = found[at]!;
    const distance_m = Math.abs(found[at + 1]!);
    const cos = headed ? headEast * found[at + 4]! + headNorth * found[at + 5]! : 0;
    for (let back = 0; back < 2; back++, k++) {
      const agrees = back === 1 ? -cos : cos;
      const state = stateOf(column, k);
      const row = FLOATS * state;
      floats[row + ALONG] = back === 1 ? graph.arcLength_m[arc]! - along_m : along_m;
      floats[row + EAST] = found[at + 2]!;
      floats[row + NORTH] = found[at + 3]!;
      floats[row + LATERAL] = found[at + 1]!;
      const turned = headed ? limits.headingCost * 0.5 * Math.max(0, 0.9 - agrees) : 0;
      const against = graph.arcOneway[arc] === (back === 1 ? 1 : -1) ? limits.againstOnewayCost : 0;
      emissions[k] = emissionOf(limits, scale, distance_m);
      directions[k] = turned + against;
      ints[INTS * state + HEAD_EAST] = found[at + 4]! * UNIT;
      ints[INTS * state + HEAD_NORTH] = found[at + 5]! * UNIT;
      ints[INTS * state + WAY] = 2 * arc + back;
      ints[INTS * state + CHILDREN] = 0;
    }
  }
  return column;
}

/** A street is as wide as its carriageway: only beyond its edge distance tells against it, within it little. */
function emissionOf({ halfStreet_m, besideCost }: MatchLimits, scale: number, distance_m: number): number {
  const beyond_m = distance_m > halfStreet_m ? distance_m - halfStreet_m : 0;
  return scale * beyond_m * beyond_m + besideCost * distance_m;
}

/** Leaves the best place of each arc within the radius in `arcs` and `found`, nearest first; answers how many. */
function nearestPerArc({ segments, count: near }: Cell, { lon, lat }: Fix, radius_m: number): number {
  const { kx, ky } = scaleAt(lat);
  const radius2 = radius_m * radius_m;
  let count = 0;
  for (let row = 0; row < SEGMENT * near; row += SEGMENT) {
    const ax = (segments[row + LON_A]! - lon) * kx;
    const bx = (segments[row + LON_B]! - lon) * kx;
    if ((ax > radius_m && bx > radius_m) || (ax < -radius_m && bx < -radius_m)) continue;
    const ay = (segments[row + LAT_A]! - lat) * ky;
    const by = (segments[row + LAT_B]! - lat) * ky;
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
    const arc = segments[row + ARC]!;
    const away = Math.sqrt(away2);
    const at = placeFor(arc, away, count);
    if (at < 0) continue;
    count = makeRoom(at, arc, count);
    const size = Math.sqrt(size2);
    arcs[at] = arc;
    found[FOUND * at] = segments[row + AT]! + t * size;
    // the fix lies to the right where the street's point lies to the left
    found[FOUND * at + 1] = dx * north - dy * east > 0 ? away : -away;
    found[FOUND * at + 2] = east;
    found[FOUND * at + 3] = north;
    found[FOUND * at + 4] = size === 0 ? 0 : dx / size;
    found[FOUND * at + 5] = size === 0 ? 0 : dy / size;
  }
  return count;
}

/** Where an arc at this distance belongs: nearest first, of equal ones the smaller arc; −1 where it was found nearer. */
function placeFor(arc: number, away_m: number, count: number): number {
  for (let at = 0; at < count; at++) {
    const there_m = Math.abs(found[FOUND * at + 1]!);
    if (away_m < there_m || (away_m === there_m && arc <= arcs[at]!)) return at;
    if (arcs[at] === arc) return -1;
  }
  return count;
}

/** Moves what is further away one place down, onto the arc's own former place where it has one; answers how many there are. */
function makeRoom(at: number, arc: number, count: number): number {
  let last = at;
  while (last < count && arcs[last] !== arc) last++;
  const more = last === count ? count + 1 : count;
  if (more > arcs.length) grow();
  if (last > at) {
    arcs.copyWithin(at + 1, at, last);
    found.copyWithin(FOUND * (at + 1), FOUND * at, FOUND * last);
  }
  return more;
}

function grow(): void {
  const moreArcs = new Int32Array(2 * arcs.length);
  moreArcs.set(arcs);
  arcs = moreArcs;
  const more = new Float64Array(2 * found.length);
  more.set(found);
  found = more;
}
