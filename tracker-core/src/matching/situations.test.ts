import { describe, expect, test } from 'vitest';
import { asciiMap, bareFix, drive, driven, run, type AsciiMap, type Driving } from '../testing/ascii-map.ts';

/** What the matcher makes of a drive along a word. */
const follow = (map: AsciiMap, word: string, driving?: Driving): string =>
  driven(map.network, run(map.network, drive(map, word, driving)).steps);

describe('parallel carriageways', () => {
  const map = asciiMap(
    `
 a-------------------b
 1                   2
 c-------------------d
 `,
    { ba: { oneway: 'forward' }, cd: { oneway: 'forward' } },
    10,
  );

  test('20 m apart, the nearer one is driven', () => {
    expect(follow(map, 'cd')).toBe('cd 0-200');
    expect(follow(map, 'ba')).toBe('ba 0-200');
  });

  test('in the middle between them, the direction decides', () => {
    expect(follow(map, '12')).toBe('cd 0-200');
    expect(follow(map, '21')).toBe('ba 0-200');
  });

  test('drift of 7 m towards the other one held over the drive does not move it there', () => {
    expect(follow(map, 'cd', { error: () => [0, 7] })).toBe('cd 0-200');
  });

  test('a working machine may drive against the one-way', () => {
    expect(follow(map, 'dc')).toBe('cd 200-0');
    expect(follow(map, 'dc', { sensors: true })).toBe('cd 200-0');
  });
});

describe('a bridge over a street', () => {
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

  test('has no junction there', () => {
    expect(follow(map, 'axb')).toBe('ab 0-200');
    expect(follow(map, 'cxd')).toBe('cd 0-80');
    expect(follow(map, 'axd')).toBe('ab 0-100, (off), cd 45-80');
  });
});

test('a street merely crossed is not driven', () => {
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
  expect(follow(map, 'axb')).toBe('axb 0-200');
  expect(follow(map, 'axb', { interval_s: 15 })).toBe('axb 0-200');
  expect(follow(map, 'axd')).toBe('axb 0-100, cxd 40-80');
});

test('a roundabout is driven round, not through its middle', () => {
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
  expect(follow(map, 'awvutob')).toBe('aw 0-80, wvutosnrw 0-75, ob 0-70');
});

test('at a dead end the vehicle turns and comes back', () => {
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
  expect(follow(map, 'abdbc')).toBe('abc 0-140, bd 0-60, bd 60-0, abc 140-280');
});

describe('sparse fixes', () => {
  const map = asciiMap(
    `
 a---------b---------c
 |         |         |
 |         |         |
 |         |         |
 d---------e---------f
 |         |         |
 |         |         |
 |         |         |
 g---------h---------i
 `,
    { abc: {}, def: {}, ghi: {}, adg: {}, beh: {}, cfi: {} },
    40,
  );

  test('every 15 s at 36 km/h follow the corners', () => {
    expect(follow(map, 'abehi', { speed_kmh: 36, interval_s: 15 })).toBe('abc 0-400, beh 0-320, ghi 400-800');
  });

  test('every 60 s along one street', () => {
    expect(follow(map, 'abc', { speed_kmh: 18, interval_s: 60 })).toBe('abc 0-800');
  });
});

test('beside the network the vehicle is off it, and what lies behind is found again', () => {
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
  expect(follow(map, 'ab12')).toBe('abc 0-200, (off)');
  expect(follow(map, '321bc')).toBe('(off), abc 200-400');
});

test('drawn with a break of 30 m, a street is driven on both sides of it', () => {
  const map = asciiMap(
    `
 a---------b   c---------d
 `,
    { ab: {}, cd: {} },
    10,
  );
  expect(follow(map, 'ad', { interval_s: 5 })).toBe('ab 0-100, cd 0-100');
});

test('beyond both ends of a street its whole length is driven, no more', () => {
  const map = asciiMap(
    `
 1 a-------------------b 2
 `,
    { ab: {} },
    10,
  );
  const noise: Driving = {
    speed_kmh: 9,
    sensors: true,
    accuracy_m: 3,
    error: (n) => [Math.sin(n * 7), -3 + Math.cos(n * 5)],
  };
  expect(follow(map, '12', noise)).toBe('ab 0-200');
  expect(follow(map, '21', noise)).toBe('ab 200-0');
});

describe('gaps', () => {
  const block = asciiMap(
    `
 a-----b-----c
 |     |     |
 d-----e-----f
 |     |     |
 g-----h-----i
 `,
    { abc: {}, def: {}, ghi: {}, adg: {}, beh: {}, cfi: {} },
    40,
  );
  const sparse = (map: AsciiMap, word: string, seconds: number): string => {
    const fixes = [...word].map((letter, n) => {
      const [lon, lat] = map.at(letter);
      return bareFix(n * seconds * 1000, lon, lat);
    });
    return driven(map.network, run(map.network, fixes).steps);
  };

  test('within 60 s the only way is taken, one of two is not', () => {
    expect(sparse(block, 'ac', 50)).toBe('abc 0-480');
    expect(sparse(block, 'ai', 50)).toBe('(gap)');
  });

  test('a silence of 2 minutes is joined with low confidence, one of more than three is not', () => {
    const map = asciiMap('\n a---------b\n           |\n           c\n', { ab: {}, bc: {} }, 60);
    const line = asciiMap('\n a---------b\n', { ab: {} }, 60);
    expect(sparse(line, 'ab', 120)).toBe('ab 0-600');
    expect(
      run(
        line.network,
        [...'ab'].map((letter, n) => bareFix(n * 120_000, ...line.at(letter))),
      ).steps,
    ).toMatchObject([{ kind: 'path', lowConfidence: true }]);
    // Round a corner nobody saw, it may have stood or turned: no data rather than a guess.
    expect(sparse(map, 'ac', 120)).toBe('(gap)');
    expect(sparse(line, 'ab', 200)).toBe('(gap)');
  });
});

describe('what is not driven', () => {
  const map = asciiMap('\n a---------b\n', { ab: {} }, 60);

  test('a jump out and back is flagged and stepped over', () => {
    const fixes = drive(map, 'ab', { error: (n) => (n === 40 ? [2_000, 900] : [0, 0]) });
    const { matched, steps } = run(map.network, fixes);
    expect(matched.flatMap(({ verdict }, n) => (verdict === 'jump' ? [n] : []))).toEqual([40]);
    expect(driven(map.network, steps)).toBe('ab 0-600');
  });

  test('a vehicle carried elsewhere is believed after three fixes, with a gap between', () => {
    const other = asciiMap('\n a---b           c---d\n', { ab: {}, cd: {} }, 400);
    const before = drive(other, 'ab', { speed_kmh: 72 });
    const after = drive(other, 'cd', { speed_kmh: 72, start_ms: before.length * 1000 });
    const { matched, steps } = run(other.network, [...before, ...after]);
    expect(matched.every(({ verdict }) => verdict === 'used')).toBe(true);
    expect(driven(other.network, steps)).toBe('ab 0-1600, (gap), cd 0-1600');
  });

  test('a fix of poor quality is kept and not matched', () => {
    const fixes = drive(map, 'ab').map((fix, n) =>
      n === 5 ? { ...fix, hdop: 9 } : n === 6 ? { ...fix, satellites: 3 } : fix,
    );
    const { matched } = run(map.network, fixes);
    expect(matched.slice(5, 7).map(({ verdict, place }) => [verdict, place])).toEqual([
      ['poor', null],
      ['poor', null],
    ]);
  });

  test('the star of a parked vehicle drives nothing', () => {
    const [lon, lat] = map.at('a');
    const star = Array.from({ length: 200 }, (_, n) =>
      bareFix(n * 15_000, lon + 4e-5 * Math.sin(n * 2.4) + 3e-3, lat + 3e-5 * Math.cos(n * 1.7)),
    );
    const { matched, steps } = run(map.network, star);
    const length = steps.reduce((sum, step) => sum + (step.kind === 'gap' ? 0 : step.length_m), 0);
    expect(matched.filter(({ verdict }) => verdict === 'parked').length).toBeGreaterThan(190);
    expect(length).toBeLessThan(15);
  });
});
