import { describe, expect, it } from 'vitest';
import { fixOf, gearBits } from './fix-of.ts';
import { RULES, RULES_VERSION, rulesVersionOf } from './rules.ts';

const TS = '2026-03-02T06:00:00.000Z';
const ts_ms = Date.parse(TS);

describe('a fix out of its stored content', () => {
  it('reads what the stages need and leaves the rest', () => {
    const body = JSON.stringify({
      accuracy_m: 4.5,
      fuel_l: 60,
      gear: { brush: true, water: false, odd: true },
      lat: 55,
      lon: 20,
      ts: TS,
    });
    expect(fixOf(body, ts_ms + 1_000)).toEqual({
      ts_ms,
      lat: 55,
      lon: 20,
      speed_kmh: null,
      heading_deg: null,
      accuracy_m: 4.5,
      satellites: null,
      hdop: null,
      ignition: null,
      gear: gearBits(['brush']),
      gearSeen: gearBits(['brush', 'water']),
      odometer_km: null,
      late: false,
    });
  });

  it('is late evidence when received more than a day after', () => {
    const body = { ts: TS, lat: 55, lon: 20 };
    expect(fixOf(body, ts_ms + RULES.lateEvidence_ms).late).toBe(false);
    expect(fixOf(body, ts_ms + RULES.lateEvidence_ms + 1).late).toBe(true);
    expect(fixOf(body, ts_ms + 2_000, ts_ms, 1_000).late).toBe(true);
  });
});

describe('the version of the rules', () => {
  it('names other thresholds than the defaults', () => {
    expect(rulesVersionOf({ ...RULES })).toBe(rulesVersionOf(RULES));
    const other = rulesVersionOf({ ...RULES, turn_m: 20 });
    expect(other).toMatch(new RegExp(`^${RULES_VERSION}-[0-9a-f]{8}$`));
    expect(rulesVersionOf({ ...RULES, turn_m: 21 })).not.toBe(other);
  });
});
