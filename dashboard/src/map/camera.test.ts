import { describe, expect, it } from 'vitest';
import { fit } from './camera.ts';
import { boxAround } from './streets/box.ts';

const none = { top: 0, right: 0, bottom: 0, left: 0 };

describe('fitting', () => {
  it('fills the free part of the map, whichever side is short', () => {
    const wide = fit([28.8, 46.95, 28.9, 46.96], 1_080, 1_080, none);
    expect(wide.center[0]).toBeCloseTo(28.85);
    // 0.1° over 1000 free pixels
    expect(2 ** wide.zoom * 512 * (0.1 / 360)).toBeCloseTo(1_000, 0);
    const tall = fit([28.84, 46.9, 28.85, 47.1], 1_080, 580, none);
    expect(tall.zoom).toBeLessThan(wide.zoom);
  });

  it('panels take their room', () => {
    const free = fit([28.8, 46.95, 28.9, 46.96], 1_000, 800, none);
    const covered = fit([28.8, 46.95, 28.9, 46.96], 1_000, 800, { ...none, left: 460 });
    expect(free.zoom - covered.zoom).toBeCloseTo(1);
  });

  it('does not dive into a point', () => {
    expect(fit([28.8, 46.9, 28.8, 46.9], 1_000, 800, none)).toMatchObject({
      center: [28.8, expect.closeTo(46.9)],
      zoom: 16.5,
    });
  });

  it('a box around nothing is nothing', () => {
    expect(boxAround([])).toBeNull();
    expect(
      boxAround([
        [28, 47],
        [29, 46],
      ]),
    ).toEqual([28, 46, 29, 47]);
  });
});
