import { expect, test } from 'vitest';
import { latOf, lonOf, townOf } from '../pipeline/testing/town.ts';
import { districtOf, type District } from './districts.ts';

const town = townOf([
  {
    id: 'long',
    line: [
      [0, 50],
      [400, 50],
    ],
  },
]);
const box = (id: string, west_m: number, east_m: number, ...holes: [number, number][]): District => {
  const ring = (from_m: number, to_m: number, low_m: number, high_m: number) =>
    [
      [from_m, low_m],
      [to_m, low_m],
      [to_m, high_m],
      [from_m, high_m],
      [from_m, low_m],
    ].map(([east, north]) => [lonOf(east!), latOf(north!)] as const);
  return { id, name: id, polygons: [[ring(west_m, east_m, 0, 100), ...holes.map(([a, b]) => ring(a, b, 20, 80))]] };
};
const west = box('west', 0, 200);
const east = box('east', 200, 390, [300, 340]);
const at = (from_m: number, to_m: number, among = [west, east]) =>
  districtOf(among, town, { edge: 'long', from_cm: from_m * 100, to_cm: to_m * 100 })?.id ?? null;

test('a leg belongs to the district its middle lies in', () => {
  expect(at(0, 398)).toBe('west');
  expect(at(0, 390)).toBe('west');
  expect(at(100, 320)).toBe('east');
});

test('outside all, in a hole, on an edge that is gone, and without districts there is none', () => {
  expect(at(390, 400)).toBeNull();
  expect(at(310, 330)).toBeNull();
  expect(at(0, 100, [])).toBeNull();
  expect(districtOf([west], town, { edge: 'gone', from_cm: 0, to_cm: 100 })).toBeNull();
});

test('of districts that overlap the first counts', () => {
  expect(at(0, 100, [box('all', 0, 400), west])).toBe('all');
});
