import type { Incident } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { moved } from '../motion/fleet.ts';
import { sweeper } from '../testing/sweeper.ts';
import { trailFeatures, worstOf } from './vehicle-features.ts';

describe('trails', () => {
  it('a silent machine leaves no trail', () => {
    const trail = [
      { lon: 28.859, lat: 47, at_ms: 0, at_m: 0 },
      { lon: 28.86, lat: 47, at_ms: 1, at_m: 76 },
    ];
    const moving = { ...moved(undefined, sweeper, 0, true)!, trail };
    const shown = { lon: 28.86, lat: 47, heading_deg: 135 };
    expect(trailFeatures(moving, shown)).toHaveLength(1);
    expect(trailFeatures({ ...moving, vehicle: { ...sweeper, state: 'silent' } }, shown)).toEqual([]);
  });
});

describe('badges', () => {
  const incident = (vehicle: string, severity: Incident['severity'], state: Incident['state'] = 'open'): Incident =>
    ({ vehicle, severity, state }) as Incident;

  it('show the worst case that still stands', () => {
    const worst = worstOf([
      incident('v1', 'warning'),
      incident('v1', 'critical', 'acknowledged'),
      incident('v1', 'warning'),
      incident('v2', 'critical', 'resolved'),
      incident('v3', 'warning', 'dismissed'),
      incident('v3', 'warning', 'assigned'),
    ]);
    expect([...worst]).toEqual([
      ['v1', 'critical'],
      ['v3', 'warning'],
    ]);
  });
});
