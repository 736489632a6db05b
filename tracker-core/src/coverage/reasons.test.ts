import { describe, expect, it } from 'vitest';
import { MORNING_MS } from '../pipeline/testing/town.ts';
import { asciiMap, type AsciiMap } from '../testing/ascii-map.ts';
import { kerbs, strips, sweepings, type Sweeping } from '../testing/kerb-strips.ts';

/**
 * What counts as work, and why a metre is not covered. The strip shows the planned kerb from a to b, a sign every ten
 * metres: `#` covered, `x` excused, `w` wrong side, `u` gear up, `f` too fast, `?` no data, `.` not reached.
 */
const STREET = asciiMap(
  `
 1 a----c----d----e----b 2
 `,
  { ab: {} },
  10,
);
const right = (sweeper: string, more: Partial<Sweeping> = {}, map: AsciiMap = STREET): string => {
  const text = kerbs(map, { plan: 'ab right', sweeper: `3 m right, ${sweeper}`, ...more });
  return text.slice(text.indexOf('|'));
};
/** 2.5 metres a second. */
const WORKING = '9 km/h';

describe('gear', () => {
  it('up from c to d: those metres were driven in the working range with the gear up', () => {
    expect(right('1c, brush up, cd, brush down, d2')).toBe('|#####uuuuu##########|');
  });

  it('a contact that chatters faster than three seconds changes nothing', () => {
    expect(right('1c, brush chatters 1 s, cd, brush down, d2')).toBe('|####################|');
    expect(right('1c, brush chatters 2 s, cd, brush down, d2')).toBe('|####################|');
    expect(right('brush up, 1c, brush chatters 2 s, cd, brush up, d2')).toBe('|uuuuuuuuuuuuuuuuuuuu|');
  });

  it('one reading every 15 seconds is believed', () => {
    // 37 metres apart: it was down at 92 m and up at 130 m, where the change is first heard of.
    expect(right('every 15 s, 1d, brush up, d2')).toBe('|#############uuuuuuu|');
  });

  const crossing = asciiMap(
    `
      f
      |
 1 a--x--y-------------b 2
      |
      g
 `,
    { ab: {}, fg: {} },
    10,
  );

  it('switched beside a junction by no more than the receiver errs: it was switched at the junction', () => {
    const down = (accuracy: string) =>
      right(`${accuracy}brush up, 1x, drift 8 m east, stands 5 s, brush down, stands 5 s, x2`, {}, crossing);
    expect(down('accuracy 5 m, ')).toBe('|uuu#################|');
    expect(down('accuracy 3 m, ')).toBe('|uuuu################|');
    expect(right('accuracy 5 m, 1x, drift 8 m west, stands 5 s, brush up, x2', {}, crossing)).toBe(
      '|###uuuuuuuuuuuuuuuuu|',
    );
    expect(right('accuracy 5 m, 1y, brush up, y2', {}, crossing)).toBe('|######uuuuuuuuuuuuuu|');
  });

  it('the same where it slowed down in between', () => {
    const beside = asciiMap(
      `
      f
      |
 1 a--xz--------------b 2
      |
      g
 `,
      { ab: {}, fg: {} },
      10,
    );
    expect(right('accuracy 8 m, brush up, 38 km/h, 1x, 9 km/h, xz, brush down, z2', {}, beside)).toBe(
      '|...################|',
    );
  });

  it('not wired: judged by speed alone, marked', () => {
    expect(right('brush up, 12', { gearWired: 0 })).toBe('|####################| (speed-only)');
    expect(right('brush up, 20 km/h, 12', { gearWired: 0 })).toBe('|ffffffffffffffffffff|');
  });
});

describe('working speed, 12.9 km/h at most for sweeping', () => {
  it('ten per cent above is tolerated, more is too fast', () => {
    expect(right('14 km/h, 12')).toBe('|####################|');
    expect(right('14.5 km/h, 12')).toBe('|ffffffffffffffffffff|');
  });

  it('the same from the positions alone, where the device sends no speed', () => {
    expect(right('14 km/h, ab', { sensors: false })).toBe('|####################|');
    expect(right('14.5 km/h, ab', { sensors: false })).toBe('|ffffffffffffffffffff|');
  });

  it('for less than ten seconds it is tolerated, from ten on it counts from its start', () => {
    expect(right(`1c, 24 km/h, cd, ${WORKING}, d2`)).toBe('|####################|');
    expect(right(`1c, 16 km/h, cd, ${WORKING}, d2`)).toBe('|#####fffff##########|');
  });

  it('a stop at a light leaves no hole', () => {
    const stopping = 'noise 0.5 m, 1c, stands 90 s, c2';
    expect(right(stopping)).toBe('|####################|');
    expect(right(stopping, { sensors: false })).toBe('|####################|');
    expect(right(`every 5 s, ${stopping}`, { sensors: false })).toBe('|####################|');
  });

  it('slower than 1 km/h for longer than pulling up takes is no work', () => {
    expect(right(`1c, 0.7 km/h, cd, ${WORKING}, d2`)).toBe('|######....##########|');
  });

  it('fast with the gear up is only driving', () => {
    expect(right('brush up, 38 km/h, 12')).toBe('|....................|');
  });
});

describe('quality gate', () => {
  it('fixes worse than 50 m prove nothing: for a minute the others are joined, for three with less confidence', () => {
    const poor = 'accuracy 60 m, ce, accuracy 5 m, e2';
    expect(right(`1c, ${poor}`)).toBe('|####################|');
    expect(right(`1c, 7 km/h, ${poor}`)).toBe('|####################|');
    expect(right(`1c, 5.1 km/h, ${poor}`)).toBe('|####################| (low-confidence)');
    // Slower than driving: it may have been elsewhere.
    expect(right(`1c, 4 km/h, ${poor}`)).toBe('|#####??????????#####|');
  });
});

describe('the reason is the first that applies', () => {
  const back = 'brush up, 38 km/h, 21, brush down, 9 km/h';

  it('excused before all others, and only of what was not covered', () => {
    const excused = 'ab right 50-150 m';
    expect(right('1c', { excused })).toBe('|#####xxxxxxxxxx.....|');
    expect(right('21', { excused })).toBe('|wwwwwxxxxxxxxxxwwwww|');
    expect(right('1d', { excused })).toBe('|##########xxxxx.....|');
    expect(right('12', { excused })).toBe('|####################|');
  });

  it('wrong side before gear up', () => {
    expect(right('brush up, 12, brush down, 2d, brush up, d1')).toBe('|uuuuuuuuuuwwwwwwwwww|');
  });

  it('gear up before too fast', () => {
    expect(right(`20 km/h, 12, ${back}, brush up, 1d`)).toBe('|uuuuuuuuuuffffffffff|');
  });

  it('too fast before no data', () => {
    expect(right('20 km/h, 1d, silent 300 s, 2')).toBe('|ffffffffff??????????|');
  });

  it('no data before not reached', () => {
    expect(right('1d, silent 300 s, 2')).toBe('|##########??????????|');
    expect(right('1d')).toBe('|##########..........|');
  });

  it('of two missing passes each has a reason of its own', () => {
    expect(kerbs(STREET, { plan: 'ab right 2 passes', sweeper: `3 m right, brush up, 1d, brush down, d1` })).toBe(
      strips(`ab right 1 |wwwwwwwwww..........|
              ab right 2 |uuuuuuuuuu..........|`),
    );
  });
});

describe('wrong side', () => {
  it('is not what another plan asked for', () => {
    expect(right('21', { otherPlan: 'ab left' })).toBe('|....................|');
    expect(right('21', { otherPlan: 'ab left 0-100 m' })).toBe('|..........wwwwwwwwww|');
  });
});

describe('no data', () => {
  const long = asciiMap(
    `
 1 a----c----d-------------------------------------------------------------------b
 `,
    { ab: {} },
    100,
  );

  it('reaches as far as the vehicle could have gone and come back in the silence, at 50 km/h', () => {
    // From c 5 minutes unseen to d, 500 m on: 4.2 km in all, so nowhere farther than 1.8 km beyond d.
    const seen = right('40 km/h, ac, silent 300 s, d', {}, long);
    expect(seen).toBe(`|fffff${'?'.repeat(23)}${'.'.repeat(50)}|`);
  });

  it('parked with the ignition off is no silence', () => {
    expect(right('1d, ignition off, stands 1 s, silent 1200 s, d, 20 km/h, d1')).toBe('|##########..........|');
  });

  it('parked with the engine on first, then switched off and heard of now and then, is no silence either', () => {
    const sleeping = 'ignition off, stands 1 s, silent 1200 s, stands 1 s, silent 1200 s, stands 1 s';
    expect(right(`1d, stands 60 s, ${sleeping}, 20 km/h, d1`)).toBe('|##########..........|');
  });

  it('nor where the receiver scatters meanwhile; switched off and heard of far away is one', () => {
    const asleep = (...drifts: string[]) => {
      const heard = drifts.map((drift) => `silent 1200 s, drift ${drift}, stands 1 s`).join(', ');
      return right(`1d, stands 60 s, ignition off, stands 1 s, ${heard}, drift 0 m west, 20 km/h, d1`);
    };
    expect(asleep('8 m west', '4 m east')).toBe('|##########..........|');
    expect(asleep('400 m west', '4 m east')).toContain('??????????|');
  });

  it('late evidence counts once it is accepted; until then there is no data', () => {
    expect(right('12', { late: true })).toBe('|????????????????????|');
    expect(right('12', { late: true, lateCounts: true })).toBe('|####################| (late-evidence)');
  });

  it('nothing received and nothing awaited: no metre has any', () => {
    const { uncovered_cm, planned_cm } = sweepings(STREET, { plan: 'ab both', blind: true });
    expect(uncovered_cm['no-data']).toBe(planned_cm);
  });
});

it('only what is driven inside the window counts', () => {
  // 48 seconds after the start the sweeper has come from 1, 20 m before a, to d.
  const half_ms = MORNING_MS + 48_000;
  expect(right('12', { window: { to_ms: half_ms } })).toBe('|##########..........|');
  expect(right('12', { window: { from_ms: half_ms } })).toBe('|..........##########|');
});

it('another vehicle of the contractor may cover a leg, unless the contract says no', () => {
  const plan = { plan: 'ab right', other: '3 m right, 12' };
  expect(kerbs(STREET, plan)).toBe('ab right |####################|');
  expect(kerbs(STREET, { ...plan, window: { othersMayCover: false } })).toBe('ab right |....................|');
});
