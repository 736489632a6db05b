import { describe, expect, it } from 'vitest';
import { asciiMap } from '../testing/ascii-map.ts';
import { blockAround, wayAnswer, wayBetween } from './way-between.ts';

/** Streets of 100 m a letter; ae is one street with a junction at each letter of it. */
const town = asciiMap(
  `
a---b---c---d---e
    |       |
    f---g---h
    |
    i       z---y
`.trim(),
  { abcde: {}, bf: {}, fgh: { oneway: 'forward' }, dh: {}, fi: {}, zy: {} },
  25,
);
const { network } = town;
const whole = (id: string) => {
  const edge = network.edgeNo(id)!;
  return { edge, from_m: 0, to_m: network.edges[edge]!.length_cm / 100 };
};
const words = (from: string, to: string): string | null =>
  wayBetween(network, whole(from), whole(to), 5_000)
    ?.map(({ edge, from_m, to_m, forward }) => {
      const range = [from_m, to_m].map((m) => Math.round(m / 5) * 5);
      return `${network.edges[edge]!.id} ${(forward ? range : range.reverse()).join('-')}`;
    })
    .join(', ') ?? null;

describe('the way between two streets of a route', () => {
  it('is empty where they touch', () => expect(words('bf', 'fgh')).toBe(''));

  it('keeps to one-way streets', () => {
    expect(words('fi', 'dh')).toBe('fgh 0-200');
    // back: round by the street above
    expect(words('dh', 'fi')).toBe('abcde 300-100, bf 0-50');
  });

  it('is not there where nothing leads', () => {
    expect(words('abcde', 'zy')).toBeNull();
    expect(wayBetween(network, whole('dh'), whole('fi'), 100)).toBeNull();
  });

  it('finds the block around a place', () => {
    const edge = network.edgeNo('abcde')!;
    const { from_m, to_m } = blockAround(network, edge, 150);
    expect([Math.round(from_m), Math.round(to_m)]).toEqual([100, 300]);
  });
});

describe('how a route goes on', () => {
  it('answers ids and centimetres', () => {
    const { way, block } = wayAnswer(network, { from: { edge: 'fi' }, to: { edge: 'dh', at_m: 10 } });
    expect(way?.legs).toEqual([{ edge: 'fgh', from_m: 0, to_m: way?.length_m, forward: true }]);
    expect(block.from_m).toBe(0);
    expect(wayAnswer(network, { to: { edge: 'dh', at_m: 10 } }).way).toBeNull();
  });

  it('names an edge that is not there', () =>
    expect(() => wayAnswer(network, { to: { edge: 'gone', at_m: 0 } })).toThrow('gone'));
});
