import { describe, expect, it } from 'vitest';
import { asciiMap } from '../testing/ascii-map.ts';
import { tell, type Device } from '../testing/told-drive.ts';
import { SWEEPER } from './testing/town.ts';
import { startVehicle, step } from './step.ts';
import type { VehiclePosition } from './stages.ts';

const TOWN = asciiMap(
  `
 a---------b
           |
           |
           |
           |
           |
           c
 `,
  { ab: {}, bc: {} },
  20,
);

/** The vehicle as the map shows it after each fix. */
function shown(words: string, device: Device): VehiclePosition[] {
  const state = startVehicle({ ...SWEEPER, gearWired: 1 }, TOWN.network);
  return tell(TOWN, words, device).map((fix) => step(state, fix, []).position!);
}

describe('a device that sends neither speed nor heading', () => {
  it.each([1, 5, 15])('every %i s: both are derived from where it came from', (seconds) => {
    const last = shown(`every ${seconds} s, 18 km/h, abc`, { sensors: false }).at(-1)!;
    expect(Math.abs(last.heading_deg! - 180)).toBeLessThan(2);
    expect(last.speed_kmh).toBeGreaterThan(17);
    expect(last.speed_kmh).toBeLessThan(19);
  });

  it('turns with the street within ten metres', () => {
    const all = shown('18 km/h, abc', { sensors: false });
    // 5 m a fix: b is the forty-first.
    expect(all[40]!.heading_deg).toBeCloseTo(90, 0);
    expect(all[44]!.heading_deg).toBeCloseTo(180, 0);
  });

  it('standing: it is stopped, and looks where it came from', () => {
    const last = shown('18 km/h, ab, stands 60 s', { sensors: false }).at(-1)!;
    expect(last).toMatchObject({ state: 'stopped', speed_kmh: 0 });
    expect(last.heading_deg).toBeCloseTo(90, 0);
  });

  it('works or drives as its gear says', () => {
    expect(shown('ab', { sensors: false }).at(-1)!.state).toBe('working');
    expect(shown('brush up, ab', { sensors: false }).at(-1)!.state).toBe('driving');
  });
});

it('what a device sends is shown as sent', () => {
  expect(shown('18 km/h, abc', {}).at(-1)).toMatchObject({ speed_kmh: 18, heading_deg: 180 });
});
