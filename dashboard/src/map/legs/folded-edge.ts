import type { LegState, LiveLeg } from '@sweepline/contract';

/** Worst first: what both kerbs of a street show as one line when there is no room for two. */
const WORST_FIRST: readonly LegState[] = ['missed', 'will-miss', 'possible', 'under-way', 'excused', 'done'];

export interface FoldedPiece {
  readonly from_m: number;
  readonly to_m: number;
  readonly state: LegState;
}

/** All legs of one edge as one row of pieces, in each metre the worst state of any kerb and pass. */
export function foldEdge(legs: readonly LiveLeg[]): FoldedPiece[] {
  const pieces = legs.flatMap((leg) => leg.pieces).filter(({ from_m, to_m }) => to_m > from_m);
  const borders = [...new Set(pieces.flatMap(({ from_m, to_m }) => [from_m, to_m]))].sort((a, b) => a - b);
  const folded: FoldedPiece[] = [];
  for (let i = 1; i < borders.length; i++) {
    const [from_m, to_m] = [borders[i - 1]!, borders[i]!];
    const here = new Set(
      pieces.filter((piece) => piece.from_m < to_m && piece.to_m > from_m).map(({ state }) => state),
    );
    const state = WORST_FIRST.find((candidate) => here.has(candidate));
    if (!state) continue;
    const last = folded.at(-1);
    if (last && last.to_m === from_m && last.state === state) folded[folded.length - 1] = { ...last, to_m };
    else folded.push({ from_m, to_m, state });
  }
  return folded;
}
