import { centimetresOf, metresOf, type LegBody, type LineWarning, type UnmatchedStretch } from '@sweepline/contract';
import { cutLine, pointAlong } from '../geometry/line.ts';
import { LINE_ACCURACY_M, type LineLeg, type MatchedLine, type Unmatched } from '../matching/match-line.ts';
import { MATCH_LIMITS } from '../matching/limits.ts';
import type { Network } from '../network/network.ts';
import { awayFromStreets, nearestStreet } from './near-street.ts';

const { offNetwork_m } = MATCH_LIMITS;
/** Streets further off than this are not looked for when a stretch is explained. */
const LOOK_M = 500;
/** Places along a stretch that are looked at, at most. */
const SAMPLES = 50;
/** A line this far from its street for this long may be meant for another one. */
const FAR_M = 15;
const FAR_FOR_M = 30;

const round = (metres: number): number => metresOf(centimetresOf(metres));
const whole = (metres: number): string => `${Math.round(metres)} m`;

/** A stretch that fits no street: where it is, and why. `begins_m`: where this line begins among all of the route. */
export function unmatchedStretch(
  network: Network,
  line: Float64Array,
  offsets: Float64Array,
  begins_m: number,
  stretch: Unmatched,
  legs: readonly LineLeg[],
): UnmatchedStretch {
  const { from_m, to_m } = stretch;
  const cut = cutLine(line, from_m, to_m, offsets);
  return {
    from_m: round(begins_m + from_m),
    to_m: round(begins_m + to_m),
    ...reasonOf(network, line, offsets, stretch, legs),
    coordinates: Array.from({ length: cut.length / 2 }, (_, i): [number, number] => [
      Number(cut[2 * i]!.toFixed(7)),
      Number(cut[2 * i + 1]!.toFixed(7)),
    ]),
  };
}

function reasonOf(
  network: Network,
  line: Float64Array,
  offsets: Float64Array,
  { from_m, to_m, kind }: Unmatched,
  legs: readonly LineLeg[],
): Pick<UnmatchedStretch, 'reason' | 'detail'> {
  const gap = {
    reason: 'gap',
    detail: 'there are streets at both ends, but the network has no way between them',
  } as const;
  if (kind === 'gap') return gap;
  if (kind === 'still')
    return { reason: 'doubles-back', detail: 'the line leaves its place and comes back without a street to go along' };
  const count = Math.min(SAMPLES, Math.max(2, Math.ceil((to_m - from_m) / LINE_ACCURACY_M)));
  const places = Array.from({ length: count + 1 }, (_, i) =>
    pointAlong(line, from_m + ((to_m - from_m) * i) / count, offsets),
  );
  const within = (metres: number) => (place: readonly [number, number]) =>
    nearestStreet(network, ...place, metres) <= metres;
  const far = places.filter((place) => !within(offNetwork_m)(place)).length;
  if (2 * far <= count)
    return endsBothSides(network, from_m, to_m, legs)
      ? gap
      : { reason: 'not-along', detail: 'there are streets within reach, but none that runs along the line' };
  if (places.some(within(LOOK_M)))
    return { reason: 'no-street', detail: `no street within ${offNetwork_m} m of most of it` };
  const away_m = awayFromStreets(network, ...places[0]!);
  const away = away_m < LOOK_M ? `more than ${whole(LOOK_M)}` : distance(away_m);
  return { reason: 'no-street', detail: `the streets of the municipality are ${away} away` };
}

/** Whether the streets before and behind a stretch of the line both end there. */
function endsBothSides({ edges }: Network, from_m: number, to_m: number, legs: readonly LineLeg[]): boolean {
  const before = legs.findLast(({ until_m }) => until_m <= from_m + LINE_ACCURACY_M);
  const behind = legs.find(({ at_m }) => at_m >= to_m - LINE_ACCURACY_M);
  const atEnd = (edge: number, at_m: number): boolean =>
    Math.min(at_m, edges[edge]!.length_cm / 100 - at_m) <= LINE_ACCURACY_M;
  return (
    before !== undefined &&
    behind !== undefined &&
    atEnd(before.edge, before.forward ? before.to_m : before.from_m) &&
    atEnd(behind.edge, behind.forward ? behind.from_m : behind.to_m)
  );
}

const distance = (metres: number): string =>
  metres < 10_000 ? whole(metres) : `${Math.round(metres / 1_000).toLocaleString('en')} km`;

/** What is odd about the stretches that fit. */
export function warningsOf(network: Network, { legs }: MatchedLine, begins_m: number): LineWarning[] {
  const warnings: LineWarning[] = [];
  legs.forEach((leg, i) => {
    const { id, oneway, length_cm } = network.edges[leg.edge]!;
    const at = { edge: id, from_m: round(begins_m + leg.at_m), to_m: round(begins_m + leg.until_m) };
    if (oneway === (leg.forward ? 'backward' : 'forward'))
      warnings.push({ code: 'against-oneway', detail: 'the line runs against a one-way street', ...at });
    const turn_m = turnsRound(leg, legs[i + 1]);
    if (turn_m !== null && turn_m > LINE_ACCURACY_M && turn_m < length_cm / 100 - LINE_ACCURACY_M)
      warnings.push({ code: 'doubles-back', detail: `the line turns round at ${whole(turn_m)} of the edge`, ...at });
    if (leg.distance_m >= FAR_M && leg.until_m - leg.at_m >= FAR_FOR_M)
      warnings.push({ code: 'far-from-street', detail: `the line lies ${whole(leg.distance_m)} from it`, ...at });
  });
  return warnings;
}

/** Where on its edge a run ends that the next one goes back on; null where it goes on. */
function turnsRound(leg: LineLeg, next: LineLeg | undefined): number | null {
  if (next === undefined || next.edge !== leg.edge || next.forward === leg.forward) return null;
  const [end_m, start_m] = leg.forward ? [leg.to_m, next.to_m] : [leg.from_m, next.from_m];
  return Math.abs(end_m - start_m) <= LINE_ACCURACY_M ? end_m : null;
}

/** Legs that are asked for more than once, an entry each. */
export const passWarnings = (legs: readonly LegBody[]): LineWarning[] =>
  legs
    .filter(({ passes }) => (passes ?? 1) > 1)
    .map(({ edge, passes, from_m, to_m }) => ({
      code: 'several-passes',
      detail: `the line runs ${passes} times along ${from_m}–${to_m} m of the edge: as many passes are asked for`,
      edge,
    }));
