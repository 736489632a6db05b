import type { LiveAssignment, LiveVehicle } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { candidatesFor, distanceTo, placesOn, type Place } from './candidates.ts';

const NOW = Date.parse('2026-11-19T04:30:00Z');
const place: Place = [28.8, 47];
const KM_NORTH = 1_000 / 111_320;

const vehicle = (id: string, change: Partial<LiveVehicle> = {}): LiveVehicle =>
  ({
    vehicle: id,
    plate: id.toUpperCase(),
    contractor: 'c',
    operations: ['sweep'],
    state: 'driving',
    lat: 47,
    lon: 28.8,
    ...change,
  }) as LiveVehicle;
const assignment = (id: string, of: string, from: string, to: string): LiveAssignment =>
  ({
    assignment: id,
    vehicle: of,
    operation: 'sweep',
    from: `2026-11-19T${from}:00Z`,
    to: `2026-11-19T${to}:00Z`,
    planned_m: 1_000,
    covered_m: 400,
    excused_m: 0,
    forecast: { pace_m_per_min: 10 },
  }) as LiveAssignment;
const given = assignment('a', 'own', '04:00', '05:00');
const named = (vehicles: LiveVehicle[], others: LiveAssignment[] = []) =>
  candidatesFor(given, [vehicle('own'), ...vehicles], [given, ...others], [place], NOW);
const order = (...vehicles: LiveVehicle[]) => named(vehicles).map((one) => one.vehicle.vehicle);

describe('who could go on', () => {
  it('is whoever does the work, and not the vehicle itself', () => {
    expect(order(vehicle('grits', { operations: ['grit'] }), vehicle('v'))).toEqual(['v']);
  });

  it('is told best first: heard, of the same contractor, near', () => {
    const far = vehicle('far', { lat: 47 + 2 * KM_NORTH });
    const near = vehicle('near', { lat: 47 + KM_NORTH });
    const other = vehicle('other', { contractor: 'd' });
    const silent = vehicle('silent', { state: 'silent' });
    expect(order(silent, other, far, near)).toEqual(['near', 'far', 'other', 'silent']);
  });

  it('is busy while a window of its own overlaps the rest, and free until the next', () => {
    const busy = assignment('b', 'busy', '04:45', '06:00');
    const next = assignment('n', 'free', '05:00', '06:00');
    const [first, second] = named([vehicle('busy'), vehicle('free', { lat: 47 + KM_NORTH })], [busy, next]);
    expect([first?.vehicle.vehicle, first?.busy, first?.next]).toEqual(['free', null, next]);
    expect([second?.vehicle.vehicle, second?.busy]).toEqual(['busy', busy]);
  });

  it('reaches what the pace allows once it is there', () => {
    const [here] = named([vehicle('v')]);
    expect(here?.expected).toBeCloseTo(0.7);
    const [far] = named([vehicle('v', { lat: 47 + 3.5 * KM_NORTH })]);
    expect(far?.expected).toBeCloseTo(0.4 + (30 - (3_500 * 1.3) / 350) / 100, 2);
    const [lost] = named([vehicle('v', { lat: null, lon: null })]);
    expect([lost?.away_m, lost?.expected]).toEqual([null, null]);
  });

  it('goes at its own pace where it is at this work, else at the usual one of those who are', () => {
    const at = (id: string, pace_m_per_min: number): LiveAssignment =>
      ({ ...assignment(`${id}-a`, id, '04:00', '05:00'), forecast: { pace_m_per_min } }) as LiveAssignment;
    const found = named([vehicle('quick'), vehicle('idle')], [at('quick', 16), at('third', 12)]);
    const expected = new Map(found.map((one) => [one.vehicle.vehicle, one.expected]));
    // Who is free comes first, then who would reach more.
    expect(found.map((one) => one.vehicle.vehicle)).toEqual(['idle', 'quick']);
    const slow = [at('quick', 16), at('slow', 8)];
    const both = named([vehicle('slow'), vehicle('quick', { lat: 47 + KM_NORTH / 10 })], slow);
    expect(both.map((one) => one.vehicle.vehicle)).toEqual(['quick', 'slow']);
    expect(expected.get('quick')).toBeCloseTo(0.4 + (30 * 16) / 1_000);
    expect(expected.get('idle')).toBeCloseTo(0.4 + (30 * 12) / 1_000);
  });
});

it('measures to the ends and middles of streets, each once', () => {
  const streets = new Map<string, Place[]>([
    ['far', [[1, 1]]],
    ['near', [place, [2, 2]]],
  ]);
  expect(placesOn(['near', 'gone', 'near'], streets)).toEqual([place, [2, 2], [2, 2]]);
  expect(distanceTo(vehicle('v', { lat: 47 + KM_NORTH }), placesOn(['near'], streets))).toBeCloseTo(1_000, -1);
  expect(distanceTo(vehicle('v'), [])).toBeNull();
});
