import { metresOf, type UncoveredReason } from '@sweepline/contract';

/** Uncovered lengths by reason, as answers have them: metres to the centimetre, each reason in the order of the closed list. */
export const reasonMetres = (cm: Readonly<Record<UncoveredReason, number>>): Record<UncoveredReason, number> => ({
  'not-reached': metresOf(cm['not-reached']),
  'no-data': metresOf(cm['no-data']),
  'too-fast': metresOf(cm['too-fast']),
  'gear-off': metresOf(cm['gear-off']),
  'wrong-side': metresOf(cm['wrong-side']),
});
