import type { Saying } from '@sweepline/contract';

/** Takes what is wrong at a place, a JSON pointer into terms or into one rule. */
export type Tell = (path: string, saying: Saying) => void;
