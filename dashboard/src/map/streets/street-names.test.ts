import { describe, expect, it } from 'vitest';
import type { Street } from './edge-lines.ts';
import { measure, metresPerDegree } from './measured-line.ts';
import { nameLines } from './street-names.ts';

const { lon_m, lat_m } = metresPerDegree(47);
/** Coordinates in metres east and north of a corner of the town. */
const way = (id: string, name: string | null, places_m: [number, number][], road = 'residential'): Street => ({
  id,
  name,
  class: road,
  line: measure(places_m.map(([x, y]) => [28.86 + x / lon_m, 47 + y / lat_m])),
});

describe('lines for names', () => {
  it('joins ways of one name whichever way they were drawn', () => {
    const [line, ...more] = nameLines([
      way('a', 'улица Теилор', [
        [0, 0],
        [100, 0],
      ]),
      way('b', 'улица Теилор', [
        [200, 5],
        [100, 0],
      ]),
      way('c', 'улица Теилор', [
        [200, 5],
        [300, 5],
      ]),
    ]);
    expect(more).toEqual([]);
    expect(line!.coordinates).toHaveLength(4);
    expect(measure(line!.coordinates).length_m).toBeCloseTo(300, 0);
    expect([...line!.edges].sort()).toEqual(['a', 'b', 'c']);
  });

  it('goes straight on at a fork and leaves the branch by itself', () => {
    const lines = nameLines([
      way('west', 'улица Дачия', [
        [0, 0],
        [100, 0],
      ]),
      way('branch', 'улица Дачия', [
        [100, 0],
        [100, 300],
      ]),
      way('east', 'улица Дачия', [
        [100, 0],
        [200, 3],
      ]),
    ]);
    expect(lines.map(({ edges }) => edges.join())).toEqual(['branch', 'west,east']);
  });

  it('keeps one of two carriageways, with the edges of both', () => {
    const lines = nameLines([
      way(
        'there',
        'проспект Дачия',
        [
          [0, 0],
          [400, 0],
        ],
        'trunk',
      ),
      way(
        'back',
        'проспект Дачия',
        [
          [390, 20],
          [10, 20],
        ],
        'trunk',
      ),
    ]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ main: true, edges: ['there', 'back'] });
  });

  it('gives nameless ways none, and other names their own', () => {
    const lines = nameLines([
      way('x', null, [
        [0, 0],
        [100, 0],
      ]),
      way('y', 'улица А', [
        [0, 0],
        [100, 0],
      ]),
      way('z', 'улица Б', [
        [100, 0],
        [200, 0],
      ]),
    ]);
    expect(lines.map(({ name }) => name)).toEqual(['улица А', 'улица Б']);
  });

  it('ends on a ring', () => {
    const [ring] = nameLines([
      way('n', 'площадь', [
        [0, 0],
        [50, 50],
        [100, 0],
      ]),
      way('s', 'площадь', [
        [100, 0],
        [50, -50],
        [0, 0],
      ]),
    ]);
    expect(ring!.edges).toHaveLength(2);
  });
});
