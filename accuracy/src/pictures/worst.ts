import type { LegError } from '../score/figures.ts';
import type { WorstLeg } from './scene.ts';

const KEPT = 3;

const error_m = ({ told_m, true_m }: LegError): number => Math.abs(told_m - true_m);

/** The worst legs of all, one of each town and scenario at most, the worst first; the earlier one of two alike. */
export function worstOf(legs: readonly WorstLeg[]): WorstLeg[] {
  const seen = new Set<string>();
  return [...legs]
    .sort((a, b) => error_m(b.leg) - error_m(a.leg))
    .filter(({ world, of }) => {
      const key = `${world.town}\n${of.name}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, KEPT);
}
