import type { CoverageAnswer, ResultStatus } from '@sweepline/contract';
import { drivenOf, type Driven } from '../coverage/driven.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { choiceOf, spansOf, type Basis, type BasisVehicle } from '../pipeline/proof/basis.ts';
import { settingOf, type VehicleEvidence } from '../pipeline/proof/evidence.ts';
import { CoverageProof } from '../pipeline/proof/prove.ts';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { countFixes } from '../store/series/fix-counts.ts';
import { plansOf, type BasisParts } from './basis.ts';
import type { EvidenceReader } from './evidence.ts';
import type { Ground } from './networks.ts';

/** Sockets get their turn between vehicles. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface ProveParts extends BasisParts {
  readonly evidence: EvidenceReader;
}

export interface ProveOptions {
  /** Whether the basis is the present one, so that what is remembered of its vehicles serves. */
  readonly remembered: boolean;
  readonly status: (plan: PlannedAssignment) => ResultStatus;
  readonly revision: number;
  readonly sealedAt_ms: number | null;
}

export interface Proved {
  readonly answer: CoverageAnswer;
  /** Counting fixes that were gone through, those before and after the window included. */
  readonly fixes: number;
  /** Whether there is evidence that came too late to count. */
  readonly hasLate: boolean;
  /** How the assignment's own vehicle drove in the window: worked out where it is asked for. */
  readonly driven: () => Driven;
}

/** The result that follows from a basis and the stored fixes: the same for the same, whenever and however often. */
export async function prove(parts: ProveParts, basis: Basis, options: ProveOptions): Promise<Proved> {
  const ground = await parts.networks.version(basis.assignment.municipality, basis.network);
  const plans = await plansOf(parts.db, basis, ground);
  const { plan } = plans;
  const proof = new CoverageProof(basis, plans, ground.network);
  let own: VehicleEvidence['proof'] | null = null;
  for (const one of basis.vehicles) {
    const judgedBy = plans.byVehicle.get(one.vehicle.id) ?? [];
    const found = await evidenceOf(parts, basis, one, ground, plan, judgedBy, options.remembered);
    proof.take(one.vehicle.id, found);
    if (one.vehicle.id === plan.vehicle) own = found.proof;
    await breathe();
  }
  const devices = spansOf(basis.vehicles.find(({ vehicle }) => vehicle.id === plan.vehicle)!);
  const counts = await countFixes(parts.db, devices, plan.from_ms, plan.to_ms);
  const answer = proof.answer({
    status: options.status(plan),
    revision: options.revision,
    sealedAt_ms: options.sealedAt_ms,
    counts,
  });
  const subject = basis.vehicles.find(({ vehicle }) => vehicle.id === plan.vehicle)!;
  const driven = () => drivenBy(subject, basis.drivesOn, ground, plan, own);
  return { answer, fixes: proof.fixes, hasLate: proof.hasLate, driven };
}

function drivenBy(
  { vehicle, interval_s }: BasisVehicle,
  drivesOn: Basis['drivesOn'],
  { network, areas }: Ground,
  plan: PlannedAssignment,
  own: VehicleEvidence['proof'] | null,
): Driven {
  const { from_ms, to_ms } = plan;
  const { fixes, facts } = own ?? { fixes: [], facts: { passages: [], distance_m: 0 } };
  const inside = fixes.filter(({ ts_ms }) => ts_ms >= from_ms && ts_ms < to_ms);
  const setting = settingOf(vehicle, drivesOn, interval_s);
  // Along the way of the window's fixes alone, as tracks are measured.
  const { distance_m } =
    inside.length === fixes.length ? facts : recomputeVehicle({ setting, network, areas }, inside, [plan]);
  return drivenOf({ fixes: inside, passages: facts.passages, distance_m, from_ms, to_ms, interval_s });
}

function evidenceOf(
  { evidence }: ProveParts,
  basis: Basis,
  one: BasisVehicle,
  ground: Ground,
  { from_ms, to_ms }: PlannedAssignment,
  judgedBy: readonly PlannedAssignment[],
  remembered: boolean,
): Promise<VehicleEvidence> {
  if (remembered) return evidence.of(one.vehicle, from_ms, to_ms, judgedBy);
  const setting = settingOf(one.vehicle, basis.drivesOn, one.interval_s);
  return evidence.read({ setting, devices: spansOf(one), ground }, from_ms, to_ms, judgedBy, choiceOf(basis));
}
