import type { CoverageAnswer, ResultStatus } from '@sweepline/contract';
import { coverageAnswer, digestOfFixes } from '../coverage/answer.ts';
import { assess } from '../coverage/assess.ts';
import { drivenOf, type Driven } from '../coverage/driven.ts';
import { createLedger, credit } from '../coverage/ledger.ts';
import { qualityOf } from '../coverage/quality.ts';
import { MATCHER_VERSION } from '../matching/limits.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { countFixes } from '../store/series/fix-counts.ts';
import { choiceOf, plansOf, type Basis, type BasisParts, type BasisVehicle } from './basis.ts';
import { settingOf, type EvidenceReader, type VehicleEvidence } from './evidence.ts';
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
  const { network } = ground;
  const plans = await plansOf(parts.db, basis, ground);
  const { plan } = plans;
  const ledger = createLedger(plan, network, { drivesOn: basis.drivesOn, lateCounts: true });
  // What came too late covers nothing, but says where there was work: the same lanes, credited as late.
  const beside = { ...ledger, lateCounts: false };
  const digests: string[] = [];
  let own: VehicleEvidence['proof'] | null = null;
  let fixes = 0;
  let hasLate = false;
  for (const one of basis.vehicles) {
    const judgedBy = plans.byVehicle.get(one.vehicle.id) ?? [];
    const evidence = await evidenceOf(parts, basis, one, ground, plan, judgedBy, options.remembered);
    const { proof } = evidence;
    for (const passage of proof.facts.passages) credit(ledger, passage);
    for (const { ts_ms, digest } of proof.stored) if (ts_ms >= plan.from_ms && ts_ms < plan.to_ms) digests.push(digest);
    if (evidence.facts !== proof.facts) {
      hasLate = true;
      for (const passage of evidence.facts.passages)
        if (passage.marks.includes('late-evidence')) credit(beside, passage);
    }
    fixes += proof.stored.length;
    if (one.vehicle.id === plan.vehicle) own = proof;
    await breathe();
  }
  const status = options.status(plan);
  const inWindow = own?.fixes.filter(({ ts_ms }) => ts_ms >= plan.from_ms && ts_ms < plan.to_ms) ?? [];
  const otherPlans = [...plans.byVehicle.values()].flat().filter(({ assignment }) => assignment !== plan.assignment);
  const devices = spansOf(basis.vehicles.find(({ vehicle }) => vehicle.id === plan.vehicle)!);
  const silenced = status !== 'running' && inWindow.length === 0 && ledger.covered_cm === 0;
  const assessment = assess(ledger, network, {
    silences: own?.facts.silences ?? [],
    otherPlans,
    blind: silenced && basis.heardBefore,
  });
  const counts = await countFixes(parts.db, devices, plan.from_ms, plan.to_ms);
  const quality = qualityOf({
    fixes: own?.fixes ?? [],
    from_ms: plan.from_ms,
    to_ms: plan.to_ms,
    until_ms: status === 'running' ? (inWindow.at(-1)?.ts_ms ?? plan.from_ms) : plan.to_ms,
    interval_s: basis.vehicles.find(({ vehicle }) => vehicle.id === plan.vehicle)!.interval_s,
    rejected: counts.rejected,
    conflicts: counts.conflicts,
    fieldErrors: counts.fieldErrors,
  });
  const answer = coverageAnswer({
    ledger,
    assessment,
    network,
    matcherVersion: MATCHER_VERSION,
    revision: options.revision,
    status,
    sealedAt_ms: options.sealedAt_ms,
    quality,
    fixesDigest: digestOfFixes(digests),
  });
  const subject = basis.vehicles.find(({ vehicle }) => vehicle.id === plan.vehicle)!;
  const driven = () => drivenBy(subject, basis.drivesOn, ground, plan, own);
  return { answer, fixes, hasLate, driven };
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

/** The times at which devices spoke for a vehicle. */
export const spansOf = ({ devices }: BasisVehicle) =>
  devices.map(({ device, from_ms, to_ms }) => ({ device, from_ms, to_ms: to_ms ?? Infinity }));

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
