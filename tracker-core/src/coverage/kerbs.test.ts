import { describe, it } from 'vitest';
import { scene } from '../testing/scene.ts';

/**
 * Which kerb a drive serves, and which of several passes it is. A map is drawn with letters, ten metres a step, and its
 * streets are named by the letters they are drawn through: of `ab`, drawn from west to east, the left kerb is the northern
 * one. The sweeper works forwards, and is told what to do in words. The strips show each planned kerb along its street,
 * a sign every ten metres: `#` covered, `.` not reached, `w` the other kerb was worked instead. Every scene is played
 * twice: as drawn, and in a mirror, where traffic keeps to the other side.
 */
describe('two-way street: the direction decides', () => {
  const play = scene(
    `
 1 a---------c---------b 2
 `,
    { ab: {} },
  );

  it('eastwards the right kerb, westwards the left one', () => {
    play(
      { plan: 'ab both', sweeper: '3 m right, 12' },
      `ab left  |....................|
       ab right |####################|`,
    );
    play(
      { plan: 'ab both', sweeper: '3 m right, 21' },
      `ab left  |####################|
       ab right |....................|`,
    );
  });

  it('whatever the offset: in the middle, and even beyond the middle', () => {
    play({ plan: 'ab right', sweeper: 'on the line, 12' }, 'ab right |####################|');
    play({ plan: 'ab right', sweeper: '4 m left, 12' }, 'ab right |####################|');
  });

  it('from a device that sends neither speed nor heading', () => {
    play({ plan: 'ab left', sweeper: '3 m right, 21', sensors: false }, 'ab left |####################|');
  });

  it('turning half-way serves half of either kerb', () => {
    play(
      { plan: 'ab both', sweeper: '3 m right, 1c, c1' },
      `ab left  |##########..........|
       ab right |##########..........|`,
    );
  });

  it('turning at a junction, though the receiver shows it some metres short of that, serves both kerbs whole', () => {
    const crossing = scene(
      `
                      f
                      |
 1 a---------c--------xb
                      |
                      g
 `,
      { ax: {}, xb: {}, fg: {} },
    );
    const turning = '1c, drift 9 m west, cx, xc, no drift, c1';
    crossing(
      { plan: 'ax both', sweeper: `3 m right, accuracy 10 m, ${turning}` },
      `ax left  |###################|
       ax right |###################|`,
    );
    crossing(
      { plan: 'ax both', sweeper: `3 m right, accuracy 4 m, ${turning}` },
      `ax left  |##################.|
       ax right |##################.|`,
    );
  });

  it('turning at the end of a street shorter than a turn shows serves both kerbs', () => {
    const short = scene(
      `
 c
 |
 ab
 |
 d
 `,
      { cad: {}, ab: {} },
    );
    short(
      { plan: 'ab both', sweeper: '6 km/h, 2 m right, ca, ab, ba, ad' },
      `ab left  |#|
       ab right |#|`,
    );
  });

  it('standing and jittering to and fro serves nothing behind it', () => {
    play(
      { plan: 'ab both', sweeper: '3 m right, 1c, noise 3 m, stands 120 s, noise 0 m, c2' },
      `ab left  |....................|
       ab right |####################|`,
    );
  });

  it('the kerb that no plan asked for is the wrong side', () => {
    play({ plan: 'ab right', sweeper: '3 m right, 21' }, 'ab right |wwwwwwwwwwwwwwwwwwww|');
  });

  it('`both` are two legs: one drive covers one of them, and the other is not reached, not wrong', () => {
    play(
      { plan: 'ab both', sweeper: '3 m right, 12' },
      `ab left  |....................|
       ab right |####################|`,
    );
  });

  it('only the stretch that is planned counts', () => {
    play({ plan: 'ab right 50-150 m', sweeper: '3 m right, 12' }, 'ab right |     ##########     |');
  });
});

describe('which of its sides the vehicle works', () => {
  const play = scene(
    `
 1 a-------------------b 2
 `,
    { ab: {} },
  );
  const served = { left: ['#', '.'], right: ['.', '#'], both: ['#', '#'] } as const;

  it.each(['left', 'right', 'both'] as const)('serves %s: going east', (serves) => {
    const [left, right] = served[serves];
    play(
      { plan: 'ab both', sweeper: '3 m right, 12', serves },
      `ab left  |${left.repeat(20)}|
       ab right |${right.repeat(20)}|`,
    );
  });

  it.each(['left', 'right', 'both'] as const)('serves %s: going west, the other kerb of the street', (serves) => {
    const [left, right] = served[serves];
    play(
      { plan: 'ab both', sweeper: '3 m right, 21', serves },
      `ab left  |${right.repeat(20)}|
       ab right |${left.repeat(20)}|`,
    );
  });
});

describe('one-way street: a held offset decides', () => {
  const play = scene(
    `
 1 a-------------------b 2
 `,
    { ab: { oneway: 'forward' } },
  );

  it('4 m to one side over the whole street', () => {
    play(
      { plan: 'ab both', sweeper: '4 m left, noise 0.5 m, 12' },
      `ab left  |####################|
       ab right |....................|`,
    );
    play(
      { plan: 'ab both', sweeper: '4 m right, noise 0.5 m, 12' },
      `ab left  |....................|
       ab right |####################|`,
    );
  });

  it('whatever side the sweeper has its brush on: it may drive along either kerb', () => {
    play(
      { plan: 'ab both', sweeper: '4 m left, 12', serves: 'right' },
      `ab left  |####################|
       ab right |....................|`,
    );
  });

  it('in the middle it is assumed: the planned side, of two the one with fewer passes, then the driving side', () => {
    play({ plan: 'ab left', sweeper: 'on the line, 12' }, 'ab left |####################| (side-assumed)');
    play(
      { plan: 'ab both', sweeper: 'on the line, 12' },
      `ab left  |....................|
       ab right |####################| (side-assumed)`,
    );
    play(
      { plan: 'ab both', sweeper: 'on the line, 12, silent 300 s, 12' },
      `ab left  |####################| (side-assumed)
       ab right |####################| (side-assumed)`,
    );
    play(
      { plan: 'ab both', sweeper: '4 m right, 12, silent 300 s, on the line, 12' },
      `ab left  |####################| (side-assumed)
       ab right |####################|`,
    );
  });

  it('an accuracy of 12 m makes 4 m mean nothing', () => {
    play({ plan: 'ab left', sweeper: '4 m right, accuracy 12 m, 12' }, 'ab left |####################| (side-assumed)');
  });

  it('an assumed side makes nothing the wrong side', () => {
    play(
      { plan: 'ab right', sweeper: 'on the line, 12, silent 300 s, 12' },
      'ab right |####################| (side-assumed)',
    );
    play({ plan: 'ab right', sweeper: '4 m left, 12' }, 'ab right |wwwwwwwwwwwwwwwwwwww|');
  });

  it('against its sense it counts, marked; left and right stay those of the drawing', () => {
    play({ plan: 'ab left', sweeper: '4 m right, 21' }, 'ab left |####################| (against-oneway)');
    play({ plan: 'ab right', sweeper: '4 m left, 21' }, 'ab right |####################| (against-oneway)');
  });
});

describe('one-way street: the kerb is changed on the way', () => {
  const play = scene(
    `
           f
           |
 1 a-------c-----------b 2
           |
           g
 `,
    { ab: { oneway: 'forward' }, fg: {} },
  );

  it('at a junction each kerb is served as far as it was held', () => {
    play(
      { plan: 'ab both', sweeper: '4 m right, 1c, 4 m left, cb' },
      `ab left  |........############|
       ab right |########............|`,
    );
    play(
      { plan: 'ab both', sweeper: 'every 5 s, 4 m left, noise 0.5 m, 1c, 4 m right, cb' },
      `ab left  |########............|
       ab right |........############|`,
    );
  });

  it('what was decided of one kerb says nothing of metres that are clearly not at it', () => {
    play(
      { plan: 'ab both', sweeper: 'accuracy 5 m, 6 m left, 1c, 4 m right, cb' },
      `ab left  |########............|
       ab right |........############| (side-assumed)`,
    );
  });

  it('with a receiver that errs more than the street is wide nobody knows', () => {
    play(
      { plan: 'ab right', sweeper: 'accuracy 12 m, 4 m right, 1c, 4 m left, cb' },
      'ab right |####################| (side-assumed)',
    );
  });
});

describe('divided road drawn as two one-way edges', () => {
  const play = scene(
    `
 1 b-------------------a 2

 3 c-------------------d 4
 `,
    { ab: { oneway: 'forward' }, cd: { oneway: 'forward' } },
  );
  const plan = 'ab both, cd both';

  it('has four kerbs, each with a drive of its own', () => {
    play(
      { plan, sweeper: '4 m right, 34' },
      `ab left  |....................|
       ab right |....................|
       cd left  |....................|
       cd right |####################|`,
    );
    play(
      { plan, sweeper: '4 m right, 34, 21, silent 200 s, 4 m left, 34, 21' },
      `ab left  |####################|
       ab right |####################|
       cd left  |####################|
       cd right |####################|`,
    );
  });
});

describe('divided road drawn as one edge', () => {
  const play = scene(
    `
 1 a-------------------b 2
 `,
    { ab: {} },
  );

  it('has two kerbs, each 9 m from the line', () => {
    play(
      { plan: 'ab both', sweeper: '9 m right, 12' },
      `ab left  |....................|
       ab right |####################|`,
    );
    play(
      { plan: 'ab both', sweeper: '9 m right, 12, 21' },
      `ab left  |####################|
       ab right |####################|`,
    );
  });
});

describe('the same ground drawn twice', () => {
  const streets = { ab: {}, ba: {} };
  const play = scene(
    `
 1 a-------------------b 2
 `,
    streets,
  );

  it('is driven on both, mirrored where one is drawn the other way', () => {
    play(
      { plan: 'ab both, ba both', sweeper: '3 m right, 12' },
      `ab left  |....................|
       ab right |####################|
       ba left  |####################|
       ba right |....................|`,
    );
  });
});
