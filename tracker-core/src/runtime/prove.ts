import type { CoverageAnswer, ResultStatus } from '@sweepline/contract';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { choiceOf, spansOf, type Basis, type BasisVehicle } from '../pipeline/proof/basis.ts';
import { settingOf, type VehicleEvidence } from '../pipeline/proof/evidence.ts';
import { CoverageProof } from '../pipeline/proof/prove.ts';
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
}

/** The result that follows from a basis and the stored fixes: the same for the same, whenever and however often. */
export async function prove(parts: ProveParts, basis: Basis, options: ProveOptions): Promise<Proved> {
  const ground = await parts.networks.version(basis.assignment.municipality, basis.network);
  const plans = await plansOf(parts.db, basis, ground);
  const { plan } = plans;
  const proof = new CoverageProof(basis, plans, ground.network);
  for (const one of basis.vehicles) {
    const judgedBy = plans.byVehicle.get(one.vehicle.id) ?? [];
    proof.take(one.vehicle.id, await evidenceOf(parts, basis, one, ground, plan, judgedBy, options.remembered));
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
  return { answer, fixes: proof.fixes, hasLate: proof.hasLate };
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
