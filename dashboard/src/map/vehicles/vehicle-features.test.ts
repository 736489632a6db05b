import type { Incident, LiveVehicle } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { moved } from '../motion/fleet.ts';
import { trailFeatures, vehicleFeature, worstOf, type VehicleLook } from './vehicle-features.ts';

const sweeper: LiveVehicle = {
  no: 1,
  vehicle: 'v1',
  plate: 'KVD 214',
  contractor: 'c1',
  operations: ['sweep'],
  gearWired: true,
  interval_s: 10,
  state: 'working',
  ts: '2026-11-19T04:42:18.000Z',
  lat: 47,
  lon: 28.86,
  heading_deg: 135,
  speed_kmh: 5.8,
  gearOn: true,
};
const plain: VehicleLook = { badge: undefined, selected: false, age: null };

function drawn(vehicle: Partial<LiveVehicle>, look: Partial<VehicleLook> = {}): Record<string, unknown> {
  const moving = moved(undefined, { ...sweeper, ...vehicle }, 0, true)!;
  const shown = { lon: 28.86, lat: 47, heading_deg: moving.vehicle.heading_deg };
  return vehicleFeature(moving, shown, { ...plain, ...look }).properties!;
}

describe('how a vehicle is drawn', () => {
  it('working and driving point their nose where they head', () => {
    expect(drawn({})).toMatchObject({ body: 'body-working-nose', turn_deg: 135, glyph: 'glyph-sweep' });
    expect(drawn({ state: 'driving', operations: ['wash'] })).toMatchObject({
      body: 'body-driving-nose',
      glyph: 'glyph-wash',
    });
  });

  it('an unknown heading has no nose, a standing or silent machine neither', () => {
    expect(drawn({ heading_deg: null })).toMatchObject({ body: 'body-working', turn_deg: 0 });
    expect(drawn({ state: 'stopped' })).toMatchObject({ body: 'body-stopped', turn_deg: 0 });
    expect(drawn({ state: 'silent' })).toMatchObject({ body: 'body-silent', turn_deg: 0, glyph: 'glyph-sweep-silent' });
  });

  it('the badge sits on the rear shoulder', () => {
    expect(drawn({ heading_deg: 135 }, { badge: 'warning' })).toMatchObject({
      badge: 'badge-warning',
      shoulder: 'left',
    });
    expect(drawn({ heading_deg: 225 }, { badge: 'critical' })).toMatchObject({
      badge: 'badge-critical',
      shoulder: 'right',
    });
  });

  it('plates are placed selected first, then with an incident, then the rest', () => {
    expect(drawn({}, { selected: true, badge: 'warning' })['order']).toBe(0);
    expect(drawn({}, { badge: 'warning' })['order']).toBe(1);
    expect(drawn({})['order']).toBe(2);
  });

  it('only a silent machine says the age of its last fix', () => {
    expect(drawn({ state: 'silent' }, { age: '14 мин' })['age']).toBe('14 мин');
    expect(drawn({}, { age: '14 мин' })['age']).toBe('');
  });

  it('a silent machine leaves no trail', () => {
    const trail = [
      { lon: 28.859, lat: 47, at_ms: 0 },
      { lon: 28.86, lat: 47, at_ms: 1 },
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
