import type { Incident, LegState, LiveLeg, LiveVehicle } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { Streets } from '../map/streets/edge-lines.ts';
import { inView } from './in-view.ts';

const streets = new Streets({
  type: 'FeatureCollection',
  features: [
    ['near', 'Harbour Street', 11.9],
    ['far', 'Hill Street', 12.5],
  ].map(([id, name, lon]) => ({
    type: 'Feature',
    properties: { id, name, kind: 'street' },
    geometry: {
      type: 'LineString',
      coordinates: [
        [Number(lon), 57.7],
        [Number(lon) + 0.001, 57.7],
      ],
    },
  })),
});
const leg = (edge: string, state: LegState, to_m = 50): LiveLeg => ({
  edge,
  side: 'right',
  pass: 1,
  passes: 1,
  from_m: 0,
  to_m,
  pieces: [{ from_m: 0, to_m, state }],
});
const vehicle = (id: string, lon: number | null): LiveVehicle => ({ vehicle: id, lon, lat: 57.7 }) as LiveVehicle;
const incident = (id: string, of: string, lon: number | null): Incident =>
  ({ id, vehicle: of, lon, lat: lon === null ? null : 57.7 }) as Incident;
const box = [11.8, 57.6, 12, 57.8] as const;

describe('what is in view', () => {
  const legs = new Map([
    ['a1', [leg('near', 'done'), leg('near', 'done', 20), leg('near', 'missed'), leg('far', 'done')]],
  ]);
  const seen = inView(
    box,
    [vehicle('v1', 11.9), vehicle('v2', 12.5), vehicle('v3', null)],
    legs,
    [incident('i1', 'v2', 11.95), incident('i2', 'v1', null), incident('i3', 'v2', null)],
    streets,
    new Set(),
  );

  it('vehicles by their place', () => expect(seen.vehicles.map(({ vehicle: id }) => id)).toEqual(['v1']));

  it('incidents by their place, those without one by their vehicle', () =>
    expect(seen.incidents.map(({ id }) => id)).toEqual(['i1', 'i2']));

  it('legs grouped by street, the worst first', () => {
    expect(seen.legs).toBe(3);
    expect(seen.streets.map(({ street, state, legs: n, length_m }) => [street, state, n, length_m])).toEqual([
      ['Harbour Street', 'missed', 1, 50],
      ['Harbour Street', 'done', 2, 70],
    ]);
  });

  it('without what is hidden', () =>
    expect(inView(box, [], legs, [], streets, new Set<LegState>(['done'])).streets).toHaveLength(1));
});
