import type { ClaimLine, Rule } from '@sweepline/contract';
import type { SealedWork } from '../setup.ts';
import { draftOf, workOf, type Stretch, type WorkWish } from './works.ts';

export const penalty = (id: string, on: Rule['on'], charge: Rule['charge'], more: Partial<Rule> = {}): Rule => ({
  id,
  kind: 'penalty',
  on,
  charge,
  ...more,
});
export const undone = (per: 'leg' | 'route' | 'day', more = {}): Rule['on'] => ({ fact: 'undone', per, ...more });
export const fixed = (amount: number): Rule['charge'] => ({ sum: 'fixed', amount });

/** A work of one leg. */
export const one = (id: string, stretches: readonly Stretch[], more: Partial<WorkWish> = {}): SealedWork =>
  workOf({ id, legs: [{ edge: 'e1', stretches }], ...more });

/** A line in words: state where it does not stand, kind and rule, metres, what it comes to. */
export const told = ({ kind, state, why, rule, assignment, metres, amount }: ClaimLine): string =>
  [
    state === 'standing' ? '' : `${state}${why === null ? '' : ` ${why}`}:`,
    rule ?? kind,
    kind === 'warning' ? 'warning' : '',
    assignment ?? 'all',
    metres === null ? '' : `${metres} m`,
    amount,
  ]
    .filter((word) => word !== '')
    .join(' ');

export const linesOf = (...args: Parameters<typeof draftOf>): string[] => draftOf(...args).lines.map(told);
