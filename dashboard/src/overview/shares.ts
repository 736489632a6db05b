import { UNCOVERED_REASONS, type FulfilmentFigures, type UncoveredReason } from '@sweepline/contract';
import type { Palette } from '../tokens/palette.ts';

/** The parts of a plan as shares of it; they add up to one. */
export interface Shares {
  readonly done: number;
  readonly excused: number;
  readonly open: number;
  readonly missing: number;
}

export const missingOf = ({ uncovered_m }: Pick<FulfilmentFigures, 'uncovered_m'>): number =>
  UNCOVERED_REASONS.reduce((sum, reason) => sum + Math.round(uncovered_m[reason] * 100), 0) / 100;

export function sharesOf(figures: FulfilmentFigures): Shares {
  const { planned_m, covered_m, excused_m, open_m } = figures;
  if (planned_m === 0) return { done: 0, excused: 0, open: 0, missing: 0 };
  const [done, excused, open] = [covered_m, excused_m, open_m].map((part_m) => part_m / planned_m) as [
    number,
    number,
    number,
  ];
  return { done, excused, open, missing: missingOf(figures) / planned_m };
}

/** Reasons that have metres, most first. */
export const reasonsOf = ({ uncovered_m }: Pick<FulfilmentFigures, 'uncovered_m'>): UncoveredReason[] =>
  UNCOVERED_REASONS.filter((reason) => uncovered_m[reason] > 0).sort((a, b) => uncovered_m[b] - uncovered_m[a]);

/** Done of what had to be done by now: neither excused nor in a window still open. Null where that is nothing. */
export function dueShare({
  planned_m,
  covered_m,
  excused_m,
  open_m,
}: Omit<FulfilmentFigures, 'uncovered_m'>): number | null {
  const due_m = planned_m - excused_m - open_m;
  return due_m < 0.005 ? null : covered_m / due_m;
}

/** Classes of the map, from its best to its worst; each with its least share. */
export const CLASSES = [
  { key: 'full', least: 0.95 },
  { key: 'nearly', least: 0.9 },
  { key: 'partly', least: 0.7 },
  { key: 'little', least: 0 },
] as const;
export type ShareClass = (typeof CLASSES)[number]['key'];

export const classOf = (share: number | null): ShareClass | null =>
  share === null ? null : (CLASSES.find(({ least }) => share >= least) ?? CLASSES[3]).key;

/** The colours of the classes: those of done, possible, will miss and missed, in that order. */
export const classColor = ({ leg }: Palette, key: ShareClass) =>
  ({ full: leg.done, nearly: leg.possible, partly: leg['will-miss'], little: leg.missed })[key];

/** In points of a per cent against the period before; null where either had no plan. */
export function change(now: FulfilmentFigures, before: FulfilmentFigures | undefined): number | null {
  const [share, former] = [dueShare(now), before === undefined ? null : dueShare(before)];
  return share === null || former === null ? null : share - former;
}
