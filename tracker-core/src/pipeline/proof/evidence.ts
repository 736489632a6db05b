import type { Vehicle } from '@sweepline/contract';
import type { Network } from '../../network/network.ts';
import { fixOf, gearBits } from '../fix-of.ts';
import type { Area, PlannedAssignment } from '../plan.ts';
import { recomputeVehicle, type VehicleFacts } from '../recompute.ts';
import type { Fix, VehicleSetting } from '../stages.ts';
import { onePerInstant, type Choice, type ChosenFixes, type CountingFix } from './choice.ts';

/** Fixes this long before and after what is asked for are read too, so that the matcher knows where the vehicle came from. */
export const CONTEXT_MS = 30 * 60_000;

/** Stored fixes with all that follows from them. */
export interface Proof {
  readonly stored: readonly CountingFix[];
  readonly fixes: readonly Fix[];
  readonly facts: VehicleFacts;
}

/** What a vehicle's stored fixes of a time show, and what those alone show that count in a result. */
export interface VehicleEvidence extends Proof {
  /** The very same where nothing came too late. */
  readonly proof: Proof;
}

/** A vehicle as its fixes are judged. */
export const settingOf = (vehicle: Vehicle, drivesOn: 'left' | 'right', interval_s: number): VehicleSetting => ({
  vehicle: vehicle.id,
  contractor: vehicle.contractor,
  operations: vehicle.operations,
  gearWired: gearBits(vehicle.gearSensors),
  serves: vehicle.serves ?? 'kerb',
  drivesOn,
  interval_s,
});

/** How the fixes of a vehicle are judged. */
export interface Judged {
  readonly setting: VehicleSetting;
  readonly network: Network;
  /** Its municipality's yards: they decide on incidents, on no metre. */
  readonly areas: readonly Area[];
  readonly assignments: readonly PlannedAssignment[];
  readonly lateAfter_ms: number;
  readonly choice: Choice;
}

/** What a vehicle did by the fixes that were chosen, and by all that came too late besides. */
export function evidenceOf(judged: Judged, read: ChosenFixes): VehicleEvidence {
  const { setting, network, areas, assignments, lateAfter_ms, choice } = judged;
  const proved = (stored: readonly CountingFix[], fixes: readonly Fix[]): Proof => ({
    stored,
    fixes,
    facts: recomputeVehicle({ setting, network, areas }, fixes, assignments),
  });
  const asFix = ({ body, received_ms, ts_ms }: CountingFix): Fix => fixOf(body, received_ms, ts_ms, lateAfter_ms);
  const counting = onePerInstant(read.counting);
  const proof = proved(counting, counting.map(asFix));
  if (read.withLate === read.counting) return { ...proof, proof };
  const stored = onePerInstant(read.withLate);
  const fixes = stored.map((fix) => ({ ...asFix(fix), late: choice(fix.ts_ms, fix.received_ms) === 'late' }));
  return { ...proved(stored, fixes), proof };
}
