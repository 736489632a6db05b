import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineLength, pointAlong } from '../geometry/line.ts';
import { metresBetween } from '../geometry/ruler.ts';
import { buildNetwork } from '../network/build.ts';
import type { Edge, Network } from '../network/network.ts';
import type { Fix, Matched, PathPiece, Place, Step } from '../pipeline/stages.ts';
import { bareFix, run } from '../testing/ascii-map.ts';
import { MATCH_LIMITS } from './limits.ts';
import { finish, match, startMatching, tail, type Matching } from './match.ts';
import { matchLine } from './match-line.ts';

/** A small town of streets about 100 m apart with a diagonal, askew so that no two ways are equally long. */
const [A, B, C, D, E, F, G, H, I] = [
  [0, 0],
  [149, -4],
  [303, 3],
  [-5, 101],
  [152, 97],
  [297, 104],
  [3, 203],
  [147, 198],
  [305, 196],
] as const;
const STREETS: readonly (readonly (readonly [number, number])[])[] = [
  [A, B, C],
  [D, E, F],
  [G, H, I],
  [A, D, G],
  [B, E, H],
  [C, F, I],
  [E, I],
];
const M = 1 / 111_195;
const LAT = 50;
interface Frame {
  readonly east: 1 | -1;
  readonly shift_deg: number;
}
const place = ([x, y]: readonly [number, number], { east, shift_deg }: Frame): [number, number] => [
  20 + shift_deg + (east * x * M) / Math.cos((LAT * Math.PI) / 180),
  LAT + y * M,
];
const HOME: Frame = { east: 1, shift_deg: 0 };

function town(frame: Frame, extra: readonly Edge[] = []): Network {
  const edges = STREETS.map((street, e): Edge => {
    const coordinates = Float64Array.from(street.flatMap((point) => place(point, frame)));
    return {
      id: `s${e}`,
      name: null,
      class: null,
      oneway: 'no',
      layer: 0,
      length_cm: Math.round(lineLength(coordinates) * 100),
      coordinates,
    };
  });
  return buildNetwork([...edges, ...extra]).network;
}
const TOWN = town(HOME);

/** A drive through the town: places in metres, an error each, seconds between them. */
const drive = fc.array(
  fc.record({
    x: fc.integer({ min: -40, max: 340 }),
    y: fc.integer({ min: -40, max: 240 }),
    wait_s: fc.constantFrom(1, 5, 15, 30, 61, 150, 400),
  }),
  { minLength: 2, maxLength: 25 },
);
type Drive = { x: number; y: number; wait_s: number }[];
function fixesOf(points: Drive, frame: Frame = HOME): Fix[] {
  let ts_ms = 0;
  return points.map(({ x, y, wait_s }) => bareFix((ts_ms += wait_s * 1000), ...place([x + 0.37, y + 0.61], frame)));
}

const facts = (matched: readonly Matched[], steps: readonly Step[]) => ({
  matched: matched.map(({ fix, verdict, place: at }) => [
    fix.ts_ms,
    verdict,
    at?.edge,
    at?.offset_m.toFixed(2),
    at?.confidence,
  ]),
  steps: steps.map((step) => [
    step.from.fix.ts_ms,
    step.to.fix.ts_ms,
    step.kind,
    step.kind === 'path'
      ? step.pieces.map(({ edge, from_m, to_m }) => [edge, from_m.toFixed(2), to_m.toFixed(2)])
      : null,
  ]),
});

test('noise-free points on a street match it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: STREETS.length - 1 }), fc.constantFrom(1, 5, 15), (street, interval_s) => {
      const line = TOWN.edges[street]!.coordinates;
      const length_m = lineLength(line);
      const speed_ms = 5;
      const count = Math.ceil(length_m / (speed_ms * interval_s));
      const fixes = Array.from({ length: count + 1 }, (_, i) =>
        bareFix(i * interval_s * 1000, ...pointAlong(line, (length_m * i) / count)),
      );
      const { steps } = run(TOWN, fixes);
      const driven = steps.flatMap((step) => (step.kind === 'path' ? step.pieces : []));
      expect(new Set(driven.map(({ edge }) => edge))).toEqual(new Set([street]));
      expect(driven.reduce((sum, { from_m, to_m }) => sum + Math.abs(to_m - from_m), 0)).toBeCloseTo(length_m, 1);
    }),
  );
});

const pointOf = ({ edges }: Network, { edge, offset_m }: Place) => pointAlong(edges[edge]!.coordinates, offset_m);

const inFrame = ([lon, lat]: readonly [number, number], { east, shift_deg }: Frame): [number, number] => [
  20 + shift_deg + east * (lon - 20),
  lat,
];

const edgesOf = (pieces: readonly PathPiece[]) =>
  pieces.flatMap(({ edge, from_m, to_m }) => (Math.abs(to_m - from_m) < 0.05 ? [] : [edge]));

describe.each([
  ['a mirrored map gives mirrored matches', { east: -1, shift_deg: 0 }],
  ['a shifted map gives shifted matches', { east: 1, shift_deg: 7.25 }],
] as const)('%s', (_, frame) => {
  const other = town(frame);

  test('the same streets at the same metres, what lay to the right lies to the left', () => {
    fc.assert(
      fc.property(drive, (points) => {
        const [here, there] = [run(TOWN, fixesOf(points)), run(other, fixesOf(points, frame))];
        expect(there.matched.map(({ verdict }) => verdict)).toEqual(here.matched.map(({ verdict }) => verdict));
        there.matched.forEach(({ place: at }, i) => {
          const own = here.matched[i]!.place;
          expect(at === null).toBe(own === null);
          if (at === null || own === null) return;
          // At a corner either street will do: it is the same place.
          expect(metresBetween(...pointOf(other, at), ...inFrame(pointOf(TOWN, own), frame))).toBeLessThan(0.05);
          expect(Math.abs(at.confidence - own.confidence)).toBeLessThan(0.002);
          if (at.edge === own.edge) expect(Math.abs(at.lateral_m - own.lateral_m * frame.east)).toBeLessThan(0.05);
        });
        // Which of a corner's streets was taken may decide whether a stray fix is stepped over there.
        if (there.matched.some(({ place: at }, i) => at?.edge !== here.matched[i]!.place?.edge)) return;
        expect(there.steps.map(({ kind }) => kind)).toEqual(here.steps.map(({ kind }) => kind));
        there.steps.forEach((step, i) => {
          const own = here.steps[i]!;
          if (step.kind !== 'path' || own.kind !== 'path') return;
          expect(edgesOf(step.pieces)).toEqual(edgesOf(own.pieces));
          expect(step.lowConfidence).toBe(own.lowConfidence);
          expect(Math.abs(step.length_m - own.length_m)).toBeLessThan(0.05);
        });
      }),
      { numRuns: 400 },
    );
  });
});

test('a street far away changes nothing', () => {
  const coordinates = Float64Array.from([...place([900, 900], HOME), ...place([1_400, 900], HOME)]);
  const far: Edge = { id: 'far', name: null, class: null, oneway: 'no', layer: 0, length_cm: 50_000, coordinates };
  const larger = town(HOME, [far]);
  fc.assert(
    fc.property(drive, (points) => {
      const [here, there] = [run(TOWN, fixesOf(points)), run(larger, fixesOf(points))];
      expect(facts(there.matched, there.steps)).toEqual(facts(here.matched, here.steps));
    }),
  );
});

describe('online equals offline', () => {
  test.each([
    ['unbounded', Infinity],
    ['forced', 6],
  ] as const)('%s: asking in between changes nothing', (_, mostUndecided) => {
    fc.assert(
      fc.property(drive, (points) => {
        const fixes = fixesOf(points);
        const through = (before: (state: Matching) => void) => {
          const state = startMatching(TOWN, MATCH_LIMITS, mostUndecided);
          const parts = fixes.map((fix) => {
            before(state);
            return match(state, fix);
          });
          parts.push(finish(state));
          return { matched: parts.flatMap((part) => part.matched), steps: parts.flatMap((part) => part.steps) };
        };
        const whole = through(() => {});
        const { matched, steps } = through(tail);
        expect(facts(matched, steps)).toEqual(facts(whole.matched, whole.steps));
        expect(matched.map(({ fix }) => fix)).toEqual(fixes);
      }),
    );
  });

  test('live and recomputed share what was searched', () => {
    expect(startMatching(TOWN, MATCH_LIMITS, Infinity).searcher).toBe(startMatching(TOWN).searcher);
  });

  test('the tail is what finishing now would add', () => {
    fc.assert(
      fc.property(drive, (points) => {
        const state = startMatching(TOWN);
        const decided = fixesOf(points).map((fix) => match(state, fix));
        const before = tail(state);
        const after = finish(state);
        expect(facts(before.matched, before.steps)).toEqual(facts(after.matched, after.steps));
        expect(decided.length).toBe(points.length);
      }),
    );
  });

  test('steps join the used fixes in time order', () => {
    fc.assert(
      fc.property(drive, (points) => {
        const { steps } = run(TOWN, fixesOf(points));
        steps.forEach((step, i) => {
          expect(step.to.fix.ts_ms).toBeGreaterThan(step.from.fix.ts_ms);
          if (i > 0) expect(step.from.fix).toBe(steps[i - 1]!.to.fix);
        });
      }),
    );
  });
});

test('a line is matched to the streets it runs along, and what fits none is reported', () => {
  const flat = (...points: [number, number][]) => Float64Array.from(points.flatMap((point) => place(point, HOME)));
  const { legs, unmatched } = matchLine(TOWN, flat([0, 2], [150, 2], [150, 100], [300, 198], [420, 330]));
  const named = legs.map(
    ({ edge, from_m, to_m, forward }) => `s${edge} ${Math.round(from_m)}-${Math.round(to_m)} ${forward ? '+' : '-'}`,
  );
  expect(named).toEqual(['s0 0-150 +', 's4 0-101 +', 's6 0-183 +']);
  expect(unmatched).toHaveLength(1);
  const beyond = metresBetween(...place([300, 198], HOME), ...place([420, 330], HOME));
  expect(unmatched[0]!.to_m - unmatched[0]!.from_m).toBeGreaterThan(beyond - 45);
});
