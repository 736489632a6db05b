import { describe, it } from 'vitest';
import { scene } from '../testing/scene.ts';

/** How many passes over a kerb count, in the notation of the kerbs' tests: a strip for each pass that is planned. */
describe('passes', () => {
  const play = scene(
    `
 1 a-------------------b 2
 `,
    { ab: {} },
  );

  it('each drive is one pass of those asked for', () => {
    play(
      { plan: 'ab right 2 passes', sweeper: '3 m right, 12, brush up, 21, brush down, 12' },
      `ab right 1 |####################|
       ab right 2 |####################|`,
    );
    play(
      { plan: 'ab right 2 passes', sweeper: '3 m right, 12' },
      `ab right 1 |####################|
       ab right 2 |....................|`,
    );
    play(
      { plan: 'ab right 3 passes', sweeper: '3 m right, 12, brush up, 21, brush down, 12' },
      `ab right 1 |####################|
       ab right 2 |####################|
       ab right 3 |....................|`,
    );
  });

  it('metre by metre: within two minutes it is none, by another vehicle it always is one', () => {
    // There and back at 2.5 m a second: two minutes lie between the two only where b is 150 m away.
    play(
      { plan: 'ab centre 2 passes', sweeper: '1b, ba' },
      `ab centre 1 |####################|
       ab centre 2 |#####...............|`,
    );
    play(
      { plan: 'ab centre 2 passes', sweeper: '1b', other: 'ba' },
      `ab centre 1 |####################|
       ab centre 2 |####################|`,
    );
  });

  it('a centre leg is served by either direction and on either side', () => {
    play({ plan: 'ab centre', sweeper: '3 m right, 12' }, 'ab centre |####################|');
    play({ plan: 'ab centre', sweeper: '3 m right, 21' }, 'ab centre |####################|');
    play(
      { plan: 'ab centre 2 passes', sweeper: '3 m right, 12, silent 300 s, 21' },
      `ab centre 1 |####################|
       ab centre 2 |####################|`,
    );
  });

  it('one surplus pass on the other kerb explains one missing pass', () => {
    play(
      { plan: 'ab right 2 passes', sweeper: '3 m right, 21' },
      `ab right 1 |wwwwwwwwwwwwwwwwwwww|
       ab right 2 |....................|`,
    );
  });
});

describe('passes along a one-way street, in its middle', () => {
  const play = scene(
    `
 a----c----d---------b
 |                   |
 e-------------------f
 `,
    { ab: { oneway: 'forward' }, bfea: {} },
  );

  it('two drives, though less than two minutes apart, may have served a kerb each', () => {
    play(
      { plan: 'ab both', sweeper: 'on the line, ab, brush up, 60 km/h, bfea, brush down, 9 km/h, ab' },
      `ab left  |####################| (side-assumed)
       ab right |####################| (side-assumed)`,
    );
    play(
      { plan: 'ab right 2 passes', sweeper: 'on the line, ab, brush up, 60 km/h, bfea, brush down, 9 km/h, ab' },
      `ab right 1 |####################| (side-assumed)
       ab right 2 |....................|`,
    );
  });

  it('both beside the middle on one side, it is a kerb each all the same: no kerb is served twice within two minutes', () => {
    const lap = 'ab, brush up, 60 km/h, bfea, brush down, 9 km/h, ab';
    play(
      { plan: 'ab both 2 passes', sweeper: `2 m left, ${lap}` },
      `ab left 1 |####################| (side-assumed)
       ab left 2 |....................|
       ab right 1 |####################| (side-assumed)
       ab right 2 |....................|`,
    );
  });

  it('backing up for a while is the same drive', () => {
    play(
      { plan: 'ab both', sweeper: 'on the line, ad, dc, cb' },
      `ab left  |....................|
       ab right |####################| (side-assumed)`,
    );
  });
});
