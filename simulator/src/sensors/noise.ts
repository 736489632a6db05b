import type { Random } from '../random/random.ts';

/** A first-order Gauss-Markov process: the error of a receiver wanders, it does not jump. */
export interface Wander {
  /** The value `seconds` later. */
  after(seconds: number): number;
}

/** @param time_s after which 63 % of an error is forgotten; receivers in towns have one to two minutes. */
export function wanderOf(sigma: number, time_s: number, random: Random): Wander {
  let value = sigma * random.normal();
  return {
    after(seconds) {
      const kept = Math.exp(-seconds / time_s);
      value = kept * value + sigma * Math.sqrt(1 - kept * kept) * random.normal();
      return value;
    },
  };
}
