import type { Operation } from '@sweepline/contract';
import type { EdgeLedger } from '../coverage/edge-ledger.ts';
import type { GearLog } from '../coverage/gear.ts';
import type { Ledger } from '../coverage/ledger.ts';
import type { Network } from '../network/network.ts';
import type { Area, PlannedAssignment } from '../pipeline/plan.ts';
import type { Rules, SpeedRange } from '../pipeline/rules.ts';
import type { EdgeNo, VehicleSetting } from '../pipeline/stages.ts';
import type { IncidentFact } from './fact.ts';

/** An assignment as its vehicle works on it. */
export interface Duty {
  readonly plan: PlannedAssignment;
  /** What the vehicle itself covered. */
  readonly ledger: Ledger;
  /** Since when it has moved on the route inside the window; null before. */
  started_ms: number | null;
  /** The edge last asked for by `plannedOn`, and the answer. */
  asked: EdgeNo;
  there: EdgeLedger | undefined;
}

export const startDuty = (plan: PlannedAssignment, ledger: Ledger): Duty => ({
  plan,
  ledger,
  started_ms: null,
  asked: -1,
  there: undefined,
});

/** What the plan has of an edge. A vehicle mostly stays on its street: only another one is looked up in the ledger. */
export function plannedOn(duty: Duty, edge: EdgeNo): EdgeLedger | undefined {
  if (edge !== duty.asked) {
    duty.asked = edge;
    duty.there = duty.ledger.byEdge.get(edge);
  }
  return duty.there;
}

/** What every rule may look at, and where it puts what it finds. */
export interface Scene {
  readonly setting: VehicleSetting;
  readonly network: Network;
  readonly areas: readonly Area[];
  readonly rules: Rules;
  readonly gear: GearLog;
  readonly speeds: Readonly<Record<Operation, SpeedRange>>;
  /** The vehicle's assignments, past and coming ones too. */
  duties: readonly Duty[];
  /** The last time the driver reported refuelling or unloading; −∞ before. */
  errand_ms: number;
  readonly out: IncidentFact[];
}

/** The assignment under way at an instant; null outside every window. */
export function dutyAt({ duties }: Scene, at_ms: number): Duty | null {
  for (const duty of duties) if (at_ms >= duty.plan.from_ms && at_ms < duty.plan.to_ms) return duty;
  return null;
}

export const subjectOf = ({ setting }: Scene, duty: Duty | null) => ({
  vehicle: setting.vehicle,
  assignment: duty?.plan.assignment ?? null,
});
