import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance_m } from '../streets/measured-line.ts';
import { isOver, onTo, shownAt, standing, turnBetween, type Shown } from './glide.ts';

const at = (lon: number, lat = 47, heading_deg: number | null = 90): Shown => ({ lon, lat, heading_deg });

describe('gliding between the last two fixes', () => {
  it('leaves the old place when the new fix arrives and reaches it one interval later', () => {
    const glide = onTo(standing(at(28.86)), at(28.861), 1_000, 10_000);
    expect(shownAt(glide, 1_000).lon).toBeCloseTo(28.86, 9);
    expect(shownAt(glide, 6_000).lon).toBeCloseTo(28.8605, 9);
    expect(shownAt(glide, 11_000).lon).toBeCloseTo(28.861, 9);
    expect(isOver(glide, 10_999)).toBe(false);
    expect(isOver(glide, 11_000)).toBe(true);
  });

  it('waits on the last known fix when the next one is late', () => {
    const glide = onTo(standing(at(28.86)), at(28.861), 0, 10_000);
    expect(shownAt(glide, 60_000)).toEqual(at(28.861));
  });

  it('drives over the fix it has not reached yet when the next one is early', () => {
    const corner = onTo(standing(at(28.86, 47)), at(28.862, 47), 0, 10_000);
    const early = onTo(corner, at(28.862, 47.002, 0), 5_000, 10_000);
    expect(early.places).toHaveLength(3);
    expect(early.places[1]).toEqual([28.862, 47]);
    expect(shownAt(early, 5_000).lon).toBeCloseTo(28.861, 9);
  });

  it('never goes beyond what is known, never back, and is where it was when a fix arrives', () => {
    const step = fc.record({
      gap_ms: fc.integer({ min: 50, max: 30_000 }),
      interval_ms: fc.integer({ min: 100, max: 20_000 }),
      metres: fc.double({ min: 0, max: 0.002, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let glide = standing(at(28.86));
        let now = 0;
        let known = 28.86;
        let last = 28.86;
        steps.forEach(({ gap_ms, interval_ms, metres }, i) => {
          now += gap_ms;
          const before = shownAt(glide, now).lon;
          known += metres;
          glide = onTo(glide, at(known), now, interval_ms);
          expect(shownAt(glide, now).lon).toBeCloseTo(before, 9);
          const untilNext_ms = steps[i + 1]?.gap_ms ?? 2 * interval_ms;
          for (let share = 0; share <= 1; share += 0.1) {
            const { lon } = shownAt(glide, now + untilNext_ms * share);
            expect(lon).toBeLessThanOrEqual(known + 1e-12);
            expect(lon).toBeGreaterThanOrEqual(last - 1e-12);
            last = lon;
          }
        });
      }),
    );
  });

  it('keeps an even pace along the path', () => {
    const glide = onTo(onTo(standing(at(28.86, 47)), at(28.861, 47), 0, 1_000), at(28.861, 47.003), 0, 10_000);
    const steps = Array.from({ length: 11 }, (_, i) => shownAt(glide, i * 1_000));
    const total = glide.at_m.at(-1)!;
    for (let i = 1; i < steps.length; i++) {
      const chord = distance_m([steps[i - 1]!.lon, steps[i - 1]!.lat], [steps[i]!.lon, steps[i]!.lat]);
      expect(chord).toBeLessThanOrEqual(total / 10 + 0.01);
    }
  });
});

describe('turning', () => {
  it('takes the shortest angle, over north too', () => {
    expect(turnBetween(350, 10, 0.5)).toBeCloseTo(0);
    expect(turnBetween(10, 350, 0.25)).toBeCloseTo(5);
    expect(turnBetween(90, 180, 1)).toBeCloseTo(180);
  });

  it('stays within a circle and ends at the new heading', () => {
    const angle = fc.double({ min: 0, max: 360, noNaN: true });
    fc.assert(
      fc.property(angle, angle, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, share) => {
        const turned = turnBetween(from, to, share);
        expect(turned).toBeGreaterThanOrEqual(0);
        expect(turned).toBeLessThan(360.0001);
        expect(Math.cos(((turnBetween(from, to, 1) - to) * Math.PI) / 180)).toBeCloseTo(1, 9);
        const gone = Math.abs(((turned - from + 540) % 360) - 180);
        expect(gone).toBeLessThanOrEqual(180.0001);
      }),
    );
  });

  it('has no nose while the heading is unknown', () => {
    const glide = onTo(standing(at(28.86, 47, 90)), at(28.861, 47, null), 0, 1_000);
    expect(shownAt(glide, 500).heading_deg).toBeNull();
  });
});
