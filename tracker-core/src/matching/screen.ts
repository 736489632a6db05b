import { metresBetween } from '../geometry/ruler.ts';
import type { Fix, FixVerdict, Screened } from '../pipeline/stages.ts';
import type { MatchLimits } from './limits.ts';

/**
 * The quality gate: Fix → Screened, in time order, at most a few fixes behind. A jump is judged by what follows it
 * (out and back, or believed), and of a parked star the first and the last fix stay.
 */
export interface Screening {
  readonly limits: MatchLimits;
  /** The last fix that was believed. */
  last: Fix | null;
  /** Where the vehicle came to stand or last moved on from. */
  anchor: Fix | null;
  /** Fixes not judged yet, oldest first: a suspected jump and what came since. */
  suspects: { readonly fix: Fix; readonly poor: boolean }[];
  /** The latest fix of the star: used if the vehicle then leaves. */
  parked: Fix | null;
  /** Poor fixes that came after it. */
  readonly afterParked: Fix[];
}

export const startScreening = (limits: MatchLimits): Screening => ({
  limits,
  last: null,
  anchor: null,
  suspects: [],
  parked: null,
  afterParked: [],
});

/** Takes the next fix; answers those that are now judged, in time order. */
export function screen(state: Screening, fix: Fix): readonly Screened[] {
  if (passes(state, fix)) return [{ fix, verdict: 'used' }];
  const out: Screened[] = [];
  take(state, fix, out);
  return out;
}

/**
 * The usual case: nothing waits to be judged, and the fix is a good one of a vehicle that moves. Takes it, or else leaves it
 * to `screen`.
 */
export function passes(state: Screening, fix: Fix): boolean {
  const { limits, last, anchor, suspects, parked } = state;
  if (suspects.length > 0 || parked !== null || isPoor(fix, limits)) return false;
  if (last !== null && isJump(last, fix, limits)) return false;
  if (anchor !== null && isParked(anchor, fix, limits)) return false;
  moveTo(state, fix);
  return true;
}

/** What would be judged of the waiting fixes if no other came. Leaves the state as it is. */
export function screenTail(state: Screening): Screened[] {
  const copy: Screening = { ...state, suspects: [...state.suspects], afterParked: [...state.afterParked] };
  return finishScreening(copy);
}

/** Judges what is still waiting. */
export function finishScreening(state: Screening): Screened[] {
  const out: Screened[] = [];
  leaveStar(state, out, 'parked');
  for (const { fix, poor } of state.suspects) out.push({ fix, verdict: poor ? 'poor' : 'jump' });
  state.suspects = [];
  return out;
}

function take(state: Screening, fix: Fix, out: Screened[]): void {
  const poor = isPoor(fix, state.limits);
  if (state.suspects.length > 0) {
    state.suspects.push({ fix, poor });
    if (!poor) judgeSuspects(state, fix, out);
  } else if (poor) {
    if (state.parked !== null) state.afterParked.push(fix);
    else out.push({ fix, verdict: 'poor' });
  } else if (state.last !== null && isJump(state.last, fix, state.limits)) {
    leaveStar(state, out, 'used');
    state.suspects.push({ fix, poor: false });
  } else believe(state, fix, out);
}

/** The newest suspect decides: back where the vehicle was, or one of enough that agree elsewhere. */
function judgeSuspects(state: Screening, newest: Fix, out: Screened[]): void {
  const { limits, suspects, last } = state;
  const back = last === null || !isJump(last, newest, limits);
  const good = suspects.filter((suspect) => !suspect.poor);
  if (!back && good.length < limits.jumpBelieved) return;
  const first = good.length - limits.jumpBelieved;
  const elsewhere = !back && good.slice(first + 1).every(({ fix }, i) => !isJump(good[first + i]!.fix, fix, limits));
  if (!back && !elsewhere && good.length < 2 * limits.jumpBelieved) return;
  state.suspects = [];
  const believed = new Set(back ? [newest] : good.slice(first).map(({ fix }) => fix));
  for (const { fix, poor } of suspects) {
    if (poor) out.push({ fix, verdict: 'poor' });
    else if (believed.has(fix)) believe(state, fix, out);
    else out.push({ fix, verdict: 'jump' });
  }
}

/** A believed fix: part of the star around the anchor, or a move. */
function believe(state: Screening, fix: Fix, out: Screened[]): void {
  const { limits, anchor } = state;
  if (anchor !== null && isParked(anchor, fix, limits)) {
    leaveStar(state, out, 'parked');
    state.last = fix;
    state.parked = fix;
    return;
  }
  leaveStar(state, out, 'used');
  moveTo(state, fix);
  out.push({ fix, verdict: 'used' });
}

function moveTo(state: Screening, fix: Fix): void {
  const { limits, anchor } = state;
  state.last = fix;
  const far = anchor === null || metresBetween(anchor.lon, anchor.lat, fix.lon, fix.lat) > limits.parked_m;
  if (far || moves(fix, limits)) state.anchor = fix;
}

function leaveStar(state: Screening, out: Screened[], verdict: FixVerdict): void {
  if (state.parked === null) return;
  out.push({ fix: state.parked, verdict });
  for (const fix of state.afterParked) out.push({ fix, verdict: 'poor' });
  state.parked = null;
  state.afterParked.length = 0;
}

const moves = (fix: Fix, limits: MatchLimits): boolean => (fix.speed_kmh ?? 0) > limits.parkedSpeed_kmh;

function isParked(anchor: Fix, fix: Fix, limits: MatchLimits): boolean {
  return (
    fix.ts_ms - anchor.ts_ms >= limits.parked_s * 1000 &&
    !moves(fix, limits) &&
    metresBetween(anchor.lon, anchor.lat, fix.lon, fix.lat) <= limits.parked_m
  );
}

function isPoor(fix: Fix, limits: MatchLimits): boolean {
  return (
    (fix.accuracy_m ?? 0) > limits.poorAccuracy_m ||
    (fix.hdop ?? 0) > limits.poorHdop ||
    (fix.satellites ?? limits.fewestSatellites) < limits.fewestSatellites
  );
}

function isJump(from: Fix, to: Fix, limits: MatchLimits): boolean {
  const metres = metresBetween(from.lon, from.lat, to.lon, to.lat);
  return metres > limits.jump_m && metres * 3_600 > limits.jumpSpeed_kmh * (to.ts_ms - from.ts_ms);
}
