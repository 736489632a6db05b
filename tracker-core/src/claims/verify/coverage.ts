import type { Assignment, CoverageAnswer, LegCoverage } from '@sweepline/contract';
import { MATCHER_VERSION } from '../../matching/limits.ts';
import { decodeNetwork } from '../../network/snapshot.ts';
import type { Network } from '../../network/network.ts';
import { choiceOf, spansOf, type Basis } from '../../pipeline/proof/basis.ts';
import { Choosing, joined, type ChosenFixes } from '../../pipeline/proof/choice.ts';
import { CONTEXT_MS, evidenceOf, settingOf } from '../../pipeline/proof/evidence.ts';
import { plansOf } from '../../pipeline/proof/plan-of.ts';
import { CoverageProof, type ProofStatus } from '../../pipeline/proof/prove.ts';
import { RULES, rulesVersionOf } from '../../pipeline/rules.ts';
import { networkName, planName, resultName, type PackedPlan, type PackedResult } from '../pack/content.ts';
import type { DeviceFix, DeviceFixes } from './device-fixes.ts';
import type { Findings } from './finding.ts';
import type { OpenPack } from './members.ts';

/** Makes the answers of a pack again out of its raw fixes, plans and streets. */
export class CoverageCheck {
  readonly #pack: OpenPack;
  readonly #fixes: DeviceFixes;
  readonly #findings: Findings;
  readonly #plans = new Map<string, PackedPlan>();
  #network: { readonly version: number; readonly network: Network } | null = null;
  #looked = 0;
  #without = 0;

  constructor(pack: OpenPack, fixes: DeviceFixes, findings: Findings) {
    this.#pack = pack;
    this.#fixes = fixes;
    this.#findings = findings;
  }

  /** Makes one again, and names where it differs. @throws Error where something that it follows from is not in the pack */
  check(result: PackedResult): void {
    const { assignment, basis, answer } = result;
    if (basis === null) {
      this.#without++;
      return;
    }
    this.#looked++;
    if (answer.assignment !== assignment || answer.revision !== result.revision || basis.assignment.id !== assignment)
      this.#findings.fault('coverage', resultName(assignment), 'is of another assignment or revision');
    if (answer.matcherVersion !== MATCHER_VERSION || answer.rulesVersion !== rulesVersionOf(RULES)) {
      const theirs = `matcher ${answer.matcherVersion}, rules ${answer.rulesVersion}`;
      this.#findings.fault(
        'coverage',
        assignment,
        `was made by another version of the service (${theirs}): verify it by that version, this is ${MATCHER_VERSION}, ${rulesVersionOf(RULES)}`,
      );
      return;
    }
    const again = this.#again(result, basis);
    for (const message of differencesOf(answer, again)) this.#findings.fault('coverage', assignment, message);
  }

  done(): void {
    const gap = this.#without === 0 ? null : `${this.#without} results were sealed without what they follow from`;
    this.#findings.done('coverage', this.#looked, 'results', gap);
  }

  #again({ revision, sealedAt, answer }: PackedResult, basis: Basis): CoverageAnswer {
    return proveAgain(
      basis,
      (assignment) => this.#planOf(assignment),
      this.#streets(basis.network),
      (device) => this.#fixes.of(device),
      { status: answer.status, revision, sealedAt_ms: Date.parse(sealedAt), counts: answer.quality },
    );
  }

  #streets(version: number): Network {
    if (this.#network?.version !== version)
      this.#network = { version, network: decodeNetwork(Uint8Array.from(this.#pack.bytes(networkName(version)))) };
    return this.#network.network;
  }

  #planOf({ route, routeVersion }: Assignment): PackedPlan {
    const name = planName(route, routeVersion);
    const known = this.#plans.get(name);
    if (known) return known;
    const plan = JSON.parse(this.#pack.text(name)) as PackedPlan;
    this.#plans.set(name, plan);
    return plan;
  }
}

/** The answer that follows from a basis; `fixesOf` has all fixes of a device, in the order of time. */
export function proveAgain(
  basis: Basis,
  planOf: (assignment: Assignment) => PackedPlan,
  network: Network,
  fixesOf: (device: string) => readonly DeviceFix[],
  status: ProofStatus,
): CoverageAnswer {
  const plans = plansOf(basis, planOf, network);
  const { from_ms, to_ms } = plans.plan;
  const proof = new CoverageProof(basis, plans, network);
  const choice = choiceOf(basis);
  for (const one of basis.vehicles) {
    const chosen = spansOf(one).map(({ device, ...span }): ChosenFixes => {
      const choosing = new Choosing(choice);
      const begin_ms = Math.max(from_ms - CONTEXT_MS, span.from_ms);
      const end_ms = Math.min(to_ms + CONTEXT_MS, span.to_ms);
      if (begin_ms < end_ms)
        for (const fix of between(fixesOf(device), begin_ms, end_ms))
          choosing.take(fix.ts_ms, fix.received_ms, () => fix);
      return choosing.chosen();
    });
    const judged = {
      setting: settingOf(one.vehicle, basis.drivesOn, one.interval_s),
      ...{ network, areas: [], choice, lateAfter_ms: basis.lateAfter_ms },
      assignments: plans.byVehicle.get(one.vehicle.id) ?? [],
    };
    proof.take(one.vehicle.id, evidenceOf(judged, chosen.length === 0 ? NOTHING : joined(chosen)));
  }
  return proof.answer(status);
}

const NOTHING: ChosenFixes = ((none) => ({ counting: none, withLate: none }))([]);

/** The fixes of [from, to) among those in the order of time. */
function between(fixes: readonly DeviceFix[], from_ms: number, to_ms: number): readonly DeviceFix[] {
  const first = (at_ms: number): number => {
    let [low, high] = [0, fixes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fixes[middle]!.ts_ms < at_ms) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return fixes.slice(first(from_ms), first(to_ms));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const keyOf = ({ edge, side, pass }: LegCoverage): string => `leg ${edge} ${side} pass ${pass}`;
const MOST_TOLD = 5;

/** Where two answers differ, leg by leg. */
function differencesOf(told: CoverageAnswer, again: CoverageAnswer): string[] {
  if (same(told, again)) return [];
  const found: string[] = [];
  const legs = new Map(again.legs.map((leg) => [keyOf(leg), leg]));
  for (const leg of told.legs) {
    const other = legs.get(keyOf(leg));
    if (other === undefined) found.push(`${keyOf(leg)} does not follow from the plan`);
    else if (!same(leg, other))
      found.push(
        `${keyOf(leg)}: ${leg.covered_m} of ${leg.length_m} m were told, the fixes give ${other.covered_m} of ${other.length_m} m, or other reasons`,
      );
    legs.delete(keyOf(leg));
  }
  for (const key of legs.keys()) found.push(`${key} is left out`);
  const more = found.length - MOST_TOLD;
  if (more > 0) found.splice(MOST_TOLD, more, `and ${more} other legs`);
  for (const field of [
    'planned_m',
    'covered_m',
    'excused_m',
    'uncovered_m',
    'quality',
    'sealedAt',
    'routeVersion',
  ] as const)
    if (!same(told[field], again[field]))
      found.push(`${field} was told as ${JSON.stringify(told[field])}, the fixes give ${JSON.stringify(again[field])}`);
  if (told.digest !== again.digest) found.push(`the digest was told as ${told.digest}, the fixes give ${again.digest}`);
  return found.length > 0 ? found : ['differs from what the fixes give'];
}
