import { scaleAt } from '../geometry/ruler.ts';
import type { Network } from '../network/network.ts';

/**
 * All segments that a fix inside one cell of a fixed grid can lie near. What a fix is compared with depends on its place
 * alone; vehicles share the cells and find what they need in one piece of memory.
 */
export interface Cell {
  readonly key: number;
  readonly count: number;
  /** Rows of `SEGMENT` numbers, in the order of the network's segments. */
  readonly segments: Float64Array;
}

export const SEGMENT = 6;
/** Longitude and latitude of the first end, then of the second. */
export const LON_A = 0;
export const LAT_A = 1;
export const LON_B = 2;
export const LAT_B = 3;
/** The arc it belongs to, and metres from that arc's start. */
export const ARC = 4;
export const AT = 5;

/** About 65 m in towns: a vehicle at work stays in a cell for several fixes. */
const STEP_LON_DEG = 0.001;
const STEP_LAT_DEG = 0.0006;
/** Cells are made for the next of these radii up. */
const STEP_RADIUS_M = 15;
const MOST_STEPS = 16;
/** Rows of the grid to either side of the equator, and some to spare. */
const ROWS = 2 ** 19;
/** Metres per degree differ a little within a cell. */
const SLACK_M = 0.1;
/** Segments kept over all cells: about 100 MB; then all are dropped and made again as needed. */
const MOST_KEPT = 2_000_000;

/** The cells of one network, made when first asked for. */
export interface Cells {
  readonly network: Network;
  readonly made: Map<number, Cell>;
  kept: number;
}

const cellsByNetwork = new WeakMap<Network, Cells>();

export function cellsOf(network: Network): Cells {
  let cells = cellsByNetwork.get(network);
  if (cells === undefined) cellsByNetwork.set(network, (cells = { network, made: new Map(), kept: 0 }));
  return cells;
}

/** No fix is in it. */
export const NO_CELL: Cell = { key: NaN, count: 0, segments: new Float64Array(0) };

/** The cell for a place and a radius; `last` is the one the vehicle was in, often the same. */
export function cellAt(cells: Cells, last: Cell, lon: number, lat: number, radius_m: number): Cell {
  const column = Math.floor(lon / STEP_LON_DEG);
  const row = Math.floor(lat / STEP_LAT_DEG);
  const steps = Math.ceil(radius_m / STEP_RADIUS_M);
  const key = (column * ROWS + row) * MOST_STEPS + steps;
  if (key === last.key) return last;
  let cell = cells.made.get(key);
  if (cell === undefined) {
    cell = makeCell(cells.network, key, column, row, steps * STEP_RADIUS_M + SLACK_M);
    if (cells.kept + cell.count > MOST_KEPT) {
      cells.made.clear();
      cells.kept = 0;
    }
    cells.made.set(key, cell);
    cells.kept += cell.count + 1;
  }
  return cell;
}

function makeCell({ graph, index }: Network, key: number, column: number, row: number, reach_m: number): Cell {
  const west = column * STEP_LON_DEG;
  const south = row * STEP_LAT_DEG;
  const { kx, ky } = scaleAt(south);
  const dx = reach_m / kx;
  const dy = reach_m / ky;
  const found = index.search(west - dx, south - dy, west + STEP_LON_DEG + dx, south + STEP_LAT_DEG + dy);
  found.sort((a, b) => a - b);
  const { vertices, segmentArc, segmentAt_m } = graph;
  const segments = new Float64Array(SEGMENT * found.length);
  let at = 0;
  for (const segment of found) {
    const arc = segmentArc[segment];
    // the one box of an empty network is no segment
    if (arc === undefined) continue;
    const vertex = 2 * (segment + arc);
    segments[at + LON_A] = vertices[vertex]!;
    segments[at + LAT_A] = vertices[vertex + 1]!;
    segments[at + LON_B] = vertices[vertex + 2]!;
    segments[at + LAT_B] = vertices[vertex + 3]!;
    segments[at + ARC] = arc;
    segments[at + AT] = segmentAt_m[segment]!;
    at += SEGMENT;
  }
  return { key, count: at / SEGMENT, segments };
}
