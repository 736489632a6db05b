import type { EventKind } from '@sweepline/contract';
import { fact, NOWHERE, tenth, type IncidentFact } from './fact.ts';
import type { Rules } from '../pipeline/rules.ts';
import { dutyAt, subjectOf, type Scene } from './scene.ts';

/** What reaches the service about a vehicle besides its fixes. Times are the event's own, except where it says received. */
export type VehicleReport =
  | {
      readonly type: 'message';
      readonly ts_ms: number;
      readonly kind: EventKind;
      readonly note: string | null;
      readonly lat: number | null;
      readonly lon: number | null;
    }
  /** Two fixes of one instant with other content. */
  | { readonly type: 'conflict'; readonly ts_ms: number }
  /** A fix refused because its time lies ahead of the service's clock. */
  | { readonly type: 'future'; readonly received_ms: number }
  /** A single fix of a live device: how long after its time it was received. */
  | { readonly type: 'lag'; readonly received_ms: number; readonly lag_ms: number };

/** Memory of the rules about reports. */
export interface Reports {
  readonly messages: Map<EventKind, { from_ms: number; last_ms: number; count: number }>;
  readonly conflict: { from_ms: number; last_ms: number; count: number };
  readonly skew: { refused_ms: number[]; lags: Lags; from_ms: number; open: boolean };
}

/** Lags within the window, the oldest at `first`. */
interface Lags {
  at_ms: number[];
  lag_ms: number[];
  first: number;
  /** How many of them are too long. */
  long: number;
}

export const startReports = (): Reports => ({
  messages: new Map(),
  conflict: { from_ms: 0, last_ms: -Infinity, count: 0 },
  skew: { refused_ms: [], lags: { at_ms: [], lag_ms: [], first: 0, long: 0 }, from_ms: 0, open: false },
});

export function judgeReport(state: Reports, scene: Scene, report: VehicleReport): void {
  switch (report.type) {
    case 'message':
      return judgeMessage(state, scene, report);
    case 'conflict':
      return judgeConflict(state, scene, report.ts_ms);
    case 'future':
      keep(state.skew.refused_ms, report.received_ms, scene.rules.skewWindow_ms);
      return judgeSkew(state, scene, report.received_ms);
    case 'lag':
      keepLag(state.skew.lags, report.received_ms, report.lag_ms, scene.rules);
      return judgeSkew(state, scene, report.received_ms);
  }
}

/** A driver's own message stands until somebody resolves it; the same said again soon after is the same. */
function judgeMessage(state: Reports, scene: Scene, message: Extract<VehicleReport, { type: 'message' }>): void {
  const { ts_ms, kind, note, lat, lon } = message;
  if (kind === 'refuel' || kind === 'unload') {
    scene.errand_ms = Math.max(scene.errand_ms, ts_ms);
    return;
  }
  if (kind === 'other') return;
  const said = state.messages.get(kind);
  const again = said !== undefined && ts_ms - said.last_ms <= scene.rules.mergeGap_ms;
  const now = again ? { ...said, last_ms: ts_ms, count: said.count + 1 } : { from_ms: ts_ms, last_ms: ts_ms, count: 1 };
  state.messages.set(kind, now);
  const severity = kind === 'sos' || kind === 'breakdown' ? 'critical' : 'warning';
  const subject = subjectOf(scene, dutyAt(scene, now.from_ms));
  scene.out.push(
    keyedByVehicle(
      fact(kind, severity, subject, now.from_ms, null, { lat, lon, edge: null }, { messages: now.count }, note),
    ),
  );
}

function judgeConflict({ conflict }: Reports, scene: Scene, ts_ms: number): void {
  if (ts_ms - conflict.last_ms > scene.rules.mergeGap_ms) {
    conflict.from_ms = ts_ms;
    conflict.count = 0;
  }
  conflict.last_ms = Math.max(ts_ms, conflict.from_ms);
  conflict.count++;
  const subject = subjectOf(scene, dutyAt(scene, conflict.from_ms));
  const figures = { conflicts: conflict.count };
  scene.out.push(fact('conflict', 'warning', subject, conflict.from_ms, conflict.last_ms, NOWHERE, figures));
}

/** Times ahead of the service's, or live fixes that lag far behind: the device's clock is wrong. */
function judgeSkew({ skew }: Reports, scene: Scene, now_ms: number): void {
  const { skewRefusals, skewLeastFixes, skewWindow_ms } = scene.rules;
  while (skew.refused_ms.length > 0 && now_ms - skew.refused_ms[0]! > skewWindow_ms) skew.refused_ms.shift();
  const count = skew.lags.lag_ms.length - skew.lags.first;
  // The median is too long where no more than half are not; sorting a window of thousands for every fix is not needed.
  const lagging = count >= skewLeastFixes && count - skew.lags.long <= count >> 1;
  const wrong = skew.refused_ms.length >= skewRefusals || lagging;
  if (wrong === skew.open) return;
  const lag_ms = count < skewLeastFixes ? 0 : median(skew.lags.lag_ms.slice(skew.lags.first));
  if (wrong) skew.from_ms = now_ms;
  skew.open = wrong;
  const figures = { refusals: skew.refused_ms.length, lag_s: tenth(lag_ms / 1_000) };
  const subject = subjectOf(scene, dutyAt(scene, skew.from_ms));
  scene.out.push(fact('clock-skew', 'warning', subject, skew.from_ms, wrong ? null : now_ms, NOWHERE, figures));
}

/** A person's message belongs to the vehicle, whatever it is assigned to. */
function keyedByVehicle(one: IncidentFact): IncidentFact {
  return { ...one, key: `${one.kind}:${one.vehicle}:${one.from_ms}` };
}

function keep(times_ms: number[], at_ms: number, window_ms: number): void {
  times_ms.push(at_ms);
  while (at_ms - times_ms[0]! > window_ms) times_ms.shift();
}

/** What left the window is cut off when it is as much as what is in it. */
function keepLag(lags: Lags, at_ms: number, lag_ms: number, { skewLag_ms, skewWindow_ms }: Rules): void {
  lags.at_ms.push(at_ms);
  lags.lag_ms.push(lag_ms);
  if (lag_ms > skewLag_ms) lags.long++;
  for (; at_ms - lags.at_ms[lags.first]! > skewWindow_ms; lags.first++)
    if (lags.lag_ms[lags.first]! > skewLag_ms) lags.long--;
  if (2 * lags.first <= lags.at_ms.length) return;
  lags.at_ms = lags.at_ms.slice(lags.first);
  lags.lag_ms = lags.lag_ms.slice(lags.first);
  lags.first = 0;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1]!;
}
