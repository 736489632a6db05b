import type { EventKind } from '@sweepline/contract';
import { fact, NOWHERE, tenth, type IncidentFact } from './fact.ts';
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
  readonly skew: { refused_ms: number[]; lag_ms: number[]; lagAt_ms: number[]; from_ms: number; open: boolean };
}

export const startReports = (): Reports => ({
  messages: new Map(),
  conflict: { from_ms: 0, last_ms: -Infinity, count: 0 },
  skew: { refused_ms: [], lag_ms: [], lagAt_ms: [], from_ms: 0, open: false },
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
      state.skew.lag_ms.push(report.lag_ms);
      keep(state.skew.lagAt_ms, report.received_ms, scene.rules.skewWindow_ms);
      state.skew.lag_ms.splice(0, state.skew.lag_ms.length - state.skew.lagAt_ms.length);
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
  const { skewRefusals, skewLag_ms, skewLeastFixes, skewWindow_ms } = scene.rules;
  while (skew.refused_ms.length > 0 && now_ms - skew.refused_ms[0]! > skewWindow_ms) skew.refused_ms.shift();
  const lag_ms = skew.lag_ms.length < skewLeastFixes ? 0 : median(skew.lag_ms);
  const wrong = skew.refused_ms.length >= skewRefusals || lag_ms > skewLag_ms;
  if (wrong === skew.open) return;
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

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1]!;
}
