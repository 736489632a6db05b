import type { CoverageAnswer, Quality, ResultStatus } from '@sweepline/contract';
import { coverageAnswer, digestOfFixes } from '../../coverage/answer.ts';
import { assess } from '../../coverage/assess.ts';
import { createLedger, credit, type Ledger } from '../../coverage/ledger.ts';
import { qualityOf } from '../../coverage/quality.ts';
import { MATCHER_VERSION } from '../../matching/limits.ts';
import type { Network } from '../../network/network.ts';
import type { Basis } from './basis.ts';
import type { VehicleEvidence } from './evidence.ts';
import type { BasisPlans } from './plan-of.ts';

/** What is told with a result besides what it follows from. */
export interface ProofStatus {
  readonly status: ResultStatus;
  readonly revision: number;
  readonly sealedAt_ms: number | null;
  /** Of the devices of the assignment's vehicle in the window. */
  readonly counts: Pick<Quality, 'rejected' | 'conflicts' | 'fieldErrors'>;
}

/** Makes the result that follows from a basis and its vehicles' evidence: the same for the same, whenever and wherever. */
export class CoverageProof {
  /** Counting fixes that were gone through, those before and after the window included. */
  fixes = 0;
  /** Whether there is evidence that came too late to count. */
  hasLate = false;
  readonly #basis: Basis;
  readonly #plans: BasisPlans;
  readonly #network: Network;
  readonly #ledger: Ledger;
  /** What came too late covers nothing, but says where there was work: the same lanes, credited as late. */
  readonly #beside: Ledger;
  readonly #digests: string[] = [];
  #own: VehicleEvidence['proof'] | null = null;

  constructor(basis: Basis, plans: BasisPlans, network: Network) {
    this.#basis = basis;
    this.#plans = plans;
    this.#network = network;
    this.#ledger = createLedger(plans.plan, network, { drivesOn: basis.drivesOn, lateCounts: true });
    this.#beside = { ...this.#ledger, lateCounts: false };
  }

  /** Of each vehicle of the basis, in its order. */
  take(vehicle: string, evidence: VehicleEvidence): void {
    const { plan } = this.#plans;
    const { proof } = evidence;
    for (const passage of proof.facts.passages) credit(this.#ledger, passage);
    for (const { ts_ms, digest } of proof.stored)
      if (ts_ms >= plan.from_ms && ts_ms < plan.to_ms) this.#digests.push(digest);
    if (evidence.facts !== proof.facts) {
      this.hasLate = true;
      for (const passage of evidence.facts.passages)
        if (passage.marks.includes('late-evidence')) credit(this.#beside, passage);
    }
    this.fixes += proof.stored.length;
    if (vehicle === plan.vehicle) this.#own = proof;
  }

  answer({ status, revision, sealedAt_ms, counts }: ProofStatus): CoverageAnswer {
    const { plan, byVehicle } = this.#plans;
    const [ledger, network, own, basis] = [this.#ledger, this.#network, this.#own, this.#basis];
    const inWindow = own?.fixes.filter(({ ts_ms }) => ts_ms >= plan.from_ms && ts_ms < plan.to_ms) ?? [];
    const otherPlans = [...byVehicle.values()].flat().filter(({ assignment }) => assignment !== plan.assignment);
    const silenced = status !== 'running' && inWindow.length === 0 && ledger.covered_cm === 0;
    const assessment = assess(ledger, network, {
      silences: own?.facts.silences ?? [],
      otherPlans,
      blind: silenced && basis.heardBefore,
    });
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
    return coverageAnswer({
      ledger,
      assessment,
      network,
      matcherVersion: MATCHER_VERSION,
      revision,
      status,
      sealedAt_ms,
      quality,
      fixesDigest: digestOfFixes(this.#digests),
    });
  }
}
