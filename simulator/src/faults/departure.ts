import type { FaultRule } from './fault.ts';

/** The vehicle leaves the depot `value` minutes late (default 30). */
export const lateStart: FaultRule = {
  once: true,
  departure: (depart_s, fault) => depart_s + (fault.value ?? 30) * 60,
  expects: (_, fault) => ((fault.value ?? 30) > 20 ? 'late-start' : null),
  mayCause: ['late-start', 'no-show', 'will-miss', 'missed'],
};

/** The vehicle stays in the depot for the whole assignment. */
export const noShow: FaultRule = {
  departure: () => Infinity,
  expects: () => 'no-show',
  mayCause: ['late-start', 'will-miss', 'missed'],
};
