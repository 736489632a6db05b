import {
  centimetresOf,
  instantOf,
  instantOfLocal,
  localOf,
  metresOf,
  UNCOVERED_REASONS,
  type Contract,
  type CoverageAnswer,
  type Grade,
  type Operation,
  type Piece,
  type Rule,
  type Side,
  type Terms,
  type TermsVersion,
  type UncoveredReason,
} from '@sweepline/contract';
import { beginDraft } from '../draft.ts';
import { NOTHING_EARLIER } from '../money/earlier.ts';
import type { DraftSetup, SealedWork } from '../setup.ts';

export const ZONE = 'Europe/Chisinau';

/** What became of so many metres, one after the other along a leg. */
export type Stretch = readonly [state: 'covered' | 'excused' | UncoveredReason, length_m: number];

export interface LegWish {
  readonly edge: string;
  readonly side?: Side;
  readonly pass?: number;
  readonly street?: string;
  readonly stretches: readonly Stretch[];
}

export interface WorkWish {
  readonly id: string;
  readonly zone?: string;
  readonly date?: string;
  /** Minutes after local midnight at which the window begins and ends. */
  readonly minutes?: readonly [from: number, to: number];
  readonly route?: string;
  readonly operation?: Operation;
  readonly vehicle?: string;
  readonly grade?: Grade;
  readonly uptime_pct?: number | null;
  readonly legs: readonly LegWish[];
}

/** A sealed result in which the covered metres were passed one minute before the window's end. */
export function workOf(wish: WorkWish): SealedWork {
  const { id, zone = ZONE, date = '2026-10-05', minutes = [360, 600], route = 'r1', grade = 'A' } = wish;
  const [from_ms, to_ms] = minutes.map((minute) => instantOfLocal(zone, date, minute)) as [number, number];
  const sums_cm = { planned: 0, covered: 0, excused: 0 };
  const uncovered = new Map<UncoveredReason, number>(UNCOVERED_REASONS.map((reason) => [reason, 0]));
  const legs = wish.legs.map(({ edge, side = 'right', pass = 1, stretches }) => {
    let at_cm = 0;
    let covered_cm = 0;
    const pieces = stretches.map(([state, length_m]): Piece => {
      const length_cm = centimetresOf(length_m);
      const span = { from_m: metresOf(at_cm), to_m: metresOf(at_cm + length_cm), marks: [] };
      at_cm += length_cm;
      if (state === 'covered') {
        covered_cm += length_cm;
        return { ...span, state, at: instantOf(to_ms - 60_000) };
      }
      if (state === 'excused') {
        sums_cm.excused += length_cm;
        return { ...span, state };
      }
      uncovered.set(state, uncovered.get(state)! + length_cm);
      return { ...span, state: 'uncovered', reason: state };
    });
    sums_cm.planned += at_cm;
    sums_cm.covered += covered_cm;
    return { edge, side, pass, length_m: metresOf(at_cm), covered_m: metresOf(covered_cm), lastPassAt: null, pieces };
  });
  const answer: CoverageAnswer = {
    assignment: id,
    routeVersion: 1,
    rulesVersion: '1',
    matcherVersion: '1',
    revision: 1,
    status: 'sealed',
    sealedAt: instantOf(to_ms + 86_400_000),
    digest: `digest of ${id}`,
    planned_m: metresOf(sums_cm.planned),
    covered_m: metresOf(sums_cm.covered),
    excused_m: metresOf(sums_cm.excused),
    uncovered_m: Object.fromEntries(
      [...uncovered].map(([reason, length_cm]) => [reason, metresOf(length_cm)]),
    ) as Record<UncoveredReason, number>,
    quality: {
      grade,
      uptime_pct: wish.uptime_pct === undefined ? 99 : wish.uptime_pct,
      fixes: 1,
      rejected: 0,
      conflicts: 0,
      fieldErrors: 0,
      gaps: [],
    },
    legs,
  };
  return {
    assignment: id,
    date: localOf(zone, from_ms).date,
    route,
    operation: wish.operation ?? 'sweep',
    vehicle: wish.vehicle ?? 'v1',
    from: instantOf(from_ms),
    to: instantOf(to_ms),
    retroactive: false,
    streets: new Map(wish.legs.map(({ edge, street }) => [edge, street ?? `street of ${edge}`])),
    answer,
  };
}

export const contractOf = (changes: Partial<Contract> = {}): Contract => ({
  id: 'c1',
  municipality: 'm1',
  contractor: 'k1',
  contractorName: 'Contractor 1',
  number: '118/25',
  title: null,
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'MDL',
  price: 500_000_000,
  operations: ['sweep'],
  routes: null,
  termsVersion: 1,
  ...changes,
});

export const termsOf = (rules: readonly Rule[], changes: Partial<Terms> = {}): Terms => ({
  from: '2026-01-01',
  prices: [{ operation: 'sweep', perMetre: '2' }],
  completion: { leg: '95', route: '90' },
  gps: { grade: 'B' },
  deadlines: { answerDays: 5, decisionDays: 10 },
  overlap: 'greatest',
  rules: [...rules],
  ...changes,
});

export const versionOf = (terms: Terms, version = 1): TermsVersion => ({
  version,
  by: 'auditor',
  at: '2026-01-01T00:00:00.000Z',
  terms,
});

export const setupOf = (terms: Terms | readonly TermsVersion[], changes: Partial<DraftSetup> = {}): DraftSetup => ({
  contract: contractOf(),
  terms: 'rules' in terms ? [versionOf(terms)] : terms,
  timezone: ZONE,
  from: '2026-10-01',
  to: '2026-11-01',
  paymentDate: '2026-11-10',
  incidents: [],
  delaysTo: changes.to ?? '2026-11-01',
  earlier: NOTHING_EARLIER,
  ...changes,
});

/** The whole way: works in, lines and totals out. */
export function draftOf(
  setup: DraftSetup,
  works: readonly SealedWork[],
  dropped?: ReadonlyMap<number, string>,
): ReturnType<ReturnType<typeof beginDraft>['finish']> {
  const draft = beginDraft(setup);
  for (const work of works) draft.add(work);
  return draft.finish(dropped);
}
