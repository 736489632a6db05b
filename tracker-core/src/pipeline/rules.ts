import { createHash } from 'node:crypto';
import type { Operation } from '@sweepline/contract';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Every threshold by which fixes become metres, reasons and incidents: its value, and what it means. The unit is in the
 * name. Those of screening and matching lie with the matcher, under its own version.
 */
export const RULE_TABLE = {
  // Order and lateness.
  shiftEnd_ms: [30 * MINUTE, 'without an assignment a shift ends after this event time without a fix'],
  lateEvidence_ms: [24 * HOUR, 'a fix received later than this after its time counts only in a new revision'],

  // Work gate.
  gearDebounce_ms: [3 * SECOND, 'a gear contact must hold this long to count'],
  sweepMin_kmh: [1, 'slowest sweeping'],
  sweepMax_kmh: [12.9, 'fastest sweeping: 8 mph, as sweeping contracts have it'],
  washMin_kmh: [3, 'slowest washing'],
  washMax_kmh: [20, 'fastest washing'],
  ploughMin_kmh: [3, 'slowest ploughing'],
  ploughMax_kmh: [40, 'fastest ploughing'],
  gritMin_kmh: [3, 'slowest gritting'],
  gritMax_kmh: [40, 'fastest gritting'],
  haulMin_kmh: [3, 'slowest hauling'],
  haulMax_kmh: [60, 'fastest hauling'],
  tooFastFactor: [1.1, 'times the top working speed, before it is too fast'],
  tooFastHold_ms: [10 * SECOND, 'how long it must be exceeded'],
  steadySpeed_ms: [10 * SECOND, 'time over which speed along the path is trusted above single readings'],
  creep_m: [10, 'metres below the lowest working speed that still count: pulling up, moving off'],

  // Sides and passages.
  sideHeld_m: [50, 'metres over which a lateral offset on a one-way street decides its side'],
  sideOffset_m: [3, 'least median lateral offset that decides, unless the accuracy is worse'],
  sideMost_m: [10, 'lateral offset beyond which a carriageway has no kerb'],
  turn_m: [15, 'metres driven back along an edge before it is a drive of its own'],
  direction_m: [3, 'metres that show which way an edge is driven'],
  switchErrors: [2, 'times the accuracy: a gear switched so near to a junction was switched at it'],
  switchMost_m: [20, 'and at most so near'],
  passageCut_ms: [60 * SECOND, 'a passage is cut after this event time, so that progress shows'],

  // Coverage.
  newPass_ms: [2 * MINUTE, 'from the last pass of the same vehicle over a metre to one that counts anew'],
  legDoneShare: [0.95, 'share of its length at which a leg is done'],
  routeDoneShare: [0.9, 'share of its metres at which a route is done, unless the contract says otherwise'],
  silentTop_kmh: [50, 'fastest a vehicle may have gone in a silence'],

  // Data quality.
  gapLeast_ms: [60 * SECOND, 'a gap counts above this'],
  gapIntervals: [2.5, 'and above so many reporting intervals'],
  parkedEnds_m: [100, 'ends of a silence closer than this: parked, not on duty'],
  gradeA_pct: [98, 'least uptime for grade A'],
  gradeB_pct: [95, 'least uptime for grade B'],

  // Forecast.
  paceWindow_min: [30, 'minutes of work from which the pace is taken'],
  paceWay_min: [10, 'minutes of a way between legs that count; a longer one is a trip, as to tip or to fill up'],
  paceLeast_min: [10, 'minutes of work on the route before there is a pace'],

  // The vehicle as the map shows it.
  stopped_kmh: [1.5, 'below this a vehicle stands'],
  silentLeast_ms: [120 * SECOND, 'silent for longer: shown and reported as silent'],
  silentIntervals: [3, 'and for longer than so many reporting intervals'],

  // Incidents: on-delay, off-delay and merge gap of each kind.
  lateStart_ms: [15 * MINUTE, 'late-start: not moving on the route so long after the window opened'],
  noShow_ms: [60 * MINUTE, 'no-show: the same'],
  idleOn_ms: [10 * MINUTE, 'idle: stationary on the route, warning'],
  idleCritical_ms: [30 * MINUTE, 'idle: critical'],
  idleOff_ms: [MINUTE, 'idle: ends after so long away'],
  idleRadius_m: [30, 'idle, gear-stuck: stationary within this radius'],
  offRoute_m: [30, 'off-route: farther than this from every planned edge'],
  offRouteTravelled_m: [100, 'off-route: and so far travelled'],
  offRouteOn_ms: [60 * SECOND, 'off-route: on-delay'],
  offRouteOff_ms: [30 * SECOND, 'off-route: off-delay'],
  offRouteErrand_ms: [45 * MINUTE, 'off-route: not so long after refuel or unload'],
  offRouteDetour: [1.3, 'off-route: not on a way within so many times the shortest to a due leg'],
  tooFastOff_ms: [10 * SECOND, 'too-fast-working: off-delay'],
  gearOffOn_m: [100, 'gear-off-on-route: on-distance'],
  gearOffOff_m: [30, 'gear-off-on-route: off-distance'],
  gearStuckOn_ms: [10 * MINUTE, 'gear-stuck: gear on and stationary so long'],
  gearConstant_m: [5_000, 'gear-stuck: metres of a shift in which a wired gear never changed'],
  gearConstant_ms: [2 * HOUR, 'gear-stuck: and so long'],
  signalCritical_ms: [600 * SECOND, 'signal-lost: critical'],
  signalCriticalIntervals: [6, 'signal-lost: and so many reporting intervals'],
  skewRefusals: [5, 'clock-skew: `future` refusals within the window below'],
  skewWindow_ms: [10 * MINUTE, 'clock-skew: window of refusals and of lags'],
  skewLag_ms: [120 * SECOND, 'clock-skew: median lag of live single fixes'],
  skewLeastFixes: [10, 'clock-skew: fixes before a median is taken'],
  willMissOn_ms: [3 * MINUTE, 'will-miss: on-delay'],
  willMissOff_ms: [3 * MINUTE, 'will-miss: off-delay'],
  outsideWindowOn_ms: [60 * SECOND, 'outside-window: on-delay'],
  outsideWindowOff_ms: [60 * SECOND, 'outside-window: off-delay'],
  mergeGap_ms: [5 * MINUTE, 'an incident that returns within this is the same one'],
} as const satisfies Record<string, readonly [value: number, meaning: string]>;

type RuleName = keyof typeof RULE_TABLE;
export type Rules = Readonly<Record<RuleName, number>>;

/** The thresholds with their defaults. */
export const RULES: Rules = Object.fromEntries(
  Object.entries(RULE_TABLE).map(([name, [value]]) => [name, value]),
) as Rules;

/** Version of the rules' wording with default thresholds; raised with any change of a default or of what a rule does. */
export const RULES_VERSION = '7';

/** Names the rules a result was made with: other thresholds than the defaults show as a suffix of their own. */
export function rulesVersionOf(rules: Rules): string {
  const changed = (Object.keys(RULE_TABLE) as RuleName[]).filter((name) => rules[name] !== RULES[name]).sort();
  if (changed.length === 0) return RULES_VERSION;
  const text = changed.map((name) => `${name}=${rules[name]}`).join('\n');
  return `${RULES_VERSION}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

export interface SpeedRange {
  readonly min_kmh: number;
  readonly max_kmh: number;
}

/** Working speeds of each operation. */
export function workingSpeeds(rules: Rules): Readonly<Record<Operation, SpeedRange>> {
  return {
    sweep: { min_kmh: rules.sweepMin_kmh, max_kmh: rules.sweepMax_kmh },
    wash: { min_kmh: rules.washMin_kmh, max_kmh: rules.washMax_kmh },
    plough: { min_kmh: rules.ploughMin_kmh, max_kmh: rules.ploughMax_kmh },
    grit: { min_kmh: rules.gritMin_kmh, max_kmh: rules.gritMax_kmh },
    haul: { min_kmh: rules.haulMin_kmh, max_kmh: rules.haulMax_kmh },
  };
}
