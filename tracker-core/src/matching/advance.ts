import { wayBack } from '../network/network.ts';
import { metresBetween, scaleAt } from '../geometry/ruler.ts';
import { ACROSS, aimOf, BROKEN, BY_PATH, rank, STARTED, widestOf, type Column } from './column.ts';
import { entryOf, headOf, penaltyTo, reachFrom, tailOf, type Reach, type Searcher } from './reach.ts';

/**
 * One step of the Viterbi recursion after Newson and Krumm, "Hidden Markov Map Matching Through Noise and Sparseness"
 * (2009): emissions by distance from the street, transitions by how far network and straight distance differ.
 */

/** Trees of the states before, made when first asked for. */
const reaches: (Reach | undefined)[] = [];

/** Costs of the first fix, or of one that nothing before can be compared with. */
export function start(column: Column): void {
  for (let j = 0; j < column.count; j++) {
    column.cost[j] = column.emission[j]!;
    column.parent[j] = -1;
    column.by[j] = STARTED;
  }
  rank(column);
}

/** Fills costs and parents of `column` from the column before it. */
export function advance(searcher: Searcher, before: Column, column: Column): void {
  const { limits, graph } = searcher;
  const a = before.screened.fix;
  const b = column.screened.fix;
  const straight_m = metresBetween(a.lon, a.lat, b.lon, b.lat);
  const elapsed_s = (b.ts_ms - a.ts_ms) / 1000;
  column.straight_m = straight_m;
  const weight = Math.min(1, Math.max(limits.leastWeight, straight_m / limits.independent_m));
  const { cost, parent, by, way, along_m, distance_m, emission, count } = column;

  // what every state can come from: the best one before it, believing in a break
  const best = before.order[0]!;
  const least = before.cost[best]!;
  const unrelated =
    column.silence_ms > limits.sparseJoin_s * 1000 ||
    (straight_m > limits.jump_m && straight_m * 3.6 > limits.topSpeed_kmh * elapsed_s) ||
    straight_m > limits.searchMost_m;
  const breakCost = unrelated ? 0 : limits.breakCost;
  for (let j = 0; j < count; j++) {
    cost[j] = least + breakCost;
    parent[j] = best;
    by[j] = BROKEN;
  }
  if (unrelated) {
    addEmissions(column, weight);
    return;
  }

  fromOffNetwork(searcher, before, column);
  const { kx, ky } = scaleAt(b.lat);
  const shiftEast = (a.lon - b.lon) * kx;
  const shiftNorth = (a.lat - b.lat) * ky;
  const beta_m = limits.beta_m + limits.betaPerSecond_m * elapsed_s;
  const most_m = (limits.topSpeed_kmh / 3.6) * elapsed_s + limits.searchSlack_m;
  const search_m = Math.min(limits.searchDetour * straight_m + limits.searchSlack_m, most_m);
  reaches.fill(undefined, 0, before.count);
  const widest_m = widestOf(column);

  const aim = aimOf(column);

  // nearest candidates first: their costs bound what the others can still be good for
  let bound = cost[0]! + weight * emission[0]!;
  for (let j = 1; j < count; j++) {
    const own = weight * emission[j]!;
    // never expanded and never the best: a break would be cheaper
    if (least + own >= bound + limits.breakCost) continue;
    const way_j = way[j]!;
    const along_j = along_m[j]!;
    const back_j = wayBack(way_j);
    // staying on the way is the likeliest: tried first, it makes most of the others superfluous
    for (let i = 1; i < before.count; i++) {
      if (before.way[i] !== way_j) continue;
      const gone_m = along_j - before.along_m[i]!;
      const length_m = gone_m > 0 ? gone_m : 0;
      if (gone_m <= -limits.jitter_m || length_m > search_m + before.distance_m[i]! + distance_m[j]!) break;
      const total =
        before.cost[i]! + Math.abs(length_m - straight_m) / beta_m + (length_m - gone_m) / limits.penaltyScale_m;
      if (total < cost[j]!) {
        cost[j] = total;
        parent[j] = i;
        by[j] = BY_PATH;
      }
      break;
    }
    for (let o = 0; o < before.count; o++) {
      const i = before.order[o]!;
      const cost_i = before.cost[i]!;
      // sorted: from here on nothing can be better
      if (cost_i >= cost[j]!) break;
      if (i === 0) continue;
      const way_i = before.way[i]!;
      const along_i = before.along_m[i]!;
      const left_m = graph.arcLength_m[way_i >> 1]! - along_i;
      const allowed_m = search_m + before.distance_m[i]!;
      let length_m = Infinity;
      let penalty_m = 0;
      let price = Infinity;
      if (way_j === way_i) {
        const gone_m = along_j - along_i;
        if (gone_m > -limits.jitter_m) {
          length_m = gone_m > 0 ? gone_m : 0;
          penalty_m = gone_m < 0 ? -gone_m : 0;
        }
      } else if (back_j === way_i) {
        // turned where it stood
        const gone_m = along_j - left_m;
        if (gone_m > -limits.jitter_m) {
          length_m = gone_m > 0 ? gone_m : 0;
          penalty_m = limits.turnBack_m;
        }
      }
      const most = allowed_m + distance_m[j]!;
      if (length_m <= most) price = Math.abs(length_m - straight_m) / beta_m + penalty_m / limits.penaltyScale_m;
      if ((length_m === Infinity || penalty_m > 0) && left_m + along_j <= most) {
        const reach = (reaches[i] ??= reachFrom(searcher, headOf(graph, way_i), allowed_m + widest_m - left_m, aim));
        const entry = entryOf(reach, tailOf(graph, way_j));
        if (entry >= 0) {
          const through_m = left_m + reach.metres[entry]! + along_j;
          if (through_m <= most) {
            const through =
              Math.abs(through_m - straight_m) / beta_m +
              penaltyTo(searcher, reach, entry, way_i, way_j) / limits.penaltyScale_m;
            if (through < price) price = through;
          }
        }
      }
      if (cost_i + price < cost[j]!) {
        cost[j] = cost_i + price;
        parent[j] = i;
        by[j] = BY_PATH;
      } else if (cost_i + limits.leapCost < cost[j]!) {
        const leapEast = shiftEast + before.east_m[i]! - column.east_m[j]!;
        const leapNorth = shiftNorth + before.north_m[i]! - column.north_m[j]!;
        const leap_m = Math.sqrt(leapEast * leapEast + leapNorth * leapNorth);
        if (leap_m > limits.leap_m) continue;
        const total = cost_i + limits.leapCost + Math.abs(leap_m - straight_m) / beta_m;
        if (total < cost[j]!) {
          cost[j] = total;
          parent[j] = i;
          by[j] = ACROSS;
        }
      }
    }
    if (cost[j]! + own < bound) bound = cost[j]! + own;
  }
  addEmissions(column, weight);
}

function addEmissions(column: Column, weight: number): void {
  const { cost, emission, count } = column;
  for (let j = 0; j < count; j++) cost[j]! += weight * emission[j]!;
  rank(column);
}

/** Staying off, leaving and coming back. */
function fromOffNetwork({ limits }: Searcher, before: Column, column: Column): void {
  const { cost, parent, by, count } = column;
  const off = before.cost[0]!;
  if (off < cost[0]!) {
    cost[0] = off;
    parent[0] = 0;
    by[0] = ACROSS;
  }
  let best = -1;
  for (let o = 0; o < before.count && best < 0; o++) if (before.order[o] !== 0) best = before.order[o]!;
  if (best > 0 && before.cost[best]! + limits.leaveCost < cost[0]!) {
    cost[0] = before.cost[best]! + limits.leaveCost;
    parent[0] = best;
    by[0] = ACROSS;
  }
  const back = off + limits.leaveCost;
  for (let j = 1; j < count; j++) {
    if (back >= cost[j]!) continue;
    cost[j] = back;
    parent[j] = 0;
    by[j] = ACROSS;
  }
}
