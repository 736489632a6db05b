import {
  centimetresOf,
  metresOf,
  type LegBody,
  type LineReport,
  type LineSide,
  type LineWarning,
  type UnmatchedStretch,
  says,
} from '@sweepline/contract';
import { lineLength, vertexOffsets } from '../geometry/line.ts';
import { lineMatching, type LineLeg } from '../matching/match-line.ts';
import type { Network } from '../network/network.ts';
import { counted, unusable, type DrawnLines } from './drawn.ts';
import { legsOfRuns } from './line-legs.ts';
import { passWarnings, unmatchedStretch, warningsOf } from './line-report.ts';
import { awayFromStreets } from './near-street.ts';

/** No shift drives further; a longer line is a mistake that would cost the service seconds. */
const LONGEST_M = 500_000;
/** So many warnings are listed; the rest are counted. */
const LISTED = 100;
/** Streets this far from a line are another town's. */
const ELSEWHERE_M = 5_000;

/** A line as a plan: the legs it asks for, and what did not fit. */
export interface PlannedLines {
  readonly legs: readonly LegBody[];
  readonly unmatched: readonly UnmatchedStretch[];
  readonly line: LineReport;
}

/**
 * Matches lines to the streets by the matcher that follows vehicles; yields between portions of a few milliseconds.
 * @throws Refused `invalid` where there are no streets, or more line than a route can have. That nothing fits is an answer.
 */
export function* planLines(
  network: Network,
  { lines, leftOut }: DrawnLines,
  side: LineSide,
  drivesOn: 'left' | 'right',
): Generator<void, PlannedLines> {
  if (network.edges.length === 0) throw unusable(says('no-streets-yet'));
  const length_m = lines.reduce((sum, line) => sum + lineLength(line), 0);
  if (length_m > LONGEST_M)
    throw unusable(says('line-too-long', { length: Math.round(length_m / 1_000), most: LONGEST_M / 1_000 }));
  const runs: LineLeg[] = [];
  const unmatched: UnmatchedStretch[] = [];
  const warnings: LineWarning[] = leftOut.map(({ code, detail }) => ({ code, detail }));
  let begins_m = 0;
  let lost_m = 0;
  for (const [i, line] of lines.entries()) {
    const matched = yield* lineMatching(network, line);
    runs.push(...matched.legs);
    // without a leg nothing of the line is in the plan
    const missing =
      matched.legs.length > 0 ? matched.unmatched : [{ from_m: 0, to_m: matched.length_m, kind: 'off' } as const];
    const offsets = vertexOffsets(line);
    for (const stretch of missing) {
      unmatched.push(unmatchedStretch(network, line, offsets, begins_m, stretch, matched.legs));
      lost_m += stretch.to_m - stretch.from_m;
    }
    warnings.push(...warningsOf(network, matched, begins_m));
    if (isSwapped(network, line))
      warnings.push({
        code: 'swapped',
        detail: `${lines.length > 1 ? `line ${i}` : 'the line'} lies far from the streets, and with latitude and longitude exchanged among them`,
      });
    begins_m += matched.length_m;
  }
  const legs = legsOfRuns(network, runs, side, drivesOn);
  warnings.push(...passWarnings(legs));
  const matched_m = Math.max(0, length_m - lost_m);
  return {
    legs,
    unmatched,
    line: {
      length_m: metresOf(centimetresOf(length_m)),
      matched_m: metresOf(centimetresOf(matched_m)),
      share: length_m === 0 ? 0 : Math.round((matched_m / length_m) * 10_000) / 10_000,
      warnings: listed(warnings),
    },
  };
}

function isSwapped(network: Network, line: Float64Array): boolean {
  const [lon, lat] = [line[0]!, line[1]!];
  return (
    Math.abs(lon) <= 90 &&
    awayFromStreets(network, lon, lat) > ELSEWHERE_M &&
    awayFromStreets(network, lat, lon) <= ELSEWHERE_M
  );
}

function listed(warnings: readonly LineWarning[]): LineWarning[] {
  const more = warnings.length - LISTED;
  if (more <= 0) return [...warnings];
  return [...warnings.slice(0, LISTED), { code: 'more', detail: `and ${counted(more, 'more warning')}` }];
}
