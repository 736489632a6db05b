import type { LegState } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { layers, type StyleLook } from './map-style.ts';
import { restyling } from './restyle.ts';

const look = (more: Partial<StyleLook> = {}): StyleLook => ({
  theme: 'dark',
  selected: null,
  districts: false,
  hidden: new Set<LegState>(),
  ground: true,
  ...more,
});
const changes = (more: Partial<StyleLook>): ReturnType<typeof restyling> =>
  restyling(layers(look()), layers(look(more)));

describe('from one look to another', () => {
  it('nothing changes where nothing differs', () => {
    expect(changes({})).toEqual([]);
  });

  it('the layers themselves and their order are the same in every theme', () => {
    const ids = (theme: StyleLook['theme']): string[] => layers(look({ theme })).map(({ id }) => id);
    expect(ids('light')).toEqual(ids('dark'));
    expect(ids('wall')).toEqual(ids('dark'));
    expect(new Set(ids('dark')).size).toBe(ids('dark').length);
  });

  it('from dark to light only colours change', () => {
    const names = new Set(changes({ theme: 'light' }).map((change) => ('name' in change ? change.name : change.part)));
    expect([...names].every((name) => /-(color|gradient)$/.test(name))).toBe(true);
    expect(changes({ theme: 'light' })).toContainEqual({
      layer: 'land',
      part: 'paint',
      name: 'background-color',
      value: '#EFF0EC',
    });
  });

  it('a selected assignment dims the legs of the others', () => {
    const dimmed = changes({ selected: 'a7' });
    expect(new Set(dimmed.map((change) => 'name' in change && change.name))).toEqual(new Set(['line-opacity']));
    expect(dimmed).toContainEqual({
      layer: 'leg-done',
      part: 'paint',
      name: 'line-opacity',
      value: ['case', ['==', ['get', 'assignment'], 'a7'], 1, 0.45],
    });
  });

  it('a hidden state is filtered out of its stroke and its casing', () => {
    const filters = changes({ hidden: new Set<LegState>(['done']) });
    expect(filters.map(({ layer }) => layer)).toEqual(['folded-casing', 'folded-done', 'leg-casing', 'leg-done']);
  });
});

describe('the order of the map', () => {
  it('ground, streets, legs, trails, arrows, labels, and above all what keeps labels off the vehicles', () => {
    const all = layers(look()).map(({ id }) => id);
    const order =
      'land green water building rail path street-edge-main street-main leg-casing leg-done leg-will-miss-core trail-working leg-arrow street-name-main vehicle-hold'.split(
        ' ',
      );
    expect(order.map((id) => all.indexOf(id))).toEqual(order.map((id) => all.indexOf(id)).toSorted((a, b) => a - b));
    expect(order.every((id) => all.includes(id))).toBe(true);
  });
});
