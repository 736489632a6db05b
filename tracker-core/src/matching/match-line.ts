import { pointAlong, vertexOffsets } from '../geometry/line.ts';
import type { Network } from '../network/network.ts';
import type { EdgeNo, Fix, Step } from '../pipeline/stages.ts';
import { MATCH_LIMITS, type MatchLimits } from './limits.ts';
import { finish, match, startMatching } from './match.ts';

/** A stretch of one edge, in metres from its first vertex with `from_m < to_m`, in the order of the line. */
export interface LineLeg {
  readonly edge: EdgeNo;
  readonly from_m: number;
  readonly to_m: number;
  /** Whether the line runs along the digitised direction. */
  readonly forward: boolean;
}

export interface MatchedLine {
  readonly legs: readonly LineLeg[];
  /** Stretches of the line, in metres along it, that fit no street. */
  readonly unmatched: readonly { readonly from_m: number; readonly to_m: number }[];
}

/** A line is followed by points this far apart, one a second: far below any limit on speed. */
const STEP_M = 8;
const STUB_M = 5;
/** Lines are drawn about as well as a good receiver measures. */
const ACCURACY_M = 8;

/** Matches a planned line (lon, lat pairs, flat) to the network by the matcher that follows vehicles. */
export function matchLine(network: Network, line: Float64Array, limits: MatchLimits = MATCH_LIMITS): MatchedLine {
  const offsets = vertexOffsets(line);
  const length_m = offsets[offsets.length - 1] ?? 0;
  const count = Math.max(1, Math.ceil(length_m / STEP_M));
  const state = startMatching(network, limits);
  const steps: Step[] = [];
  for (let i = 0; i <= count; i++) {
    const [lon, lat] = pointAlong(line, (length_m * i) / count, offsets);
    steps.push(...match(state, pointFix(lon, lat, i)).steps);
  }
  steps.push(...finish(state).steps);

  const along = (fix: Fix) => (length_m * fix.ts_ms) / 1000 / count;
  const legs: LineLeg[] = [];
  const unmatched: { from_m: number; to_m: number }[] = [];
  const leaveOut = (from_m: number, to_m: number) => {
    const last = unmatched[unmatched.length - 1];
    if (to_m - from_m <= 0) return;
    if (last !== undefined && from_m - last.to_m < 1e-6) last.to_m = to_m;
    else unmatched.push({ from_m, to_m });
  };
  for (const step of steps) {
    if (step.kind !== 'path') leaveOut(along(step.from.fix), along(step.to.fix));
    else for (const piece of step.pieces) append(legs, piece.edge, piece.from_m, piece.to_m);
  }
  if (steps.length === 0) leaveOut(0, length_m);
  return { legs: legs.filter((leg) => !isStub(network, leg)), unmatched };
}

/** A few metres of a side street where the line turns: no part of a plan, unless the edge is no longer than that. */
function isStub(network: Network, { edge, from_m, to_m }: LineLeg): boolean {
  return to_m - from_m < Math.min(STUB_M, network.edges[edge]!.length_cm / 200);
}

/** Lengthens the last leg where the piece goes on from it. */
function append(legs: LineLeg[], edge: EdgeNo, from_m: number, to_m: number): void {
  const forward = to_m > from_m;
  const last = legs[legs.length - 1];
  const end_m = last === undefined ? NaN : last.forward ? last.to_m : last.from_m;
  if (last !== undefined && last.edge === edge && last.forward === forward && Math.abs(end_m - from_m) < 0.01) {
    legs[legs.length - 1] = forward ? { ...last, to_m } : { ...last, from_m: to_m };
  } else legs.push({ edge, from_m: Math.min(from_m, to_m), to_m: Math.max(from_m, to_m), forward });
}

const pointFix = (lon: number, lat: number, second: number): Fix => ({
  ts_ms: second * 1000,
  lat,
  lon,
  speed_kmh: (STEP_M * 3_600) / 1000,
  heading_deg: null,
  accuracy_m: ACCURACY_M,
  satellites: null,
  hdop: null,
  ignition: null,
  gear: 0,
  gearSeen: 0,
  odometer_km: null,
  late: false,
});
