import type { IncidentKind, UncoveredReason } from '@sweepline/contract';
import type { Body } from '../drive/body.ts';
import type { Errand, WorkErrand } from '../drive/errand.ts';
import type { FleetPlan, PlannedAssignment, PlannedVehicle } from '../plan/plan.ts';
import type { Random } from '../random/random.ts';
import type { Fix, Sent } from '../sensors/sent.ts';
import type { FaultKind } from './kinds.ts';

/** One fault of one vehicle, in seconds since the scenario's start. `value` is the kind's own number. */
export interface Fault {
  readonly kind: FaultKind;
  readonly vehicle: number;
  readonly from_s: number;
  readonly to_s: number;
  readonly value: number | null;
}

/** What a driver knows when a fault may strike. */
export interface Moment {
  readonly body: Readonly<Body>;
  readonly plan: FleetPlan;
  readonly assignment: PlannedAssignment;
  readonly random: Random;
}

/**
 * What a fault does, each a function over one of the streams: the driver's errands, the gear's and speed's wishes, the
 * hour of departure, or the fixes that the device sends.
 */
export interface FaultRule {
  /** It strikes at the first chance in its period and never again. */
  readonly once?: true;
  /** What is done instead of the errand; null where the fault does not apply to it. */
  readonly errand?: (errand: WorkErrand, fault: Fault, moment: Moment) => readonly Errand[] | null;
  readonly gear?: (wanted: boolean, fault: Fault) => boolean;
  readonly work_kmh?: (wanted_kmh: number, fault: Fault, vehicle: PlannedVehicle) => number;
  /** New hour of departure; Infinity: not at all. */
  readonly departure?: (depart_s: number, fault: Fault) => number;
  readonly fixes?: (
    stream: readonly Sent<Fix>[],
    fault: Fault,
    vehicle: PlannedVehicle,
    random: Random,
  ) => readonly Sent<Fix>[];
  /** The incident that must stand for it, by how long it lasted; null where none can. */
  readonly expects: (lasted_s: number, fault: Fault, vehicle: PlannedVehicle) => IncidentKind | null;
  /** Incidents that are right besides it: what the fault truly is, or leads to. */
  readonly mayCause?: readonly IncidentKind[];
  /** The reason that the metres it costs must be given, where no incident tells of it. */
  readonly costs?: UncoveredReason;
}

export const never = (): null => null;

/** True where an instant of the fix stream lies in the fault's period. */
export const strikes = (fault: Fault, ts_ms: number): boolean =>
  ts_ms >= fault.from_s * 1000 && ts_ms < fault.to_s * 1000;
