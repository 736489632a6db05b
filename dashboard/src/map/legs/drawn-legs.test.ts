import { expect, it } from 'vitest';
import { Streets } from '../streets/edge-lines.ts';
import { DrawnLegs } from './drawn-legs.ts';

const streets = new Streets({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { id: 'a', kind: 'street' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [24, 47],
          [24.01, 47],
        ],
      },
    },
  ],
});
const leg = { key: '1', edge: 'a', side: 'right', tone: 'plan' } as const;

it('draws each pass as a strand, and hands over only what changed', () => {
  const drawn = new DrawnLegs(streets, 'right');
  const first = drawn.show([
    { ...leg, passes: 2, label: '×2' },
    { ...leg, key: '2', side: 'left' },
  ]);
  expect(first.lines.add.map(({ properties }) => [properties!['kerb'], properties!['turn_deg']])).toEqual([
    [1, 0],
    [1, 0],
    [-1, 180],
  ]);
  expect(first.beads.add).toHaveLength(1);
  expect(
    drawn.show([
      { ...leg, passes: 2, label: '×2' },
      { ...leg, key: '2', side: 'left' },
    ]).lines,
  ).toEqual({
    add: [],
    remove: [],
  });
  const fewer = drawn.show([{ ...leg, passes: 1 }]);
  expect(fewer.lines.add).toHaveLength(1);
  expect(fewer.lines.remove.toSorted()).toEqual(['1\n2', '2\n1']);
  expect(fewer.beads.remove).toEqual(['1']);
});

it('leaves out what lies on no street of this town', () =>
  expect(new DrawnLegs(streets, 'right').show([{ ...leg, edge: 'gone' }]).lines.add).toEqual([]));
