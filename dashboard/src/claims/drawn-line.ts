import type { ClaimLine, CoverageAnswer } from '@sweepline/contract';
import type { DrawnLeg, StreetMapCamera } from '../map/street-map-input.ts';

/** What a line is about on the streets: its metres as missed, what else was done or excused there beside them. */
export function drawnLine(line: ClaimLine, coverage: CoverageAnswer | null): readonly DrawnLeg[] {
  const missed = line.stretches.flatMap(({ edge, side, pass, pieces }) =>
    pieces.map(({ from_m, to_m }, at): DrawnLeg => ({
      key: `missed ${edge} ${side} ${pass} ${at}`,
      edge,
      side,
      from_m,
      to_m,
      tone: 'missed',
    })),
  );
  const own = new Set(line.stretches.map(({ edge, side, pass }) => `${edge} ${side} ${pass}`));
  const around = (coverage?.legs ?? []).flatMap(({ edge, side, pass, pieces }) =>
    pieces.flatMap(({ from_m, to_m, state }, at): DrawnLeg[] => {
      if (state === 'uncovered' && own.has(`${edge} ${side} ${pass}`)) return [];
      const tone = state === 'covered' ? 'done' : state === 'excused' ? 'excused' : 'faint';
      return [{ key: `${edge} ${side} ${pass} ${at}`, edge, side, from_m, to_m, tone }];
    }),
  );
  return [...around, ...missed];
}

/** Where a line is looked at: its own streets, else the whole route that it is about. */
export function cameraOf(line: ClaimLine, coverage: CoverageAnswer | null): StreetMapCamera | null {
  const edges = line.stretches.length > 0 ? line.stretches : (coverage?.legs ?? []);
  return edges.length === 0 ? null : { kind: 'edges', edges: [...new Set(edges.map(({ edge }) => edge))] };
}
