import type { Operation } from './words.ts';

/** Between which speeds each operation counts as work, and how far above the upper one it is too fast, by the default rules. */
export const WORKING_SPEEDS: Readonly<Record<Operation, { readonly min_kmh: number; readonly max_kmh: number }>> = {
  sweep: { min_kmh: 1, max_kmh: 12.9 },
  wash: { min_kmh: 3, max_kmh: 20 },
  plough: { min_kmh: 3, max_kmh: 40 },
  grit: { min_kmh: 3, max_kmh: 40 },
  haul: { min_kmh: 3, max_kmh: 60 },
};
