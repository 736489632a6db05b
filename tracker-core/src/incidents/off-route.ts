import { distanceTo, distancesFrom, type Distances, type NetworkPoint } from '../coverage/distances.ts';
import { requiredOf } from '../coverage/ledger.ts';
import { metresBetween } from '../geometry/ruler.ts';
import type { Area } from '../pipeline/plan.ts';
import type { Fix, Matched } from '../pipeline/stages.ts';
import { fact, tenth } from './fact.ts';
import { nearPlan } from './near-plan.ts';
import { dutyAt, subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOf } from './spot.ts';
import { endSpell, startSpell, watch, type Spell } from './spell.ts';

/** Far from every planned edge without a reason to be. */
export interface OffRoute {
  readonly spell: Spell;
  duty: Duty | null;
  /** Where it left the route, and the metres since. */
  left: NetworkPoint | null;
  travelled_m: number;
  before: Fix | null;
  /** Ways from where it left, made once; and until when the last look at the way to a due leg holds. */
  fromLeft: Distances | null;
  looked_ms: number;
  onWay: boolean;
  at: Matched | null;
}

export const startOffRoute = (): OffRoute => ({
  spell: startSpell(),
  duty: null,
  left: null,
  travelled_m: 0,
  before: null,
  fromLeft: null,
  looked_ms: -Infinity,
  onWay: false,
  at: null,
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
  const onPlan = (place !== null && duty.ledger.byEdge.has(place.edge)) || nearPlan(scene, duty, fix.lon, fix.lat);
  if (onPlan) {
    if (place !== null) state.left = { edge: place.edge, offset_m: place.offset_m };
    state.travelled_m = 0;
    state.fromLeft = null;
    state.looked_ms = -Infinity;
  } else if (before !== null) state.travelled_m += metresBetween(before.lon, before.lat, fix.lon, fix.lat);
  const { offRouteOn_ms, offRouteOff_ms, offRouteTravelled_m, mergeGap_ms } = scene.rules;
  const { spell } = state;
  const away = !onPlan && state.travelled_m > offRouteTravelled_m && !excusable(scene, duty, fix);
  // A look at the network is dear: only once it would open, and while it is.
  const asking = away && (spell.open || fix.ts_ms - spell.since_ms >= offRouteOn_ms);
  const astray = away && !(asking && onWayToDue(state, scene, matched));
  if (astray) state.at = matched;
  const limits = { on_ms: offRouteOn_ms, off_ms: offRouteOff_ms, merge_ms: mergeGap_ms };
  const change = watch(spell, fix.ts_ms, astray, limits);
  if (change === 'opens') put(state, scene, null);
  else if (change === 'ends') put(state, scene, spell.to_ms);
}

export function endOffRoute(state: OffRoute, scene: Scene, at_ms: number): void {
  if (endSpell(state.spell, at_ms) === 'ends') put(state, scene, state.spell.to_ms);
}

/** After the route is done, on an errand, or where vehicles belong. */
function excusable({ areas, rules, errand_ms }: Scene, { ledger }: Duty, fix: Fix): boolean {
  if (ledger.covered_cm >= requiredOf(ledger)) return true;
  if (fix.ts_ms >= errand_ms && fix.ts_ms - errand_ms < rules.offRouteErrand_ms) return true;
  return areas.some((area) => insideArea(area, fix.lon, fix.lat));
}

function insideArea({ polygons }: Area, lon: number, lat: number): boolean {
  return polygons.some((rings) => rings.reduce((inside, ring) => inside !== insideRing(ring, lon, lat), false));
}

function insideRing(ring: readonly (readonly [number, number])[], lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** A look at the network costs milliseconds: no oftener than this of event time. */
const LOOK_EVERY_MS = 60_000;
/** Farther legs are no reason to be here. */
const REACH_M = 6_000;
/** Metres by which two ways over the network may differ without meaning anything. */
const SLACK_M = 100;

/** Whether what was travelled since the route was left still fits a way to a leg that is due. */
function onWayToDue(state: OffRoute, scene: Scene, { fix, place }: Matched): boolean {
  if (state.left === null || place === null) return state.onWay && fix.ts_ms - state.looked_ms < LOOK_EVERY_MS;
  if (fix.ts_ms - state.looked_ms < LOOK_EVERY_MS) return state.onWay;
  state.looked_ms = fix.ts_ms;
  const fromLeft = (state.fromLeft ??= distancesFrom(scene.network, state.left, REACH_M));
  const goals: { readonly end: NetworkPoint; readonly left_m: number }[] = [];
  let most_m = 0;
  for (const end of dueEnds(state.duty!, scene)) {
    const left_m = scene.rules.offRouteDetour * distanceTo(fromLeft, end) + SLACK_M - state.travelled_m;
    if (left_m < 0 || left_m === Infinity) continue;
    goals.push({ end, left_m });
    most_m = Math.max(most_m, left_m);
  }
  state.onWay = false;
  if (goals.length === 0) return false;
  const fromHere = distancesFrom(scene.network, place, Math.min(REACH_M, most_m));
  state.onWay = goals.some(({ end, left_m }) => distanceTo(fromHere, end) <= left_m);
  return state.onWay;
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

function put(state: OffRoute, scene: Scene, to_ms: number | null): void {
  const { spell, at, duty } = state;
  if (at === null) return;
  const figures = {
    travelled_m: tenth(state.travelled_m),
    duration_s: Math.round((at.fix.ts_ms - spell.from_ms) / 1_000),
  };
  scene.out.push(fact('off-route', 'warning', subjectOf(scene, duty), spell.from_ms, to_ms, spotOf(at), figures));
}
