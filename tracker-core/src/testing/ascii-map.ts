import { lineLength } from '../geometry/line.ts';
import { scaleAt } from '../geometry/ruler.ts';
import { buildNetwork } from '../network/build.ts';
import type { Edge, Network } from '../network/network.ts';
import { finish, match, startMatching } from '../matching/match.ts';
import type { MatchLimits } from '../matching/limits.ts';
import type { Fix, Matched, Step } from '../pipeline/stages.ts';

/**
 * Street maps drawn with letters. Each letter or digit is a place on a grid of `grid_m` metres; streets are words of
 * the letters they run through (lines in the drawing are for the eye), with what is special about them.
 */
export interface AsciiMap {
  readonly network: Network;
  readonly grid_m: number;
  /** Degrees of a letter. */
  at(letter: string): readonly [lon: number, lat: number];
  /** Degrees of a place in metres east and north of the drawing's upper left corner. */
  place(east_m: number, north_m: number): readonly [lon: number, lat: number];
  readonly metres: ReadonlyMap<string, readonly [east_m: number, north_m: number]>;
}

export type Street = Partial<Pick<Edge, 'oneway' | 'layer' | 'name'>>;

const LON = 37.6;
const LAT = 55.75;

export function asciiMap(
  drawing: string,
  streets: Readonly<Record<string, Street>>,
  grid_m: number,
  corner: readonly [lon: number, lat: number] = [LON, LAT],
): AsciiMap {
  const { kx, ky } = scaleAt(corner[1]);
  const place = (east_m: number, north_m: number) => [corner[0] + east_m / kx, corner[1] + north_m / ky] as const;
  const metres = new Map<string, readonly [number, number]>();
  drawing.split('\n').forEach((line, row) => {
    [...line].forEach((letter, column) => {
      if (!/[a-zA-Z0-9]/.test(letter)) return;
      if (metres.has(letter)) throw new Error(`the letter ${letter} stands twice in the drawing`);
      metres.set(letter, [column * grid_m, -row * grid_m]);
    });
  });
  const at = (letter: string) => {
    const found = metres.get(letter);
    if (found === undefined) throw new Error(`no letter ${letter} in the drawing`);
    return place(...found);
  };
  const edges = Object.entries(streets).map(([word, street]): Edge => {
    const coordinates = Float64Array.from([...word].flatMap((letter) => [...at(letter)]));
    return {
      id: word,
      name: null,
      class: null,
      oneway: 'no',
      layer: 0,
      ...street,
      length_cm: Math.round(lineLength(coordinates) * 100),
      coordinates,
    };
  });
  return { network: buildNetwork(edges).network, grid_m, at, place, metres };
}

export const bareFix = (ts_ms: number, lon: number, lat: number, rest: Partial<Fix> = {}): Fix => ({
  ts_ms,
  lat,
  lon,
  speed_kmh: null,
  heading_deg: null,
  accuracy_m: null,
  satellites: null,
  hdop: null,
  ignition: null,
  gear: 0,
  gearSeen: 0,
  odometer_km: null,
  late: false,
  ...rest,
});

export function run(
  network: Network,
  fixes: readonly Fix[],
  limits?: MatchLimits,
): { matched: Matched[]; steps: Step[] } {
  const state = startMatching(network, limits);
  const parts = [...fixes.map((fix) => match(state, fix)), finish(state)];
  return { matched: parts.flatMap((part) => part.matched), steps: parts.flatMap((part) => part.steps) };
}

/**
 * What was driven, in order, as words: `abc 0-100` along the street abc, `abc 100-0` against it, `(off)` and `(gap)`
 * between. Metres are rounded to 5; stretches under 5 m are left out.
 */
export function driven(network: Network, steps: readonly Step[]): string {
  const words: { text: string; from: number; to: number }[] = [];
  for (const step of steps) {
    if (step.kind !== 'path') {
      const text = step.kind === 'gap' ? '(gap)' : '(off)';
      if (words[words.length - 1]?.text !== text) words.push({ text, from: NaN, to: NaN });
      continue;
    }
    for (const { edge, from_m, to_m } of step.pieces) {
      const text = network.edges[edge]!.id;
      const last = words[words.length - 1];
      const goesOn = last?.text === text && Math.abs(last.to - from_m) < 1 && last.to > last.from === to_m > from_m;
      if (goesOn) last.to = to_m;
      else words.push({ text, from: from_m, to: to_m });
    }
  }
  const round = (metres: number) => Math.round(metres / 5) * 5;
  return words
    .filter(({ from, to }) => Number.isNaN(from) || Math.abs(from - to) >= 5)
    .map(({ text, from, to }) => (Number.isNaN(from) ? text : `${text} ${round(from)}-${round(to)}`))
    .join(', ');
}
