import { describe, expect, it } from 'vitest';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { RULES } from '../pipeline/rules.ts';
import { Driver, MORNING_MS, planOf, SWEEPER, townOf } from '../pipeline/testing/town.ts';
import { createLedger, credit } from './ledger.ts';
import { forecast } from './pace.ts';

const MINUTE_MS = 60_000;
/** 12 km of planned street, the way out to it, and a street that leads far away. */
const town = townOf([
  {
    id: 'out',
    line: [
      [-6_000, 0],
      [0, 0],
    ],
  },
  {
    id: 'main',
    line: [
      [0, 0],
      [12_000, 0],
    ],
  },
  {
    id: 'away',
    line: [
      [3_000, 0],
      [3_000, 12_000],
    ],
  },
]);
const plan = planOf(town, [{ street: 'main', side: 'right' }], {
  from_ms: MORNING_MS,
  to_ms: MORNING_MS + 120 * MINUTE_MS,
});

/** The forecast so many minutes after the window opened. */
function forecastAt(driver: Driver, minute: number) {
  const now_ms = MORNING_MS + minute * MINUTE_MS;
  const ledger = createLedger(plan, town, { drivesOn: 'right' });
  const fixes = driver.fixes.filter(({ ts_ms }) => ts_ms <= now_ms);
  const { passages } = recomputeVehicle({ setting: SWEEPER, network: town }, fixes, [plan]);
  for (const passage of passages) credit(ledger, passage);
  return forecast(plan, ledger.pace, ledger, now_ms, RULES);
}

const out = (speed_kmh: number, minutes: number, sets_out = 0) =>
  new Driver()
    .wait(sets_out * 60)
    .drive([(-speed_kmh / 60) * 1_000 * minutes, 0], [0, 0], { speed_kmh, brush: false, interval_s: 5 });

describe('the pace of work', () => {
  it('does not count the way out', () => {
    const driver = out(30, 8).drive([0, 0], [3_000, 0], { interval_s: 5 });
    expect(forecastAt(driver, 8 + RULES.paceLeast_min - 2)).toBeNull();
    const expected = forecastAt(driver, 8 + RULES.paceLeast_min + 2)!;
    expect(expected.pace_m_per_min).toBeGreaterThan(130);
    expect(expected.willMiss).toBe(false);
  });

  it('counts it from when the vehicle is late', () => {
    const driver = out(30, 12, 10).drive([0, 0], [3_000, 0], { interval_s: 5 });
    const late_min = RULES.lateStart_ms / MINUTE_MS;
    const expected = forecastAt(driver, 32)!;
    // Seven minutes of the way out and ten of work.
    expect(expected.pace_m_per_min).toBeLessThan((150 * 10) / (32 - late_min - 1));
    expect(expected.willMiss).toBe(true);
  });

  it('counts a way between legs, and not a trip far away', () => {
    const paceAfter = (trip_min: number): number => {
      const top_m = (30 / 60) * 1_000 * (trip_min / 2);
      const driver = out(30, 4).drive([0, 0], [3_000, 0], { interval_s: 5 });
      const away = { speed_kmh: 30, brush: false, interval_s: 5 };
      if (trip_min > 0) driver.drive([3_000, 0], [3_000, top_m], away).drive([3_000, top_m], [3_000, 0], away);
      driver.drive([3_000, 0], [6_000, 0], { interval_s: 5 });
      return forecastAt(driver, 24 + trip_min + 10)!.pace_m_per_min;
    };
    const steady = paceAfter(0);
    expect(steady).toBeGreaterThan(140);
    expect(paceAfter(8) / steady).toBeCloseTo((30 - 8) / 30, 1);
    expect(paceAfter(40)).toBeGreaterThanOrEqual(paceAfter(RULES.paceWay_min));
  });

  it('counts work that gains nothing: on the route with the gear up', () => {
    const driver = out(30, 4).drive([0, 0], [4_000, 0], { brush: false, interval_s: 5 });
    expect(forecastAt(driver, 20)).toMatchObject({ pace_m_per_min: 0, willMiss: true, doneAt: null });
  });
});
