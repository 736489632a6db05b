import { distanceTo, distancesFrom, type Distances, type NetworkPoint } from '../coverage/distances.ts';
import { requiredOf } from '../coverage/ledger.ts';
import { metresBetween } from '../geometry/ruler.ts';
import type { Fix, Matched } from '../pipeline/stages.ts';
import { fact, tenth } from './fact.ts';
import { nearPlan } from './near-plan.ts';
import { dutyAt, plannedOn, subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOf } from './spot.ts';
import { endSpell, startSpell, watch, type Spell } from './spell.ts';
import { yardAt, yardEnds } from './yards.ts';

/** Ways from where the route was left: as the drawing has them, and any, for what cannot be reached so. */
interface WaysOut {
  readonly reach_m: number;
  readonly drawn: Distances;
  any: Distances | null;
}

/** Far from every planned edge without a reason to be. */
export interface OffRoute {
  readonly spell: Spell;
  duty: Duty | null;
  /** Where it left the route, and the metres since. */
  left: NetworkPoint | null;
  travelled_m: number;
  /** Since when it stands; and whether it ever stood for long since it left the route. */
  stands_ms: number;
  lingered: boolean;
  before: Fix | null;
  /** Ways from where it left, made once; and until when the last look at the way to a due leg holds. */
  fromLeft: WaysOut | null;
  looked_ms: number;
  onWay: boolean;
  /** Where it last was astray, and the metres then. */
  at: Matched | null;
  strayed_m: number;
}

export const startOffRoute = (): OffRoute => ({
  spell: startSpell(),
  duty: null,
  left: null,
  travelled_m: 0,
  stands_ms: NaN,
  lingered: false,
  before: null,
  fromLeft: null,
  looked_ms: -Infinity,
  onWay: false,
  at: null,
  strayed_m: 0,
});

export function judgeOffRoute(state: OffRoute, scene: Scene, matched: Matched): void {
  if (matched.verdict !== 'used') return;
  const { fix, place } = matched;
  const duty = dutyAt(scene, fix.ts_ms);
  const { before } = state;
  state.before = fix;
  if (duty !== state.duty) {
    endOffRoute(state, scene, before?.ts_ms ?? fix.ts_ms);
    state.duty = duty;
    state.left = null;
  }
  if (duty === null || duty.started_ms === null) return;
  const onPlan =
    (place !== null && plannedOn(duty, place.edge) !== undefined) || nearPlan(scene, duty, fix.lon, fix.lat);
  if (onPlan && place !== null && cameStraightBack(state, scene, place)) takeBack(state, scene);
  // A yard may lie at a planned street: until its absence is over, it may still be on its way there.
  if (onPlan && !state.spell.open) {
    if (place !== null) state.left = place;
    state.travelled_m = 0;
    state.lingered = false;
    state.fromLeft = null;
    state.looked_ms = -Infinity;
  } else if (before !== null) travel(state, scene, before, fix);
  const { offRouteOn_ms, offRouteOff_ms, offRouteTravelled_m, mergeGap_ms } = scene.rules;
  const { spell } = state;
  const away = !onPlan && state.travelled_m > offRouteTravelled_m && !excusable(scene, duty, fix);
  // A look at the network is dear: only once it would open, and while it is.
  const asking = away && (spell.open || fix.ts_ms - spell.since_ms >= offRouteOn_ms);
  const onWay = asking && onWayToDue(state, scene, matched);
  // All that was travelled since it left fits a way to a leg: what looked lost was a part of it.
  if (onWay && spell.open && !state.lingered) takeBack(state, scene);
  const astray = away && !onWay;
  if (astray) {
    state.at = matched;
    state.strayed_m = state.travelled_m;
  }
  if (!astray && !spell.open && Number.isNaN(spell.since_ms)) return;
  const limits = { on_ms: offRouteOn_ms, off_ms: offRouteOff_ms, merge_ms: mergeGap_ms };
  const change = watch(spell, fix.ts_ms, astray, limits);
  if (change === 'opens') put(state, scene, null);
  else if (change === 'ends') put(state, scene, spell.to_ms);
  else if (spell.open && cameStraight(state, scene, matched)) takeBack(state, scene);
}

/** Counts the metres from one fix to the next; none where the vehicle stood and only its fixes wandered. */
function travel(state: OffRoute, { rules }: Scene, before: Fix, fix: Fix): void {
  const moved_m = metresBetween(before.lon, before.lat, fix.lon, fix.lat);
  const most_kmh = Math.max(before.speed_kmh ?? Infinity, fix.speed_kmh ?? Infinity);
  const stood = most_kmh < rules.stopped_kmh && moved_m <= rules.idleRadius_m;
  if (!stood) {
    state.travelled_m += moved_m;
    state.stands_ms = NaN;
  } else if (Number.isNaN(state.stands_ms)) state.stands_ms = before.ts_ms;
  else if (fix.ts_ms - state.stands_ms > LINGERING_MS) state.lingered = true;
}

export function endOffRoute(state: OffRoute, scene: Scene, at_ms: number): void {
  if (endSpell(state.spell, at_ms) === 'ends') put(state, scene, state.spell.to_ms);
}

/** After the route is done, on an errand, or where vehicles belong. */
function excusable({ areas, rules, errand_ms }: Scene, { ledger }: Duty, fix: Fix): boolean {
  if (ledger.covered_cm >= requiredOf(ledger)) return true;
  if (fix.ts_ms >= errand_ms && fix.ts_ms - errand_ms < rules.offRouteErrand_ms) return true;
  return yardAt(areas, fix.lon, fix.lat) !== undefined;
}

/** A look at the network costs milliseconds: no oftener than this of event time. */
const LOOK_EVERY_MS = 60_000;
/** Whoever stands for longer has gone somewhere: lights, queues and level crossings hold nobody up as long. */
const LINGERING_MS = 180_000;
/** Farther legs are no reason to be here; where it came to in the end may lie as far as it drove. */
const REACH_M = 6_000;
/** Metres by which two ways over the network may differ without meaning anything. */
const SLACK_M = 100;
/** Whether what was travelled since the route was left still fits a way to a leg that is due. */
function onWayToDue(state: OffRoute, scene: Scene, { fix, place }: Matched): boolean {
  const { left } = state;
  if (left === null || place === null) return state.onWay && fix.ts_ms - state.looked_ms < LOOK_EVERY_MS;
  if (fix.ts_ms - state.looked_ms < LOOK_EVERY_MS) return state.onWay;
  state.looked_ms = fix.ts_ms;
  const goals: { readonly end: NetworkPoint; readonly left_m: number }[] = [];
  let most_m = 0;
  for (const end of dueEnds(state.duty!, scene)) {
    const left_m = mostTo(state, scene, left, end) - state.travelled_m;
    if (left_m < 0 || left_m === Infinity) continue;
    goals.push({ end, left_m });
    most_m = Math.max(most_m, left_m);
  }
  state.onWay = false;
  if (goals.length === 0) return false;
  // By any way: a fix may be matched to the other carriageway of a divided street.
  const fromHere = distancesFrom(scene.network, place, Math.min(REACH_M, most_m));
  state.onWay = goals.some(({ end, left_m }) => distanceTo(fromHere, end) <= left_m);
  return state.onWay;
}

/** From fix to fix corners are cut: the streets to where it came may be so much longer than what was travelled. */
const reachOf = ({ travelled_m }: OffRoute): number => Math.max(REACH_M, 1.3 * travelled_m + SLACK_M);

/**
 * Whether it has come to where vehicles belong, or its driver said that this is where he fills up or tips, without a stop
 * and by no longer a way than one to a leg may be.
 */
function cameStraight(state: OffRoute, scene: Scene, { fix, place }: Matched): boolean {
  const { left, lingered, travelled_m, spell } = state;
  if (left === null || lingered) return false;
  const yard = yardAt(scene.areas, fix.lon, fix.lat);
  const said = scene.errand_ms >= spell.from_ms && fix.ts_ms >= scene.errand_ms;
  if (yard === undefined && !said) return false;
  // A yard has several gates, and streets pass by where none is: it came to the one where it is.
  const ends = place !== null ? [place] : yard === undefined ? [] : yardEnds(scene.network, yard);
  return ends.some((end) => {
    const most_m = mostTo(state, scene, left, end, reachOf(state));
    return most_m < Infinity && travelled_m <= most_m;
  });
}

/**
 * Whether it is at a due leg again without a stop and by no longer a way than one to a leg may be: on its way it may have
 * looked lost, where the leg it went to was not the nearest one due.
 */
function cameStraightBack(state: OffRoute, scene: Scene, place: NetworkPoint): boolean {
  const { spell, left, lingered, travelled_m } = state;
  if (!spell.open || left === null || lingered || travelled_m === 0) return false;
  return (
    dueEnds(state.duty!, scene).some(({ edge }) => edge === place.edge) &&
    travelled_m <= mostTo(state, scene, left, place, reachOf(state))
  );
}

/** How long a way from where the route was left to a point may be; `Infinity` where there is none that short. */
function mostTo(
  state: OffRoute,
  { network, rules }: Scene,
  left: NetworkPoint,
  end: NetworkPoint,
  reach_m = REACH_M,
): number {
  if (state.fromLeft === null || state.fromLeft.reach_m < reach_m)
    state.fromLeft = { reach_m, drawn: distancesFrom(network, left, reach_m, 'drawn'), any: null };
  const ways = state.fromLeft;
  let shortest_m = distanceTo(ways.drawn, end);
  if (shortest_m === Infinity) shortest_m = distanceTo((ways.any ??= distancesFrom(network, left, reach_m)), end);
  return rules.offRouteDetour * shortest_m + SLACK_M;
}

/** Both ends of every edge with a leg that is not done. */
function dueEnds({ ledger }: Duty, { rules }: Scene): NetworkPoint[] {
  const ends: NetworkPoint[] = [];
  for (const { edge, legs, length_cm, covered_cm, excused_cm } of ledger.byEdge.values()) {
    const asked_cm = legs.reduce((sum, leg) => sum + (leg.to_cm - leg.from_cm) * leg.passes, 0);
    if (covered_cm + excused_cm >= asked_cm * rules.legDoneShare) continue;
    ends.push({ edge, offset_m: 0 }, { edge, offset_m: length_cm / 100 });
  }
  return ends;
}

/** It was on its way there: only its arrival could show it. */
function takeBack(state: OffRoute, scene: Scene): void {
  put(state, scene, null, { disproved: true });
  Object.assign(state.spell, startSpell());
}

function put(state: OffRoute, scene: Scene, to_ms: number | null, more: { readonly disproved?: true } = {}): void {
  const { spell, at, duty } = state;
  if (at === null) return;
  const figures = {
    travelled_m: tenth(state.strayed_m),
    duration_s: Math.round((at.fix.ts_ms - spell.from_ms) / 1_000),
  };
  const subject = subjectOf(scene, duty);
  scene.out.push({ ...fact('off-route', 'warning', subject, spell.from_ms, to_ms, spotOf(at), figures), ...more });
}
