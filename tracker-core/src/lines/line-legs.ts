import { metresOf, type LegBody, type LineSide } from '@sweepline/contract';
import type { LineLeg } from '../matching/match-line.ts';
import type { Network } from '../network/network.ts';
import { greaterOf, passesOf, type PassedStretch } from './line-passes.ts';

/** The most passes that a leg may ask for. */
const MOST_PASSES = 20;

/**
 * The legs that runs along edges ask for, in the order in which the line first comes to each edge. Along an edge twice
 * in one direction is two passes; there and back is one, or with `driving` one for each kerb.
 */
export function legsOfRuns(
  network: Network,
  runs: readonly LineLeg[],
  side: LineSide,
  drivesOn: 'left' | 'right',
): LegBody[] {
  const byEdge = new Map<number, LineLeg[]>();
  for (const run of runs) {
    const there = byEdge.get(run.edge);
    if (there === undefined) byEdge.set(run.edge, [run]);
    else there.push(run);
  }
  const legs: LegBody[] = [];
  for (const [edge, there] of byEdge) {
    const { id, length_cm } = network.edges[edge]!;
    const along = passesOf(
      there.filter(({ forward }) => forward),
      length_cm,
    );
    const against = passesOf(
      there.filter(({ forward }) => !forward),
      length_cm,
    );
    const add = (one: LegBody['side'], stretches: readonly PassedStretch[]): void => {
      for (const { from_cm, to_cm, passes } of stretches)
        legs.push({
          edge: id,
          side: one,
          passes: Math.min(passes, MOST_PASSES),
          from_m: metresOf(from_cm),
          to_m: metresOf(to_cm),
        });
    };
    if (side !== 'driving') add(side, greaterOf(along, against));
    else {
      add(drivesOn, along);
      add(drivesOn === 'right' ? 'left' : 'right', against);
    }
  }
  return legs;
}
