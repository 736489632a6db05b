import { pointAlong, vertexOffsets } from '../geometry/line.ts';
import type { Network } from '../network/network.ts';
import type { EdgeNo, Fix, PathPiece, Step } from '../pipeline/stages.ts';
import { MATCH_LIMITS, type MatchLimits } from './limits.ts';
import { finish, match, startMatching } from './match.ts';

/** A stretch of one edge, in metres from its first vertex with `from_m < to_m`, in the order of the line. */
export interface LineLeg {
  readonly edge: EdgeNo;
  readonly from_m: number;
  readonly to_m: number;
  /** Whether the line runs along the digitised direction. */
  readonly forward: boolean;
  /** Where on the line it begins and ends. */
  readonly at_m: number;
  readonly until_m: number;
  /** Mean distance between line and street. */
  readonly distance_m: number;
}

/**
 * A stretch of the line, in metres along it, that gave no leg. `off`: it leaves the streets; `gap`: streets on both sides,
 * but no way between them; `still`: it moves, and comes back, without getting on along any street.
 */
export interface Unmatched {
  readonly from_m: number;
  readonly to_m: number;
  readonly kind: 'off' | 'gap' | 'still';
}

export interface MatchedLine {
  readonly length_m: number;
  readonly legs: readonly LineLeg[];
  readonly unmatched: readonly Unmatched[];
}

/** Lines are drawn about as well as a good receiver measures. */
export const LINE_ACCURACY_M = 8;
/** A line is followed by points this far apart, one a second: far below any limit on speed. */
const STEP_M = 8;
const STUB_M = 5;
const STILL_M = 1;

/** Points followed before others get their turn: some milliseconds. */
const TURN_POINTS = 1_000;

/** Matches a planned line (lon, lat pairs, flat) to the network by the matcher that follows vehicles. */
export function matchLine(network: Network, line: Float64Array, limits: MatchLimits = MATCH_LIMITS): MatchedLine {
  const matching = lineMatching(network, line, limits);
  for (;;) {
    const { done, value } = matching.next();
    if (done) return value;
  }
}

/** The same in portions, for whoever has other work as well: yields between them. */
export function* lineMatching(
  network: Network,
  line: Float64Array,
  limits: MatchLimits = MATCH_LIMITS,
): Generator<void, MatchedLine> {
  const offsets = vertexOffsets(line);
  const length_m = offsets[offsets.length - 1] ?? 0;
  const count = Math.max(1, Math.ceil(length_m / STEP_M));
  const state = startMatching(network, limits);
  const along = (fix: Fix) => (length_m * fix.ts_ms) / 1000 / count;
  const legs: LineLeg[] = [];
  const idle: Unmatched[] = [];
  let stepped = false;
  const take = (steps: readonly Step[]): void => {
    for (const step of steps) {
      stepped = true;
      const [from_m, to_m] = [along(step.from.fix), along(step.to.fix)];
      const driven = step.kind === 'path' && step.pieces.length > 0;
      if (driven) addPieces(legs, step, from_m, to_m);
      // places that were stepped over: the line went out and came back
      if (!driven || to_m - from_m - step.length_m > limits.jitter_m) addIdle(idle, from_m, to_m, kindOf(step));
    }
  };
  for (let i = 0; i <= count; i++) {
    const [lon, lat] = pointAlong(line, (length_m * i) / count, offsets);
    take(match(state, pointFix(lon, lat, i)).steps);
    if (i % TURN_POINTS === TURN_POINTS - 1) yield;
  }
  take(finish(state).steps);
  if (!stepped) addIdle(idle, 0, length_m, 'off');
  return {
    length_m,
    legs: legs.filter((leg) => !isStub(network, leg)),
    // a moment without getting on is what a bend, a shaky hand or an inexact drawing looks like
    unmatched: idle.filter(({ kind, from_m, to_m }) => kind === 'off' || to_m - from_m > limits.jitter_m),
  };
}

function kindOf(step: Step): Unmatched['kind'] {
  // a way without a piece of a street bridges a break of the drawing
  if (step.kind === 'path') return step.pieces.length === 0 && step.length_m > STILL_M ? 'gap' : 'still';
  return step.from.place !== null && step.to.place !== null ? 'gap' : 'off';
}

function addIdle(idle: Unmatched[], from_m: number, to_m: number, kind: Unmatched['kind']): void {
  if (to_m <= from_m) return;
  const last = idle[idle.length - 1];
  if (last === undefined || from_m - last.to_m > 1e-6) {
    idle.push({ from_m, to_m, kind });
    return;
  }
  const either = (one: Unmatched['kind']) => last.kind === one || kind === one;
  idle[idle.length - 1] = { from_m: last.from_m, to_m, kind: either('off') ? 'off' : either('gap') ? 'gap' : 'still' };
}

/** Adds the pieces of one step, its share of the line divided among them by their lengths. */
function addPieces(legs: LineLeg[], step: Step & { kind: 'path' }, from_m: number, to_m: number): void {
  const { pieces, from, to } = step;
  const distance_m = ((from.place?.distance_m ?? 0) + (to.place?.distance_m ?? 0)) / 2;
  const total_m = pieces.reduce((sum, piece) => sum + Math.abs(piece.to_m - piece.from_m), 0);
  let at_m = from_m;
  for (const piece of pieces) {
    const share = total_m === 0 ? 0 : Math.abs(piece.to_m - piece.from_m) / total_m;
    const until_m = at_m + (to_m - from_m) * share;
    append(legs, piece, at_m, until_m, distance_m);
    at_m = until_m;
  }
}

/** Lengthens the last leg where the piece goes on from it. */
function append(legs: LineLeg[], piece: PathPiece, at_m: number, until_m: number, distance_m: number): void {
  const { edge, from_m, to_m } = piece;
  const forward = to_m > from_m;
  const last = legs[legs.length - 1];
  const end_m = last === undefined ? NaN : last.forward ? last.to_m : last.from_m;
  if (last !== undefined && last.edge === edge && last.forward === forward && Math.abs(end_m - from_m) < 0.01) {
    const drawn_m = last.until_m - last.at_m;
    const more_m = until_m - at_m;
    const mean_m =
      drawn_m + more_m === 0 ? distance_m : (last.distance_m * drawn_m + distance_m * more_m) / (drawn_m + more_m);
    legs[legs.length - 1] = { ...last, ...(forward ? { to_m } : { from_m: to_m }), until_m, distance_m: mean_m };
    return;
  }
  legs.push({
    edge,
    from_m: Math.min(from_m, to_m),
    to_m: Math.max(from_m, to_m),
    forward,
    at_m,
    until_m,
    distance_m,
  });
}

/** A few metres of a side street where the line turns: no part of a plan, unless the edge is no longer than that. */
function isStub(network: Network, { edge, from_m, to_m }: LineLeg): boolean {
  return to_m - from_m < Math.min(STUB_M, network.edges[edge]!.length_cm / 200);
}

const pointFix = (lon: number, lat: number, second: number): Fix => ({
  ts_ms: second * 1000,
  lat,
  lon,
  speed_kmh: (STEP_M * 3_600) / 1000,
  heading_deg: null,
  accuracy_m: LINE_ACCURACY_M,
  satellites: null,
  hdop: null,
  ignition: null,
  gear: 0,
  gearSeen: 0,
  odometer_km: null,
  late: false,
});
