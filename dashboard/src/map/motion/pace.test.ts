import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

/** Pictures at an even distance, from a moment on; the moment of the last. */
function draw(pace: Pace, from_ms: number, every_ms: number, pictures: number): number {
  for (let i = 0; i < pictures; i++) pace.picture(from_ms + i * every_ms);
  return from_ms + (pictures - 1) * every_ms;
}

test('a machine that draws sixty or ten pictures a second glides', () => {
  const pace = new Pace();
  const then_ms = draw(pace, 0, 16, 100);
  expect(pace.glides(draw(pace, then_ms + 16, 100, 100))).toBe(true);
});

test('one that draws two a second steps, and tries again after five minutes', () => {
  const pace = new Pace();
  const slow_ms = draw(pace, 0, 500, 7);
  expect(pace.glides(slow_ms)).toBe(false);
  expect(pace.glides(slow_ms + 299_000)).toBe(false);
  expect(pace.glides(slow_ms + 301_000)).toBe(true);
});

test('one slow picture is no slow machine', () => {
  const pace = new Pace();
  const then_ms = draw(pace, 0, 16, 20);
  expect(pace.glides(draw(pace, then_ms + 400, 16, 20))).toBe(true);
});

test('the time nothing moved, or nobody looked, does not count', () => {
  const pace = new Pace();
  for (let i = 0; i < 20; i++) {
    pace.picture(i * 1_000);
    pace.rest();
  }
  expect(pace.glides(20_000)).toBe(true);
  draw(pace, 30_000, 60_000, 20);
  expect(pace.glides(2_000_000)).toBe(true);
});
