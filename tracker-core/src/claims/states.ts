import type { ClaimEntry, ClaimState } from '@sweepline/contract';

/** What is done to a claim as a whole. */
export type ClaimStep =
  'drafted' | 'stopped' | 'issued' | 'answered' | 'decided' | 'paid' | 'withheld' | 'cancelled' | 'replaced';

/** From which states a step leads, and to which. Its name is that of the entry that it leaves. */
const STEPS: Readonly<Record<ClaimStep, { readonly from: readonly ClaimState[]; readonly to: ClaimState }>> = {
  drafted: { from: ['drafting'], to: 'draft' },
  // A draft that nobody issues is put away by the same step; the contractor never saw it.
  stopped: { from: ['drafting', 'draft'], to: 'stopped' },
  issued: { from: ['draft'], to: 'issued' },
  answered: { from: ['issued'], to: 'answered' },
  // From `issued` only once the time to answer is over.
  decided: { from: ['issued', 'answered'], to: 'decided' },
  paid: { from: ['decided'], to: 'paid' },
  withheld: { from: ['decided'], to: 'withheld' },
  cancelled: { from: ['issued', 'answered', 'decided'], to: 'cancelled' },
  replaced: { from: ['issued', 'answered', 'decided'], to: 'replaced' },
};

export const stepOf = (
  step: ClaimStep,
): { readonly from: readonly ClaimState[]; readonly to: ClaimState; readonly entry: ClaimEntry['action'] } => ({
  ...STEPS[step],
  entry: step,
});

export const allows = (state: ClaimState, step: ClaimStep): boolean => STEPS[step].from.includes(state);

/** What the contractor never sees: it was not issued. */
export const UNISSUED: readonly ClaimState[] = ['drafting', 'stopped', 'draft'];

/** A claim in one of these states holds its period: another one of the same contract would charge it twice. */
export const HOLDING: readonly ClaimState[] = [
  'drafting',
  'draft',
  'issued',
  'answered',
  'decided',
  'paid',
  'withheld',
];

/** What is charged already, for the cap of a whole contract. */
export const CHARGING: readonly ClaimState[] = ['issued', 'answered', 'decided', 'paid', 'withheld'];
