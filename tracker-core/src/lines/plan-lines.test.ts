import { describe, expect, test } from 'vitest';
import type { LineSide } from '@sweepline/contract';
import { asciiMap, type AsciiMap } from '../testing/ascii-map.ts';
import { connected } from './drawn.ts';
import { planLines as planning, type PlannedLines } from './plan-lines.ts';

function planLines(...given: Parameters<typeof planning>): PlannedLines {
  const work = planning(...given);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Legs as words: `ab right 0-100`, with `x2` for two passes; metres rounded to 5. */
function words({ legs }: PlannedLines): string {
  const round = (metres: number | undefined): number => Math.round((metres ?? NaN) / 5) * 5;
  return legs
    .map(({ edge, side, passes, from_m, to_m }) => {
      const times = (passes ?? 1) > 1 ? ` x${passes}` : '';
      return `${edge} ${side} ${round(from_m)}-${round(to_m)}${times}`;
    })
    .join(', ');
}

type Point = string | readonly [east_m: number, north_m: number];
const lineOf = (map: AsciiMap, points: readonly Point[]): number[] =>
  points.flatMap((point) => [...(typeof point === 'string' ? map.at(point) : map.place(...point))]);
const planned = (map: AsciiMap, side: LineSide, ...lines: (readonly Point[])[]): PlannedLines =>
  planLines(map.network, { lines: connected(lines.map((line) => lineOf(map, line))), leftOut: [] }, side, 'right');
const codes = ({ line }: PlannedLines): string[] => line.warnings.map(({ code }) => code);

const BLOCK = asciiMap(
  `
a-----b-----c
|     |
|     |
d-----e     f
`.trim(),
  { abc: {}, ad: {}, de: {}, be: { oneway: 'forward' } },
  20,
);

describe('a line as a route', () => {
  test('one that turns takes each street as far as it goes', () => {
    const route = planned(BLOCK, 'both', ['a', 'b', 'e', 'd']);
    expect(words(route)).toBe('abc both 0-120, be both 0-60, de both 0-120');
    expect(route.unmatched).toEqual([]);
    expect(route.line).toMatchObject({ share: 1, warnings: [] });
  });

  test('`driving` is the kerb that a vehicle serves which follows the line', () => {
    expect(words(planned(BLOCK, 'driving', ['a', 'b', 'e', 'd']))).toBe(
      'abc right 0-120, be right 0-60, de left 0-120',
    );
    const { network } = BLOCK;
    const left = planLines(
      network,
      { lines: connected([lineOf(BLOCK, ['a', 'b', 'c'])]), leftOut: [] },
      'driving',
      'left',
    );
    expect(words(left)).toBe('abc left 0-240');
  });

  test('`left`, `right`, `centre` are sides of the street as digitised, whichever way the line runs', () => {
    for (const side of ['left', 'right', 'centre'] as const)
      expect(words(planned(BLOCK, side, ['c', 'b', 'a']))).toBe(`abc ${side} 0-240`);
  });

  test("an end within 8 m of the edge's own is that end, one further in is a cut", () => {
    expect(
      planned(BLOCK, 'both', [
        [6, 0],
        [233, 0],
      ]).legs,
    ).toEqual([{ edge: 'abc', side: 'both', passes: 1, from_m: 0, to_m: BLOCK.network.edges[0]!.length_cm / 100 }]);
    const [cut] = planned(BLOCK, 'both', [
      [40, 2],
      [180, -2],
    ]).legs;
    expect(cut!.from_m).toBeCloseTo(40, 0);
    expect(cut!.to_m).toBeCloseTo(180, 0);
  });

  test('lengths are whole centimetres', () => {
    for (const { from_m, to_m } of planned(BLOCK, 'both', [
      [40.123, 2],
      [180.456, -2],
    ]).legs)
      for (const metres of [from_m!, to_m!]) expect(metres).toBe(Math.round(metres * 100) / 100);
  });
});

describe('along a street again', () => {
  test('twice in one direction is two passes', () => {
    const round = planned(BLOCK, 'right', ['a', 'b', 'e', 'd', 'a', 'b', 'c']);
    expect(words(round)).toBe('abc right 0-120 x2, abc right 120-240, be right 0-60, de right 0-120, ad right 0-60');
    expect(codes(round)).toEqual(['several-passes']);
  });

  test('there and back is one pass, or one for each kerb', () => {
    expect(words(planned(BLOCK, 'both', ['a', 'c', 'a']))).toBe('abc both 0-240');
    expect(words(planned(BLOCK, 'driving', ['a', 'c', 'a']))).toBe('abc right 0-240, abc left 0-240');
  });

  test('a line that begins a little before it ended asks for no second pass', () => {
    expect(words(planned(BLOCK, 'driving', ['a', [112, 0]], [[97, 0], 'c']))).toBe('abc right 0-240');
  });

  test('several lines are taken in their order', () => {
    expect(words(planned(BLOCK, 'driving', ['d', 'e'], ['b', 'c'], ['d', 'a']))).toBe(
      'de right 0-120, abc right 120-240, ad left 0-60',
    );
  });
});

describe('what does not fit', () => {
  test('is named in metres, as coordinates and with its reason', () => {
    const route = planned(BLOCK, 'both', ['a', 'c', [400, 200]]);
    expect(words(route)).toBe('abc both 0-240');
    expect(route.unmatched).toHaveLength(1);
    const [{ from_m, to_m, reason, detail, coordinates }] = route.unmatched as [PlannedLines['unmatched'][number]];
    expect(from_m).toBeGreaterThan(235);
    expect(from_m).toBeLessThan(275);
    expect(to_m).toBeCloseTo(route.line.length_m, 1);
    expect(reason).toBe('no-street');
    expect(detail).toContain('no street within 25 m');
    expect(coordinates!.at(-1)![0]).toBeCloseTo(BLOCK.place(400, 200)[0], 6);
    expect(route.line.matched_m).toBeCloseTo(route.line.length_m - (to_m - from_m), 1);
    expect(route.line.share).toBeCloseTo(route.line.matched_m / route.line.length_m, 3);
  });

  test('counts on over several lines', () => {
    const { unmatched, line } = planned(
      BLOCK,
      'both',
      ['a', 'c'],
      [
        [600, 400],
        [700, 400],
      ],
    );
    expect(unmatched.map(({ from_m, to_m }) => [Math.round(from_m), Math.round(to_m)])).toEqual([[240, 340]]);
    expect(Math.round(line.length_m)).toBe(340);
  });

  test('a break of the streets is a gap', () => {
    const broken = asciiMap('a---b  c---d', { ab: {}, cd: {} }, 15);
    const route = planned(broken, 'both', ['a', 'd']);
    expect(words(route)).toBe('ab both 0-60, cd both 0-60');
    expect(route.unmatched.map(({ reason }) => reason)).toEqual(['gap']);
  });

  test('streets that are crossed, not followed', () => {
    const ladder = asciiMap(
      `
a-----b
c-----d
e-----f
g-----h
`.trim(),
      { ab: {}, cd: {}, ef: {}, gh: {} },
      30,
    );
    const { unmatched, legs } = planned(ladder, 'both', [
      [90, 10],
      [90, -100],
    ]);
    expect(legs).toEqual([]);
    expect(unmatched.map(({ reason }) => reason)).toEqual(['not-along']);
  });

  test('a short way out and back without a street', () => {
    const route = planned(BLOCK, 'both', ['a', [60, 0], [60, 45], [61, 45], [61, 0], 'c']);
    expect(words(route)).toBe('abc both 0-240');
    expect(route.unmatched.map(({ reason }) => reason)).toEqual(['doubles-back']);
  });

  test('nothing: an answer that says how far off the line is', () => {
    const route = planned(BLOCK, 'both', [
      [30_000, 0],
      [30_500, 0],
    ]);
    expect(route.legs).toEqual([]);
    expect(route.line).toMatchObject({ matched_m: 0, share: 0 });
    expect(route.unmatched[0]!.detail).toBe('the streets of the municipality are 30 km away');
  });

  test('latitude and longitude exchanged', () => {
    const swapped = [[...BLOCK.at('a')].reverse(), [...BLOCK.at('c')].reverse()].flat() as number[];
    const route = planLines(BLOCK.network, { lines: connected([swapped]), leftOut: [] }, 'both', 'right');
    expect(route.line.warnings.map(({ code }) => code)).toEqual(['swapped']);
  });
});

describe('what fits, but is odd', () => {
  test('against a one-way', () => {
    const route = planned(BLOCK, 'driving', ['e', 'b']);
    expect(words(route)).toBe('be left 0-60');
    expect(route.line.warnings).toMatchObject([{ code: 'against-oneway', edge: 'be', from_m: 0 }]);
  });

  test('turning round in the middle of a street', () => {
    const route = planned(BLOCK, 'driving', ['a', [180, 0], 'b']);
    expect(words(route)).toBe('abc right 0-180, abc left 120-180');
    expect(route.line.warnings).toMatchObject([{ code: 'doubles-back', edge: 'abc' }]);
  });

  test('far from its street', () => {
    const route = planned(BLOCK, 'both', [
      [0, 20],
      [240, 20],
    ]);
    expect(words(route)).toBe('abc both 0-240');
    expect(route.line.warnings).toMatchObject([{ code: 'far-from-street', detail: 'the line lies 20 m from it' }]);
  });
});

test('no streets, and more line than a shift can drive, are refused', () => {
  const empty = asciiMap('a', {}, 10);
  expect(() =>
    planned(empty, 'both', [
      [0, 0],
      [10, 0],
    ]),
  ).toThrow('no streets yet');
  expect(() =>
    planned(BLOCK, 'both', [
      [0, 0],
      [600_000, 0],
    ]),
  ).toThrow('600 km long');
});
