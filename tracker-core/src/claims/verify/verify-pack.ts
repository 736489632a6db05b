import type { ChainHead } from '@sweepline/contract';
import { CLAIM, resultName, type PackedClaim, type PackedResult } from '../pack/content.ts';
import type { Manifest } from '../pack/manifest.ts';
import { Needs } from '../pack/needs.ts';
import type { SealedWork } from '../setup.ts';
import { checkChain } from './chain.ts';
import { CoverageCheck } from './coverage.ts';
import { DeviceFixes } from './device-fixes.ts';
import { Findings, type Check, type Fault, type Outcome } from './finding.ts';
import { openPack, type OpenPack } from './members.ts';
import { checkMoney, planOfWork, workOf } from './money.ts';
import type { ByteSource } from './read-pack.ts';

/** What the other side holds. */
export interface Held {
  /** Raw public key, 32 bytes; null: that in the pack serves. */
  readonly key: Uint8Array | null;
  /** As they were published; null: there are none to compare with. */
  readonly heads: readonly ChainHead[] | null;
}

export interface Verdict {
  readonly manifest: Manifest | null;
  readonly outcomes: readonly Outcome[];
  /** Empty: everything that could be looked at is as it must be. */
  readonly faults: readonly Fault[];
}

/** Checks a pack from its bytes alone: archive, signature, chain, coverage and money. */
export function verifyPack(source: ByteSource, { key, heads }: Held): Verdict {
  const findings = new Findings();
  const pack = openPack(source, key, findings);
  if (pack) attempt('members', CLAIM, findings, () => examine(pack, heads, findings));
  return { manifest: pack?.manifest ?? null, outcomes: findings.outcomes, faults: findings.faults };
}

function examine(pack: OpenPack, heads: readonly ChainHead[] | null, findings: Findings): void {
  const claim = attempt('money', CLAIM, findings, () => JSON.parse(pack.text(CLAIM)) as PackedClaim);
  if (!claim) return;
  const fixes = new DeviceFixes(pack);
  const needs = new Needs();
  const results = resultsOf(pack, claim, findings);
  for (const result of results())
    if (result.basis) attempt('coverage', resultName(result.assignment), findings, () => needs.take(result.basis!));
  attempt('chain', 'chain.json', findings, () => checkChain(pack, fixes, needs, heads, findings));

  const coverage = new CoverageCheck(pack, fixes, findings);
  const works: SealedWork[] = [];
  const streets = new Map(Object.entries(claim.streets));
  for (const result of results()) {
    const { assignment, basis, answer } = result;
    attempt('coverage', assignment, findings, () => coverage.check(result));
    attempt('money', assignment, findings, () => {
      if (basis) works.push(workOf(basis, answer, planOfWork(pack, basis), claim.setup.timezone, streets));
      else
        findings.fault(
          'money',
          assignment,
          'its result was sealed without what it follows from: it cannot be drafted again',
        );
    });
  }
  coverage.done();
  attempt('money', CLAIM, findings, () => checkMoney(pack, claim, works, findings));
}

/** The results that the claim names, one at a time; faults of reading are told once. */
function resultsOf(pack: OpenPack, claim: PackedClaim, findings: Findings): () => Generator<PackedResult> {
  const told = new Set<string>();
  const read = (assignment: string, revision: number): PackedResult => {
    const result = JSON.parse(pack.text(resultName(assignment))) as PackedResult;
    if (result.assignment !== assignment || result.revision !== revision)
      throw new Error(
        `is revision ${result.revision} of ${result.assignment}, the claim follows from revision ${revision}`,
      );
    return result;
  };
  return function* () {
    for (const { assignment, revision } of claim.works) {
      try {
        yield read(assignment, revision);
      } catch (error) {
        if (!told.has(assignment)) findings.fault('coverage', resultName(assignment), (error as Error).message);
        told.add(assignment);
      }
    }
  };
}

/** What was tampered with may be of any shape: that it cannot be read is a finding like any other. */
function attempt<Result>(check: Check, where: string, findings: Findings, work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    findings.fault(check, where, `cannot be checked: ${(error as Error).message}`);
    return null;
  }
}
