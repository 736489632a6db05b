import { expect, test } from 'vitest';
import { isNearly } from './nearly.ts';

test.each([
  ['Tracker_12', 'tracker-12'],
  ['tracker12 ', 'tracker-12'],
  ['traker-12', 'tracker-12'],
  ['trakcer-12', 'tracker-12'],
])('%s was meant as %s', (said, meant) => {
  expect(isNearly(said, meant)).toBe(true);
  expect(isNearly(meant, said)).toBe(true);
});

test.each([
  ['tracker-13', 'tracker-12'],
  ['tracker-1', 'tracker-12'],
  ['d2', 'd1'],
  ['e1', 'd1'],
  ['', 'd1'],
  ['…', '–'],
  ['sweeper', 'tracker'],
])('%s is another than %s', (said, meant) => {
  expect(isNearly(said, meant)).toBe(false);
});
