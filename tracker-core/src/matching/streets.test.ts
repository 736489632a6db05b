import { describe, expect, it } from 'vitest';
import { asciiMap, driven, run, type AsciiMap } from '../testing/ascii-map.ts';
import { tell } from '../testing/told-drive.ts';

/**
 * Which streets a drive is matched to. Maps are drawn with letters, streets named by the letters they are drawn through;
 * the drive is told in words, letter by letter. The answer names streets with the metres driven from their first letter:
 * `ab 0-200` along ab, `ab 200-0` back, `(off)` beside the network, `(gap)` where nobody can say.
 */
const follow = (map: AsciiMap, words: string): string =>
  driven(map.network, run(map.network, tell(map, words, { sensors: false })).steps);
/** The same from a device that sends speed and heading. */
const followed = (map: AsciiMap, words: string): string =>
  driven(map.network, run(map.network, tell(map, words)).steps);

describe('parallel carriageways, one-way, 20 m apart', () => {
  const map = asciiMap(
    `
 a-------------------b
 1                   2
 c-------------------d
 `,
    { ba: { oneway: 'forward' }, cd: { oneway: 'forward' } },
    10,
  );

  it('the nearer one is driven', () => {
    expect(follow(map, 'cd')).toBe('cd 0-200');
    expect(follow(map, 'ba')).toBe('ba 0-200');
  });

  it('in the middle between them the direction decides', () => {
    expect(follow(map, '12')).toBe('cd 0-200');
    expect(follow(map, '21')).toBe('ba 0-200');
  });

  it('a drift of 7 m towards the other one, held over the drive, does not move it there', () => {
    expect(follow(map, 'drift 7 m north, cd')).toBe('cd 0-200');
  });

  it('a working machine may drive against the one-way', () => {
    expect(follow(map, 'dc')).toBe('cd 200-0');
    expect(followed(map, 'dc')).toBe('cd 200-0');
  });
});

describe('a bus lane 6 m beside a street, both one-way', () => {
  const map = asciiMap(
    `
 e
 a------------------------------b
 c------------------------------d
 `,
    { eac: {}, ab: { oneway: 'forward' }, cd: { oneway: 'forward' } },
    6,
  );

  it('along its left kerb the vehicle is on the street it turned into, though the bus lane lies nearer', () => {
    expect(followed(map, '8 km/h, every 5 s, ec, 4 m left, cd')).toBe('eac 0-10, cd 0-185');
  });
});

describe('a service road beside a street, both two-way', () => {
  const beside = (grid_m: number) =>
    asciiMap(
      `
 a----b-----------------c----d
      e-----------------f
 `,
      { abcd: {}, ef: {}, be: {}, cf: {} },
      grid_m,
    );

  it.each([10, 15, 20])('%i m apart, each is told from the other', (apart_m) => {
    const map = beside(apart_m);
    const [from, to, end] = [5, 23, 28].map((n) => n * apart_m);
    expect(follow(map, 'noise 2 m, abcd')).toBe(`abcd 0-${end}`);
    expect(follow(map, 'abefcd')).toMatch(
      new RegExp(`^abcd 0-${from}, (be.*, )?ef 0-${to! - from!}, (cf.*, )?abcd ${to}-${end}$`),
    );
  });

  it('10 m apart, with 2 m of noise and a fix every 5 s, the service road stays the service road', () => {
    expect(follow(beside(10), 'noise 2 m, every 5 s, ef')).toBe('ef 0-180');
    expect(follow(beside(10), 'noise 2 m, every 5 s, fe')).toBe('ef 180-0');
  });
});

describe('a bridge: cd passes over ab on a layer of its own', () => {
  const map = asciiMap(
    `
      c
      |
 a----x----b
      |
      d
 `,
    { ab: {}, cd: { layer: 1 } },
    20,
  );

  it('either is driven past the other', () => {
    expect(follow(map, 'axb')).toBe('ab 0-200');
    expect(follow(map, 'cxd')).toBe('cd 0-80');
    expect(follow(map, 'every 15 s, noise 4 m, axb')).toBe('ab 0-200');
  });

  it('no turn is driven there, for there is no junction', () => {
    expect(follow(map, 'axd')).toBe('ab 0-100, (off), cd 40-80');
  });

  it('an underpass likewise', () => {
    const under = asciiMap('  c\n  |\na-x-b\n  |\n  d', { ab: {}, cd: { layer: -1 } }, 50);
    expect(follow(under, 'cxd')).toBe('cd 0-200');
    expect(follow(under, 'axb')).toBe('ab 0-200');
  });
});

describe('a crossing', () => {
  const map = asciiMap(
    `
      c
      |
 a----x----b
      |
      d
 `,
    { axb: {}, cxd: {} },
    20,
  );

  it('the street merely crossed is not driven', () => {
    expect(follow(map, 'axb')).toBe('axb 0-200');
    expect(follow(map, 'noise 4 m, axb')).toBe('axb 0-200');
    expect(follow(map, 'every 15 s, 18 km/h, axb')).toBe('axb 0-200');
  });

  it('not even where the vehicle waits in it', () => {
    expect(follow(map, 'noise 2 m, ax, stands 60 s, xb')).toBe('axb 0-200');
    expect(followed(map, 'noise 2 m, ax, stands 60 s, xb')).toBe('axb 0-200');
  });

  it('where it turns, both are driven up to there', () => {
    expect(follow(map, 'axd')).toBe('axb 0-100, cxd 40-80');
    expect(follow(map, 'every 15 s, 18 km/h, axd')).toBe('axb 0-100, cxd 40-80');
  });
});

describe('a roundabout', () => {
  const map = asciiMap(
    `
            e
            |
            n
          r   s
 a-------w     o------b
          v   t
            u
 `,
    { aw: {}, ob: {}, en: {}, wvutosnrw: { oneway: 'forward' } },
    10,
  );

  it('is driven round, not through its middle', () => {
    expect(follow(map, 'awvutob')).toBe('aw 0-80, wvutosnrw 0-75, ob 0-70');
  });

  it('all the way round, to leave it where it was entered', () => {
    expect(follow(map, 'awvutosnrwa')).toBe('aw 0-80, wvutosnrw 0-145, aw 80-0');
  });

  it('the third exit, with a fix every 5 seconds', () => {
    expect(follow(map, 'every 5 s, 18 km/h, awvutosne')).toBe('aw 0-80, wvutosnrw 0-110, en 20-0');
  });
});

describe('a dead end', () => {
  const map = asciiMap(
    `
 a------b------c
        |
        |
        d
 `,
    { abc: {}, bd: {} },
    20,
  );

  it('the vehicle turns at its end and comes back', () => {
    expect(follow(map, 'abdbc')).toBe('abc 0-140, bd 0-60, bd 60-0, abc 140-280');
    expect(follow(map, 'every 5 s, abdbc')).toBe('abc 0-140, bd 0-60, bd 60-0, abc 140-280');
  });

  it('a fix every 15 s misses the turn: the speeds tell how far the vehicle went', () => {
    expect(followed(map, '9 km/h, every 15 s, abdbc')).toBe('abc 0-140, bd 0-60, bd 60-0, abc 140-280');
  });
});

describe('where the network is wanting', () => {
  it('beside it the vehicle is off it, and what lies behind is found again', () => {
    const map = asciiMap(
      `
 a---------b---------c
           .
           .
           .
           .
           1.........2
                     .
                     .
                     .
                     3
 `,
      { abc: {} },
      20,
    );
    expect(follow(map, '18 km/h, ab12')).toBe('abc 0-200, (off)');
    expect(follow(map, '18 km/h, 321bc')).toBe('(off), abc 200-400');
  });

  it('drawn with a break of 30 m, a street is driven on both sides of it', () => {
    const map = asciiMap('a---------b   c---------d', { ab: {}, cd: {} }, 10);
    expect(follow(map, 'every 5 s, 18 km/h, ad')).toBe('ab 0-100, cd 0-100');
  });

  it('beyond both ends of a street its whole length is driven, no more', () => {
    const map = asciiMap('1 a-------------------b 2', { ab: {} }, 10);
    expect(followed(map, '3 m right, noise 1 m, accuracy 3 m, 12')).toBe('ab 0-200');
    expect(followed(map, '3 m right, noise 1 m, accuracy 3 m, 21')).toBe('ab 200-0');
  });
});
