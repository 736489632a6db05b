import {
  assess,
  coverageAnswer,
  createLedger,
  credit,
  digestOfFixes,
  MATCHER_VERSION,
  qualityOf,
  recomputeVehicle,
  standing,
  type IncidentFact,
  type Network,
  type VehicleFacts,
} from '@sweepline/tracker-core/pure';
import type { CoverageAnswer } from '@sweepline/contract';
import type { LiveRun } from './live.ts';

/** Judged from an assignment's ledger or from what is not stored beside the fixes: the live word on them is the last. */
const JUDGED_ELSEWHERE = new Set(['late-start', 'no-show', 'will-miss', 'missed', 'conflict', 'clock-skew']);

export interface Result {
  readonly coverage: readonly CoverageAnswer[];
  /** What stands once everything is decided. */
  readonly incidents: readonly IncidentFact[];
  /** What each vehicle did, as the matcher tells it. */
  readonly facts: ReadonlyMap<string, VehicleFacts>;
}

/** What `GET coverage` answers after the windows: from the stored fixes, from empty state; and the incidents that stand. */
export function resultOf(
  network: Network,
  drivesOn: 'left' | 'right',
  { vehicles, assignments, told }: LiveRun,
): Result {
  const facts = new Map<string, VehicleFacts>();
  for (const { parts, store, messages } of vehicles) {
    const made = recomputeVehicle(
      { setting: parts.setting, network, areas: parts.areas },
      store.counting(),
      parts.assignments,
      [...messages].sort((a, b) => a.ts_ms - b.ts_ms),
    );
    facts.set(parts.setting.vehicle, made);
  }
  const coverage = assignments.map((plan) => {
    const ledger = createLedger(plan, network, { drivesOn });
    const contributors = vehicles.filter(({ parts }) => parts.setting.contractor === plan.contractor);
    for (const { parts } of contributors)
      for (const passage of facts.get(parts.setting.vehicle)!.passages) credit(ledger, passage);
    const own = vehicles.find(({ parts }) => parts.setting.vehicle === plan.vehicle)!;
    const assessment = assess(ledger, network, {
      silences: facts.get(plan.vehicle)!.silences,
      otherPlans: contributors.flatMap(({ parts }) => parts.assignments.filter((other) => other !== plan)),
    });
    const quality = qualityOf({
      fixes: own.store.counting(),
      from_ms: plan.from_ms,
      to_ms: plan.to_ms,
      until_ms: plan.to_ms,
      interval_s: own.parts.setting.interval_s,
      rejected: 0,
      conflicts: 0,
      fieldErrors: 0,
    });
    return coverageAnswer({
      ledger,
      assessment,
      network,
      matcherVersion: MATCHER_VERSION,
      revision: 0,
      status: 'closed',
      sealedAt_ms: null,
      quality,
      fixesDigest: digestOfFixes([]),
    });
  });
  const elsewhere = standing(told.map(({ incident }) => incident).filter(({ kind }) => JUDGED_ELSEWHERE.has(kind)));
  const ofFixes = [...facts.values()].flatMap(({ incidents }) =>
    incidents.filter(({ kind }) => !JUDGED_ELSEWHERE.has(kind)),
  );
  return { coverage, incidents: [...ofFixes, ...elsewhere], facts };
}
