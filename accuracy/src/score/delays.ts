import type { IncidentKind } from '@sweepline/contract';
import type { Effect, Move, PlannedAssignment, Trip } from '@sweepline/simulator/pure';

/** What the telling may take besides the rule's own delay: the matcher's lag, the radio, the clock's beat. */
const LATENCY_S = 60;
/** A way off the route is only then one when the vehicle has left its streets. */
const LEAVING_S = 150;
/** Standing begins when the vehicle has reached the place, with the gear stuck already. */
const ARRIVING_S = 240;
/**
 * With the gear up, on legs: metres that make it an incident, metres of anything else that end it. Expected only where it went
 * on for a little more: what is measured is never exactly as long.
 */
const GEAR_OFF = { on_m: 100, sure_m: 130, off_m: 30 } as const;
/** Too fast without a break: so long before it counts, and so long again before it is an incident. */
const TOO_FAST_S = 20;

export interface Situation {
  readonly effect: Effect;
  readonly trip: Trip;
  readonly assignment: PlannedAssignment | null;
  /** Whether a leg along the edge was still short of passes at an instant. */
  readonly isDue: (edge: number, at_s: number) => boolean;
}

/**
 * When, in seconds of the scenario, the rules allow an incident of the fault at the earliest, by what truly happened; null
 * where it never came to what the rules ask for.
 */
function earliest_s(kind: IncidentKind, { effect, trip, assignment, isDue }: Situation): number | null {
  const { from_s, to_s, fault } = effect;
  const { vehicle, moves } = trip;
  switch (kind) {
    case 'late-start':
      return (assignment?.from_s ?? from_s) + 15 * 60;
    case 'no-show':
      return (assignment?.from_s ?? from_s) + 60 * 60;
    case 'idle':
      return from_s + 10 * 60;
    case 'off-route':
      return from_s + 60 + LEAVING_S;
    case 'too-fast-working':
      return fastFor(moves, from_s, to_s);
    case 'gear-off-on-route': {
      // A contact that says up turns true work into driving with the gear up.
      const doing = fault.kind === 'sensor-stuck' ? ['worked', 'lifted'] : ['lifted'];
      return liftedFor(moves, from_s, to_s, (move) => doing.includes(move.doing) && isDue(move.edge, move.from_s));
    }
    case 'conflict':
      return firstConflict_s(trip, from_s);
    case 'gear-stuck':
      return fault.kind === 'sensor-stuck' ? (assignment?.to_s ?? from_s) : from_s + 10 * 60 + ARRIVING_S;
    case 'signal-lost':
      return from_s + Math.max(120, 3 * vehicle.interval_s);
    case 'clock-skew':
      return from_s + ((fault.value ?? 0) > 0 ? 5 * vehicle.interval_s : 10 * 60);
    default:
      return from_s;
  }
}

/** By when it must have been told; null where it need not be. */
export function latest_s(kind: IncidentKind, situation: Situation): number | null {
  const due_s = earliest_s(kind, situation);
  return due_s === null ? null : due_s + LATENCY_S + 2 * situation.trip.vehicle.interval_s;
}

/** When an instant was told a second time, and differently. */
function firstConflict_s({ fixes }: Trip, from_s: number): number | null {
  const seen = new Map<number, number>();
  for (const { at_ms, what } of fixes) {
    const lat = seen.get(what.ts_ms);
    if (lat !== undefined && lat !== what.lat && at_ms >= from_s * 1000) return at_ms / 1000;
    seen.set(what.ts_ms, what.lat);
  }
  return null;
}

/** The moves of a period, those at its ends cut. */
function within(moves: readonly Move[], from_s: number, to_s: number): Move[] {
  return moves
    .filter((move) => move.to_s > from_s && move.from_s < to_s)
    .map((move) => {
      const cut = { from_s: Math.max(from_s, move.from_s), to_s: Math.min(to_s, move.to_s) };
      const share = (cut.to_s - cut.from_s) / (move.to_s - move.from_s);
      return { ...move, ...cut, length_m: move.length_m * share };
    });
}

/** When a spell of driving too fast has lasted long enough. */
export function fastFor(moves: readonly Move[], from_s: number, to_s: number): number | null {
  let since_s = NaN;
  let last_s = NaN;
  for (const move of within(moves, from_s, to_s)) {
    if (move.doing !== 'fast') continue;
    if (!(move.from_s - last_s < 1.5)) since_s = move.from_s;
    last_s = move.to_s;
    if (last_s - since_s >= TOO_FAST_S) return since_s + TOO_FAST_S;
  }
  return null;
}

/** When the metres with the gear up are enough, without too many others between; null where they hardly were. */
export function liftedFor(
  moves: readonly Move[],
  from_s: number,
  to_s: number,
  counts: (move: Move) => boolean,
  { on_m, sure_m }: { readonly on_m: number; readonly sure_m: number } = GEAR_OFF,
): number | null {
  let [up_m, other_m] = [0, 0];
  let reached_s: number | null = null;
  for (const move of within(moves, from_s, to_s)) {
    if (counts(move)) {
      up_m += move.length_m;
      other_m = 0;
      const over_m = up_m - on_m;
      if (over_m >= 0) reached_s ??= move.to_s - (over_m / move.length_m) * (move.to_s - move.from_s);
      if (up_m >= sure_m) return reached_s;
    } else if (up_m > 0) {
      other_m += move.length_m;
      if (other_m >= GEAR_OFF.off_m) [up_m, other_m, reached_s] = [0, 0, null];
    }
  }
  return null;
}
