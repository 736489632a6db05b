import { describe, expect, it } from 'vitest';
import type { Fix, Matched, Step } from '../pipeline/stages.ts';
import { asciiMap, bareFix, driven, run, type AsciiMap } from '../testing/ascii-map.ts';
import { tell, type Device } from '../testing/told-drive.ts';
import { finish, match, startMatching, tail } from './match.ts';

/**
 * What the receiver and the radio do to a drive, in the notation of the streets' tests: `ab 0-200` along the street ab,
 * `ab 200-0` back, `(off)` beside the network, `(gap)` where nobody can say.
 */
const follow = (map: AsciiMap, words: string, device: Device = { sensors: false }): string =>
  driven(map.network, run(map.network, tell(map, words, device)).steps);

const TOWN = asciiMap(
  `
 a----x----b----y----c
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
const ROUND_THE_CORNERS = 'abc 0-400, beh 0-320, ghi 400-800';

describe('sampling', () => {
  it.each([1, 2, 5, 10, 15])('every %i s at 36 km/h: round the corners', (seconds) => {
    expect(follow(TOWN, `36 km/h, every ${seconds} s, abehi`)).toBe(ROUND_THE_CORNERS);
  });

  it.each([30, 60, 120])('every %i s at 18 km/h: along a street', (seconds) => {
    expect(follow(TOWN, `18 km/h, every ${seconds} s, abc`)).toBe('abc 0-800');
  });

  it('mixed in one fleet: vehicles that report by turns do not disturb one another', () => {
    const vehicles = [1, 5, 15, 60, 120].map((seconds) => ({
      fixes: tell(TOWN, `18 km/h, every ${seconds} s, noise 3 m, abehi`),
      state: startMatching(TOWN.network),
      steps: [] as Step[],
    }));
    const all = vehicles.flatMap((vehicle) => vehicle.fixes.map((fix) => ({ vehicle, fix })));
    all.sort((a, b) => a.fix.ts_ms - b.fix.ts_ms);
    for (const { vehicle, fix } of all) vehicle.steps.push(...match(vehicle.state, fix).steps);
    for (const { state, steps, fixes } of vehicles) {
      steps.push(...finish(state).steps);
      expect(steps).toEqual(run(TOWN.network, fixes).steps);
    }
  });
});

describe('drift held over minutes', () => {
  // From x to y there are 400 m at 9 km/h, and a crossing street half-way.
  it.each([10, 15, 20])('%i m to the side: still the street, past a crossing too', (drift_m) => {
    expect(follow(TOWN, `drift ${drift_m} m south, xby`)).toBe('abc 200-600');
    expect(follow(TOWN, `drift ${drift_m} m south, xby`, {})).toBe('abc 200-600');
  });

  const STREETS = asciiMap('a-------------------b\n\nc-------------------d', { ab: {}, cd: {} }, 40);

  it.each([20, 24])('%i m to the side: still the street, the next one being 80 m away', (drift_m) => {
    expect(follow(STREETS, `drift ${drift_m} m south, ab`)).toBe('ab 0-800');
    expect(follow(STREETS, `drift ${drift_m} m south, ab`, {})).toBe('ab 0-800');
  });

  it('beyond 25 m the vehicle is off the network', () => {
    expect(follow(STREETS, 'drift 28 m south, ab')).toBe('(off)');
    expect(follow(STREETS, 'accuracy 4 m, drift 28 m south, ab', {})).toBe('(off)');
  });

  it('a device that says how badly it receives there is on its street still', () => {
    expect(follow(STREETS, 'every 5 s, accuracy 14 m, drift 28 m south, ab', {})).toBe('ab 0-800');
  });

  it('gone from the streets it is off them, whatever it says', () => {
    expect(follow(STREETS, 'every 5 s, accuracy 10 m, drift 40 m south, ab', {})).toBe('(off)');
  });

  it('coming and going on the way', () => {
    const words = '18 km/h, ab, drift 18 m south, be, drift 12 m west, eh, no drift, hi';
    expect(follow(TOWN, words)).toBe(ROUND_THE_CORNERS);
  });
});

describe('an error that drifts beside a parallel street 15 m away, which a crossing leads to', () => {
  const map = asciiMap(
    `
                 n
                 |
         a-------x-----------------------b
                 |
 c---------------y-----------------------d
                 |
                 s
 `,
    { axb: {}, cyd: {}, nxys: {} },
    7.5,
  );
  const SERVED = 'cyd 0-300';

  it.each([8, 9, 10])('%i m towards that one the whole way: nothing shows that the vehicle went over', (drift_m) => {
    expect(follow(map, `every 5 s, accuracy 10 m, drift ${drift_m} m north, cyd`, {})).toBe(SERVED);
  });

  it('who does go over is followed', () => {
    expect(follow(map, 'every 5 s, accuracy 10 m, cyxb', {})).toBe('cyd 0-120, nxys 30-15, axb 60-240');
    expect(follow(map, 'every 5 s, accuracy 10 m, drift 4 m north, cyxb', {})).toBe(
      'cyd 0-120, nxys 30-15, axb 60-240',
    );
  });
});

describe('an error aside at a corner', () => {
  const corner = asciiMap('a---------b\n          |\n          |\n          c', { ab: {}, bc: {} }, 20);
  const moved = (aside_m: number, accuracy_m: number) => {
    const away = aside_m / 111_200;
    const fixes = tell(corner, 'abc').map((fix) => ({
      ...fix,
      accuracy_m,
      lon: fix.lon - away / Math.cos((fix.lat * Math.PI) / 180),
      lat: fix.lat - away,
    }));
    return driven(corner.network, run(corner.network, fixes).steps);
  };

  // Inside the corner the fixes come 13 m short of it and go on 13 m behind it: 26 m from one to the next, 2.5 m apart.
  it('leaves no hole, where it is within what the fixes err by', () => {
    expect(moved(13, 8)).toBe('ab 0-200, bc 0-60');
  });

  it('where it is not, nobody can say', () => {
    expect(moved(13, 0.5)).toMatch(/^ab 0-\d+, \(gap\), bc \d+-60$/);
  });
});

describe('gaps', () => {
  /** One fix at each letter, so many seconds apart. */
  const sparse = (map: AsciiMap, word: string, seconds: number): Step[] => {
    const fixes = [...word].map((letter, n) => bareFix(n * seconds * 1000, ...map.at(letter)));
    return run(map.network, fixes).steps;
  };
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

  it('within 60 s the only way is taken, one of two is not', () => {
    expect(driven(block.network, sparse(block, 'ac', 50))).toBe('abc 0-480');
    expect(driven(block.network, sparse(block, 'ai', 50))).toBe('(gap)');
  });

  it('two minutes are joined with low confidence on a straight street, more than three are not', () => {
    const line = asciiMap('a---------b', { ab: {} }, 60);
    expect(driven(line.network, sparse(line, 'ab', 120))).toBe('ab 0-600');
    expect(sparse(line, 'ab', 120)).toMatchObject([{ kind: 'path', lowConfidence: true }]);
    expect(driven(line.network, sparse(line, 'ab', 200))).toBe('(gap)');
  });

  it('round a corner nobody saw there is no data rather than a guess: it may have stood or turned', () => {
    const map = asciiMap('a---------b\n          |\n          c', { ab: {}, bc: {} }, 60);
    expect(driven(map.network, sparse(map, 'ac', 120))).toBe('(gap)');
  });

  it('a heading at both ends tells the corner', () => {
    const map = asciiMap('a---------b\n          |\n          c', { ab: {}, bc: {} }, 60);
    const [first, ...rest] = tell(map, 'abc');
    const last = rest.at(-1)!;
    const { steps } = run(map.network, [first!, { ...last, ts_ms: first!.ts_ms + 120_000 }]);
    expect(driven(map.network, steps)).toBe('ab 0-600, bc 0-120');
    expect(steps).toMatchObject([{ kind: 'path', lowConfidence: true }]);
  });
});

describe('the odometer over a minute and more', () => {
  const end = asciiMap('a----m----b', { ab: {} }, 60);
  /** Two fixes, 90 s apart, with these metres on the odometer between them. */
  const between = (map: AsciiMap, from: string, to: string, odometer_m: number | null) => {
    const odometer = (m: number) => (odometer_m === null ? null : 5000 + m / 1000);
    const first = { ...tell(map, `36 km/h, ${from}`).at(-1)!, ts_ms: 0, odometer_km: odometer(0) };
    const last = { ...tell(map, `36 km/h, ${to}`)[0]!, ts_ms: 90_000, odometer_km: odometer(odometer_m ?? 0) };
    return driven(map.network, run(map.network, [first, last]).steps);
  };

  it('tells that the vehicle went on to the end, turned and came back', () => {
    expect(between(end, 'am', 'ma', 600)).toBe('ab 300-600, ab 600-300');
  });

  it('where it is silent, or says more or less than that, nobody can say', () => {
    for (const metres of [null, 0, 400, 700]) expect(between(end, 'am', 'ma', metres)).not.toMatch(/600/);
  });

  const ring = asciiMap(
    `
    e-----f
    |     |
 a--b     c--d
    |     |
    h-----i
 `,
    { ab: {}, cd: {}, eb: {}, ef: {}, fc: {}, bh: {}, hi: {}, ci: {} },
    40,
  );

  it('of two ways as long as it says neither is taken', () => {
    expect(between(ring, 'ab', 'cd', 400)).toBe('(gap)');
  });
});

describe('teleports', () => {
  const map = asciiMap('a---------b                    c---------d', { ab: {}, cd: {} }, 160);

  it('a jump out and back is flagged and stepped over', () => {
    const { matched, steps } = run(map.network, tell(map, '72 km/h, ab, one fix 2000 m north, ba'));
    expect(matched.filter(({ verdict }) => verdict === 'jump')).toHaveLength(1);
    expect(driven(map.network, steps)).toBe('ab 0-1600, ab 1600-0');
  });

  it('a vehicle carried elsewhere is believed after three fixes, with a gap between', () => {
    const { matched, steps } = run(map.network, tell(map, '72 km/h, ab, cd'));
    expect(matched.every(({ verdict }) => verdict === 'used')).toBe(true);
    expect(driven(map.network, steps)).toBe('ab 0-1600, (gap), cd 20-1600');
  });
});

describe('poor fixes', () => {
  it('are kept and not matched: too few satellites, hdop above 5, accuracy worse than 50 m', () => {
    const poor: Partial<Fix>[] = [{ hdop: 9 }, { satellites: 3 }, { accuracy_m: 51 }];
    const fixes = tell(TOWN, 'abc').map((fix, n) => ({ ...fix, ...poor[n - 5] }));
    const { matched, steps } = run(TOWN.network, fixes);
    const found = matched.flatMap(({ verdict, place }, n) => (verdict === 'poor' && place === null ? [n] : []));
    expect(found).toEqual([5, 6, 7]);
    expect(driven(TOWN.network, steps)).toBe('abc 0-800');
  });
});

describe('a parked star', () => {
  it.each([true, false])('drives nothing (the device sends its speed: %s)', (sensors) => {
    const { matched, steps } = run(TOWN.network, tell(TOWN, 'noise 3 m, ax, every 15 s, stands 3000 s', { sensors }));
    expect(matched.filter(({ verdict }) => verdict === 'parked').length).toBeGreaterThan(150);
    expect(driven(TOWN.network, steps)).toMatch(/^abc 0-(200|205|210)$/);
  });
});

describe('without speed and heading', () => {
  it.each(['abehi', 'noise 3 m, abedg', 'every 5 s, 30 km/h, noise 3 m, cfeba'])('%s: the same streets', (words) => {
    expect(follow(TOWN, words, { sensors: false })).toBe(follow(TOWN, words, { sensors: true }));
  });
});

describe('confidence', () => {
  const near = asciiMap('a-------------------b\n1                   2\nc-------------------d', { ab: {}, cd: {} }, 5);
  const confidence = (words: string) => {
    const of = run(near.network, tell(near, words)).matched.flatMap(({ place }) => place?.confidence ?? []);
    return of.reduce((sum, one) => sum + one, 0) / of.length;
  };

  it('is near one on a street, and a half in the middle between two', () => {
    expect(confidence('drift 6 m north, ab')).toBeGreaterThan(0.85);
    expect(confidence('12')).toBeGreaterThan(0.4);
    expect(confidence('12')).toBeLessThan(0.6);
    expect(confidence('drift 1 m north, 12')).toBeGreaterThan(confidence('12'));
  });
});

describe('live and at the end', () => {
  const fixes = tell(TOWN, '18 km/h, noise 6 m, abehi, silent 90 s, ifedg');
  const key = ({ fix, verdict, place }: Matched) => [fix.ts_ms, verdict, place?.edge, place?.offset_m];
  const whole = run(TOWN.network, fixes).matched.map(key);

  it('what is decided stays, what is not yet is provisional, and the end is the whole, however it was asked', () => {
    const state = startMatching(TOWN.network);
    const decided: Matched[] = [];
    let farthest = 0;
    for (const [n, fix] of fixes.entries()) {
      decided.push(...match(state, fix).matched);
      expect(decided.map(key)).toEqual(whole.slice(0, decided.length));
      const provisional = tail(state).matched;
      expect(decided.length + provisional.length).toBe(n + 1);
      farthest = Math.max(farthest, provisional.length);
    }
    decided.push(...finish(state).matched);
    expect(decided.map(key)).toEqual(whole);
    // A minute behind at most, on ordinary streets.
    expect(farthest).toBeLessThan(60);
  });
});
