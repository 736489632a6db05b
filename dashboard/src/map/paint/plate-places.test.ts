import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placePlates, type PlateWish } from './plate-places.ts';

const HALF_PX = 12;
const wish = (key: string, x_px: number, y_px: number): PlateWish => ({
  key,
  x_px,
  y_px,
  width_px: 52,
  height_px: 14,
  away_px: 16,
});

describe('plates', () => {
  it('stand below where there is room, and stay where they were while that is free', () => {
    const one = wish('a', 100, 100);
    expect(placePlates([one], [one], HALF_PX, new Map()).get('a')?.side).toBe('below');
    const before = new Map([['a', { side: 'left' as const, dx_px: 0, dy_px: 0 }]]);
    expect(placePlates([one], [one], HALF_PX, before).get('a')?.side).toBe('left');
  });

  it('take another side where a vehicle stands below', () => {
    const [one, other] = [wish('a', 100, 100), wish('b', 100, 124)];
    expect(placePlates([one], [one, other], HALF_PX, new Map()).get('a')?.side).toBe('right');
  });

  it('never lie on one another or on a vehicle, and the first is always shown when it is alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(400), fc.nat(400)), { maxLength: 40 }), (at) => {
        const wishes = at.map(([x, y], i) => wish(String(i), x, y));
        const places = placePlates(wishes, wishes, HALF_PX, new Map());
        const boxes = wishes.flatMap(({ key, x_px, y_px, width_px, height_px }) => {
          const place = places.get(key);
          return place
            ? [{ key, x: x_px + place.dx_px, y: y_px + place.dy_px, w: width_px / 2, h: height_px / 2 }]
            : [];
        });
        const bodies = wishes.map(({ key, x_px, y_px }) => ({ key, x: x_px, y: y_px, w: HALF_PX, h: HALF_PX }));
        for (const box of boxes)
          for (const other of [...boxes, ...bodies]) {
            if (other.key === box.key) continue;
            const apart = Math.abs(box.x - other.x) >= box.w + other.w || Math.abs(box.y - other.y) >= box.h + other.h;
            expect(apart).toBe(true);
          }
      }),
    );
  });
});
