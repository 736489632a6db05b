import { instantOf } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { Driver, MORNING_MS } from '../pipeline/testing/town.ts';
import { qualityOf, type QualityInput } from './quality.ts';

const HOUR_MS = 3_600_000;

/** A window from the first fix to the driver's present. */
const of = (driver: Driver, more: Partial<QualityInput> = {}) =>
  qualityOf({
    fixes: driver.fixes,
    from_ms: MORNING_MS,
    to_ms: driver.now_ms,
    until_ms: driver.now_ms,
    interval_s: 15,
    rejected: 1,
    conflicts: 2,
    fieldErrors: 3,
    ...more,
  });

describe('quality of a window', () => {
  it('without gaps: A, 100 %', () => {
    const quality = of(new Driver().drive([0, 0], [4_000, 0], { interval_s: 15 }));
    expect(quality).toMatchObject({ grade: 'A', uptime_pct: 100, rejected: 1, conflicts: 2, fieldErrors: 3, gaps: [] });
  });

  it('a silence on the move is a gap and lowers the grade', () => {
    const driver = new Driver().drive([0, 0], [4_000, 0], { interval_s: 15 });
    const last_ms = driver.fixes.at(-1)!.ts_ms;
    driver.wait(120).drive([4_500, 0], [8_000, 0], { interval_s: 15 });
    const { grade, uptime_pct, gaps } = of(driver);
    expect(grade).toBe('B');
    expect(uptime_pct).toBeLessThan(98);
    expect(gaps).toEqual([{ from: instantOf(last_ms), to: instantOf(last_ms + 135_000) }]);
  });

  it('2.5 intervals are no gap for a device that reports every minute', () => {
    const driver = new Driver()
      .drive([0, 0], [4_000, 0], { interval_s: 60 })
      .wait(80)
      .drive([4_300, 0], [8_000, 0], { interval_s: 60 });
    expect(of(driver, { interval_s: 60 }).gaps).toEqual([]);
    expect(of(driver, { interval_s: 15 }).gaps).toHaveLength(1);
  });

  it('parked is not on duty: ignition off, or found where it was left', () => {
    const off = new Driver()
      .drive([0, 0], [1_000, 0], { interval_s: 15 })
      .fix(1_000, 0, 0, 90, { ignition: false })
      .wait(1_800);
    off.drive([1_200, 0], [2_000, 0], { interval_s: 15 });
    expect(of(off)).toMatchObject({ grade: 'A', gaps: [] });
    const left = new Driver()
      .drive([0, 0], [1_000, 0], { interval_s: 15 })
      .wait(1_800)
      .drive([1_040, 0], [2_000, 0], { interval_s: 15 });
    expect(of(left)).toMatchObject({ grade: 'A', gaps: [] });
  });

  it('a silence that reaches over the window is counted inside it', () => {
    const driver = new Driver().drive([0, 0], [1_000, 0], { interval_s: 15 }).wait(3_600).drive([5_000, 0], [5_100, 0]);
    const to_ms = MORNING_MS + 600_000;
    const { gaps, grade } = of(driver, { to_ms, until_ms: to_ms });
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.to).toBe(instantOf(to_ms));
    expect(grade).toBe('C');
  });

  it('no fix at all: none', () => {
    const none = of(new Driver(), { to_ms: MORNING_MS + HOUR_MS, until_ms: MORNING_MS + HOUR_MS });
    expect(none).toMatchObject({ grade: 'none', uptime_pct: null, fixes: 0 });
  });
});
