import { describe, expect, it } from 'vitest';
import { shownAt } from './turns.ts';

describe('what a wall shows', () => {
  it('is the map while something needs a decision', () => {
    expect([0, 30_000, 90_000].map((now_ms) => shownAt(null, now_ms))).toEqual(['map', 'map', 'map']);
  });

  it('alternates once nothing does, beginning with the map', () => {
    const seconds = [0, 29, 30, 59, 60, 89, 90];
    expect(seconds.map((s) => shownAt(1_000_000, 1_000_000 + s * 1_000))).toEqual([
      'map',
      'map',
      'overview',
      'overview',
      'map',
      'map',
      'overview',
    ]);
  });

  it('is the map while the clock is behind', () => {
    expect(shownAt(60_000, 0)).toBe('map');
  });
});
