import { describe, expect, it } from 'vitest';
import { markerOf, move, type Marker, type MarkerLook } from './marker.ts';

const plain: MarkerLook = {
  vehicle: 'v',
  plate: 'KVD 214',
  state: 'working',
  operation: 'sweep',
  badge: null,
  selected: false,
  age: null,
};

const drawn = (look: Partial<MarkerLook> = {}, heading_deg: number | null = 135): Marker =>
  markerOf({ lon: 28.86, lat: 47, heading_deg }, { ...plain, ...look });

describe('how a vehicle is drawn', () => {
  it('working and driving point their nose where they head', () => {
    expect(drawn()).toMatchObject({ body: 'body-working-nose', turn: (135 * Math.PI) / 180, glyph: 'glyph-sweep' });
    expect(drawn({ state: 'driving', operation: 'wash' })).toMatchObject({
      body: 'body-driving-nose',
      glyph: 'glyph-wash',
    });
  });

  it('an unknown heading has no nose, a standing or silent machine neither', () => {
    expect(drawn({}, null)).toMatchObject({ body: 'body-working', turn: 0 });
    expect(drawn({ state: 'stopped' })).toMatchObject({ body: 'body-stopped', turn: 0 });
    expect(drawn({ state: 'silent' })).toMatchObject({ body: 'body-silent', turn: 0, glyph: 'glyph-sweep-silent' });
  });

  it('the badge sits on the rear shoulder', () => {
    expect(drawn({ badge: 'warning' }, 135)).toMatchObject({
      badgePicture: 'badge-warning',
      shoulder: 'left',
    });
    expect(drawn({ badge: 'critical' }, 225)).toMatchObject({
      badgePicture: 'badge-critical',
      shoulder: 'right',
    });
  });

  it('plates are placed selected first, then with an incident, then the rest', () => {
    expect(drawn({ selected: true, badge: 'warning' }).order).toBe(0);
    expect(drawn({ badge: 'warning' }).order).toBe(1);
    expect(drawn().order).toBe(2);
  });

  it('only a silent machine says the age of its last fix', () => {
    expect(drawn({ state: 'silent', age: '14 мин' }).text).toBe('KVD 214\n14 мин');
    expect(drawn({ age: '14 мин' }).text).toBe('KVD 214');
  });

  it('a step moves it and turns its nose, and the badge changes shoulders', () => {
    const marker = drawn({ badge: 'warning' });
    const before = { x: marker.x, y: marker.y };
    move(marker, { lon: 28.861, lat: 47.001, heading_deg: 270 });
    expect(marker.x).toBeGreaterThan(before.x);
    expect(marker.y).toBeLessThan(before.y);
    expect(marker).toMatchObject({ turn: (270 * Math.PI) / 180, shoulder: 'right' });
  });
});
