import type { LiveVehicle } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { sweeper } from '../testing/sweeper.ts';
import { Fleet } from './fleet.ts';

const start_ms = Date.parse('2026-11-19T04:42:00.000Z');
const at = (after_s: number, lon: number | null, more: Partial<LiveVehicle> = {}): LiveVehicle => ({
  ...sweeper,
  ts: new Date(start_ms + after_s * 1_000).toISOString(),
  lon,
  heading_deg: 90,
  speed_kmh: 6,
  ...more,
});
const always = (): boolean => true;

describe('the fleet', () => {
  it('glides over the time between two fixes', () => {
    const fleet = new Fleet();
    fleet.take([at(0, 28.86)], 0, always);
    fleet.take([at(10, 28.8602)], 10_000, always);
    expect(fleet.shown('v1', 15_000).lon).toBeCloseTo(28.8601, 9);
    expect(fleet.underWay(15_000)).toEqual(['v1']);
    expect(fleet.underWay(20_000)).toEqual(['v1']);
    expect(fleet.underWay(20_016)).toEqual([]);
  });

  it('keeps up with a replay at ten times the speed', () => {
    const fleet = new Fleet();
    fleet.take([at(0, 28.86)], 0, always);
    fleet.take([at(10, 28.8602)], 1_000, always);
    expect(fleet.shown('v1', 2_000).lon).toBeCloseTo(28.8602, 9);
  });

  it.each([
    ['a jump', at(10, 28.88)],
    ['a gap', at(100, 28.8602)],
    ['a fix without a later time', at(0, 28.8602)],
  ])('steps over %s and begins a new trail', (_, next) => {
    const fleet = new Fleet();
    fleet.take([at(0, 28.86)], 0, always);
    fleet.take([next], 10_000, always);
    expect(fleet.shown('v1', 10_000).lon).toBe(next.lon);
    expect(fleet.underWay(10_001)).toEqual([]);
    expect(fleet.get('v1')!.trail).toHaveLength(1);
  });

  it('a device that is known to report every two minutes is believed', () => {
    const fleet = new Fleet();
    fleet.take([at(0, 28.86, { interval_s: 120 })], 0, always);
    fleet.take([at(120, 28.862, { interval_s: 120 })], 120_000, always);
    expect(fleet.shown('v1', 180_000).lon).toBeCloseTo(28.861, 9);
  });

  it('steps where movement is not wanted', () => {
    const fleet = new Fleet();
    fleet.take([at(0, 28.86)], 0, always);
    fleet.take([at(10, 28.8602)], 10_000, () => false);
    expect(fleet.shown('v1', 10_000).lon).toBe(28.8602);
  });

  it('a changed state alone does not stop a glide', () => {
    const fleet = new Fleet();
    fleet.take([at(0, 28.86)], 0, always);
    const second = at(10, 28.8602);
    fleet.take([second], 10_000, always);
    fleet.take([{ ...second, state: 'driving' }], 12_000, always);
    expect(fleet.shown('v1', 15_000).lon).toBeCloseTo(28.8601, 9);
    expect(fleet.get('v1')!.vehicle.state).toBe('driving');
  });

  it('takes the heading from the movement where none is reported', () => {
    const fleet = new Fleet();
    fleet.take([at(0, 28.86, { heading_deg: null })], 0, always);
    expect(fleet.shown('v1', 0).heading_deg).toBeNull();
    fleet.take([at(10, 28.8602, { heading_deg: null })], 10_000, always);
    expect(fleet.shown('v1', 20_000).heading_deg).toBeCloseTo(90, 0);
  });

  it('leaves what kept its identity alone, forgets who left, and skips who has no place', () => {
    const fleet = new Fleet();
    const known = at(0, 28.86);
    const lost = at(0, null, { vehicle: 'v2', lat: null });
    expect(fleet.take([known, lost], 0, always)).toEqual({ changed: ['v1'], gone: [] });
    expect(fleet.take([known, lost], 1_000, always)).toEqual({ changed: [], gone: [] });
    expect(fleet.take([], 2_000, always)).toEqual({ changed: [], gone: ['v1'] });
    expect(fleet.size).toBe(0);
  });
});
