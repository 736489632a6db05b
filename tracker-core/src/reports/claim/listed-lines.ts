import type { ClaimLine, LineKind } from '@sweepline/contract';

/** What is left of the line: after the decision, where there is one. */
export const amountOf = ({ amount, decision }: Pick<ClaimLine, 'amount' | 'decision'>): number =>
  decision?.amount ?? amount;

/** The tables of the document: what is claimed by kind, what is held back, what is not claimed. */
export type Section = LineKind | 'held' | 'dropped';

export const sectionOf = ({ state, kind }: Pick<ClaimLine, 'state' | 'kind'>): Section =>
  state === 'standing' ? kind : state === 'held' ? 'held' : 'dropped';

export interface SectionSum {
  readonly lines: number;
  /** Minor units; of what is not claimed, what was left out. */
  readonly amount: number;
}

/** The lines of a claim as its document tells them. */
export interface ToldLines {
  /** Those that are listed, in order of their numbers. */
  readonly listed: readonly ClaimLine[];
  /** Of all lines. */
  readonly sums: Readonly<Record<Section, SectionSum>>;
  readonly count: number;
  /** Spans of numbers of what was accepted without more. */
  readonly accepted: readonly (readonly [from: number, to: number])[];
}

/** A document of more would fill hundreds of pages that nobody turns: the table of all lines is for them. */
export const MOST_LISTED = 3_000;
