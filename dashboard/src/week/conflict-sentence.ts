import type { PlanConflict } from '@sweepline/contract';
import { language } from '../language/language.svelte.ts';
import type { weekWords } from './words.ts';

type Words = (typeof weekWords)['en'];

/** What is wrong, with its figure. */
export function conflictSentence(
  { kind, vehicle, crew, figures }: PlanConflict,
  { conflict: words }: Pick<Words, 'conflict'>,
  plateOf: (vehicle: string) => string,
): string {
  const lasting = (figure: string): string => language.numbers.duration((figures[figure] ?? 0) * 1_000);
  const plate = vehicle === null ? '' : plateOf(vehicle);
  switch (kind) {
    case 'vehicle-double-booked':
      return words[kind](plate, lasting('overlap_s'));
    case 'crew-double-booked':
      return words[kind](crew ?? '', lasting('overlap_s'));
    case 'wrong-operation':
    case 'gear-not-wired':
      return words[kind](plate);
    case 'window-too-short':
      return words[kind](lasting('needed_s'));
    case 'window-too-long':
      return words[kind](lasting('window_s'));
    case 'uncovered':
      return words.uncovered;
  }
}
