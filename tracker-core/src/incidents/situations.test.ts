import type { IncidentKind } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { RULES } from '../pipeline/rules.ts';
import { startVehicle, step, tick } from '../pipeline/step.ts';
import { Driver, MORNING_MS, planOf, SWEEPER, townOf } from '../pipeline/testing/town.ts';
import type { VehicleReport } from './reports.ts';

const MINUTE_MS = 60_000;

/**
 *   north ───────────────  600 m north of main, not planned
 *     │
 *   main ────────────────  800 m, planned
 */
const town = townOf([
  {
    id: 'main',
    line: [
      [0, 0],
      [800, 0],
    ],
  },
  {
    id: 'link',
    line: [
      [0, 0],
      [0, 600],
    ],
  },
  {
    id: 'north',
    line: [
      [0, 600],
      [800, 600],
    ],
  },
]);
const plan = planOf(town, [{ street: 'main', side: 'right' }]);

function judged(
  driver: Driver,
  assignments: readonly PlannedAssignment[] = [plan],
  reports: readonly VehicleReport[] = [],
) {
  return recomputeVehicle({ setting: SWEEPER, network: town }, driver.fixes, assignments, reports).incidents;
}

const ofKind = (incidents: ReturnType<typeof judged>, kind: IncidentKind) =>
  incidents.filter((one) => one.kind === kind);

describe('one vehicle', () => {
  it('a clean drive raises nothing', () => {
    expect(judged(new Driver().drive([-20, 0], [800, 0], { noise_m: 0.5 }))).toEqual([]);
  });

  it('idle: a warning after ten minutes on the route, critical after thirty, over once it moves on', () => {
    const driver = new Driver().drive([0, 0], [200, 0]);
    const stop_ms = driver.now_ms;
    driver.stand([200, -3], 35 * 60, { interval_s: 10 }).drive([200, 0], [700, 0]);
    const [idle, ...more] = ofKind(judged(driver), 'idle');
    expect(more).toEqual([]);
    expect(idle).toMatchObject({ severity: 'critical', assignment: 'a' });
    expect(Math.abs(idle!.from_ms - stop_ms)).toBeLessThan(MINUTE_MS);
    expect(idle!.to_ms! - idle!.from_ms).toBeGreaterThan(34 * MINUTE_MS);
  });

  it('idle: shuffling forward and back within the stop is one incident', () => {
    const driver = new Driver().drive([0, 0], [200, 0]);
    for (let i = 0; i < 4; i++)
      driver
        .stand([200, -3], 8 * 60, { interval_s: 10 })
        .drive([200, 0], [215, 0])
        .drive([215, 0], [200, 0]);
    expect(ofKind(judged(driver), 'idle')).toHaveLength(1);
  });

  it('no idle with the engine off, nor for nine minutes', () => {
    const off = new Driver().drive([0, 0], [200, 0]).stand([200, -3], 1200, { ignition: false, interval_s: 10 });
    expect(ofKind(judged(off), 'idle')).toEqual([]);
    const short = new Driver()
      .drive([0, 0], [200, 0])
      .stand([200, -3], 540, { interval_s: 10 })
      .drive([200, 0], [400, 0]);
    expect(ofKind(judged(short), 'idle')).toEqual([]);
  });

  it('off-route: away from every planned edge, until it comes back', () => {
    const driver = new Driver().drive([300, 0], [0, 0]).drive([0, 0], [0, 600], { speed_kmh: 20 });
    driver.drive([0, 600], [800, 600], { speed_kmh: 20 }).drive([800, 600], [0, 600], { speed_kmh: 20 });
    driver.drive([0, 600], [0, 0], { speed_kmh: 20 }).drive([0, 0], [300, 0]);
    const found = ofKind(judged(driver), 'off-route');
    expect(found).toHaveLength(1);
    expect(found[0]!.to_ms).not.toBeNull();
  });

  it('off-route: not before the route was begun, and not on the way to refuel', () => {
    const before = new Driver()
      .drive([800, 600], [0, 600], { speed_kmh: 20 })
      .drive([0, 600], [0, 0])
      .drive([0, 0], [300, 0]);
    expect(ofKind(judged(before), 'off-route')).toEqual([]);
    const errand = new Driver().drive([300, 0], [0, 0]);
    const report = { type: 'message', ts_ms: errand.now_ms, kind: 'refuel', note: null, lat: null, lon: null } as const;
    errand.drive([0, 0], [0, 600], { speed_kmh: 20 }).drive([0, 600], [800, 600], { speed_kmh: 20 });
    expect(ofKind(judged(errand, [plan], [report]), 'off-route')).toEqual([]);
  });

  it('too-fast-working: with the brush down only, and one incident however it wavers', () => {
    const fast = new Driver();
    for (let i = 0; i < 4; i++)
      fast.drive([i * 200, 0], [i * 200 + 150, 0], { speed_kmh: 25 }).drive([i * 200 + 150, 0], [i * 200 + 200, 0]);
    const found = ofKind(judged(fast), 'too-fast-working');
    expect(found).toHaveLength(1);
    expect(found[0]!.figures).toMatchObject({ speed_kmh: 25, limit_kmh: 12.9 });
    const up = new Driver().drive([0, 0], [800, 0], { speed_kmh: 25, brush: false });
    expect(ofKind(judged(up), 'too-fast-working')).toEqual([]);
  });

  it('too-fast-working: not by the path alone where the device says that it was not', () => {
    const sparse = (said_kmh: number) => {
      const driver = new Driver().drive([0, 0], [200, 0]);
      for (let i = 1; i <= 4; i++) driver.wait(14).fix(200 + i * 95, -3, said_kmh, 90);
      return ofKind(judged(driver), 'too-fast-working');
    };
    expect(sparse(9)).toEqual([]);
    expect(sparse(22)).toHaveLength(1);
  });

  it('too-fast-working: not a drive to the next leg between two fixes with the brush down', () => {
    const drive = (brush: boolean) => {
      const driver = new Driver().drive([0, 0], [200, 0], { interval_s: 5 });
      for (const at_m of [225, 265, 305, 345]) driver.fix(at_m, -3, 28, 90, { brush, interval_s: 5 });
      driver.drive([370, 0], [600, 0], { interval_s: 5 });
      return ofKind(judged(driver), 'too-fast-working');
    };
    expect(drive(false)).toEqual([]);
    expect(drive(true)).toHaveLength(1);
    const alternating = new Driver().drive([0, 0], [200, 0]);
    for (let i = 0; i < 8; i++) alternating.fix(230 + i * 30, -3, 28, 90, { brush: i % 2 === 1, interval_s: 4 });
    expect(ofKind(judged(alternating), 'too-fast-working')).toEqual([]);
  });

  it('too-fast-working: nine seconds do not count', () => {
    const driver = new Driver()
      .drive([0, 0], [100, 0])
      .drive([102, 0], [150, 0], { speed_kmh: 25 })
      .drive([152, 0], [400, 0]);
    expect(ofKind(judged(driver), 'too-fast-working')).toEqual([]);
  });

  it('gear-off-on-route: after a hundred metres of due kerb, and not where it was already swept', () => {
    const up = new Driver().drive([0, 0], [90, 0], { brush: false }).drive([92, 0], [200, 0]);
    expect(ofKind(judged(up), 'gear-off-on-route')).toEqual([]);
    const longer = new Driver().drive([0, 0], [300, 0], { brush: false }).drive([302, 0], [500, 0]);
    const found = ofKind(judged(longer), 'gear-off-on-route');
    expect(found).toHaveLength(1);
    expect(found[0]!.figures['length_m']).toBeGreaterThan(250);
    const swept = new Driver().drive([0, 0], [820, 0]).wait(60).drive([0, 0], [800, 0], { brush: false });
    expect(ofKind(judged(swept), 'gear-off-on-route')).toEqual([]);
  });

  it('gear-off-on-route: between sparse fixes only with the gear up at both ends, and neither faster than work', () => {
    /** 48 s from fix to fix, each 120 m on: what each says of its speed and whether its brush is down. */
    const sparse = (...said: readonly (readonly [speed_kmh: number, brush: boolean])[]) => {
      const driver = new Driver();
      said.forEach(([speed_kmh, brush], i) => driver.fix(i * 120, -3, speed_kmh, 90, { brush }).wait(47));
      return ofKind(judged(driver), 'gear-off-on-route');
    };
    const down = [9, true] as const;
    const up = [9, false] as const;
    const transit = [30, false] as const;
    expect(sparse(down, down, up, down, up, down, down)).toEqual([]);
    expect(sparse(down, transit, transit, transit, transit, down, down)).toEqual([]);
    expect(sparse(down, up, up, up, up, down, down)).toHaveLength(1);
    // Two minutes of standing and driving quickly look like one step of work.
    expect(sparse(down, up, up, down, down)).toEqual([]);
  });

  it('gear-stuck: the brush turns for more than ten minutes at a standstill', () => {
    const driver = new Driver()
      .drive([0, 0], [200, 0])
      .stand([200, -3], 700, { interval_s: 5 })
      .drive([200, 0], [400, 0]);
    expect(ofKind(judged(driver), 'gear-stuck')).toHaveLength(1);
    const lifted = new Driver().drive([0, 0], [200, 0]).stand([200, -3], 700, { interval_s: 5, brush: false });
    expect(ofKind(judged(lifted), 'gear-stuck')).toEqual([]);
    // It stands where it came to stand, not where it still drove up to there: its drift is measured from its place.
    for (const place of [180, 190, 200, 210]) {
      const drifting = new Driver()
        .drive([0, 0], [place, 0])
        .stand([place, -3], 320, { interval_s: 5 })
        .stand([place + 13, -3], 320, { interval_s: 5 });
      expect(ofKind(judged(drifting), 'gear-stuck')).toHaveLength(1);
    }
  });

  it('gps-jump: a spike is one incident and no metre', () => {
    const driver = new Driver().drive([0, 0], [200, 0]).fix(5_000, 5_000, 9, 90).drive([203, 0], [400, 0]);
    const facts = recomputeVehicle({ setting: SWEEPER, network: town }, driver.fixes, [plan]);
    expect(ofKind([...facts.incidents], 'gps-jump')).toHaveLength(1);
    expect(facts.distance_m).toBeLessThan(420);
  });

  it('outside-window: works its edges after the window closed', () => {
    const short = { ...plan, to_ms: MORNING_MS };
    const driver = new Driver().drive([0, 0], [400, 0]);
    expect(ofKind(judged(driver, [short]), 'outside-window')).toHaveLength(1);
    expect(
      ofKind(judged(driver, [{ ...plan, from_ms: MORNING_MS, to_ms: MORNING_MS + 9e6 }]), 'outside-window'),
    ).toEqual([]);
  });

  it("a driver's messages: the same said again is the same; sos is critical", () => {
    const say = (ts_ms: number, kind: 'sos' | 'blocked'): VehicleReport => ({
      type: 'message',
      ts_ms,
      kind,
      note: 'x',
      lat: 55,
      lon: 20,
    });
    const driver = new Driver().drive([0, 0], [400, 0]);
    const found = judged(
      driver,
      [plan],
      [say(MORNING_MS, 'sos'), say(MORNING_MS + MINUTE_MS, 'sos'), say(MORNING_MS + 2 * MINUTE_MS, 'blocked')],
    );
    expect(found.map(({ kind, severity, to_ms }) => [kind, severity, to_ms])).toEqual([
      ['sos', 'critical', null],
      ['blocked', 'warning', null],
    ]);
  });

  it('clock-skew: five refusals for the future within ten minutes', () => {
    const reports = [0, 1, 2, 3, 4].map((i): VehicleReport => ({
      type: 'future',
      received_ms: MORNING_MS + i * MINUTE_MS,
    }));
    expect(ofKind(judged(new Driver(), [plan], reports), 'clock-skew')).toHaveLength(1);
    expect(ofKind(judged(new Driver(), [plan], reports.slice(1)), 'clock-skew')).toEqual([]);
  });

  it('clock-skew: the median lag of ten minutes, opened by those that lag and ended by those that do not', () => {
    const at_s = (s: number, lag_s: number): VehicleReport => ({
      type: 'lag',
      received_ms: MORNING_MS + s * 1_000,
      lag_ms: lag_s * 1_000,
    });
    const lagging = Array.from({ length: RULES.skewLeastFixes }, (_, i) => at_s(i, 121 + i));
    const prompt = Array.from({ length: 2 * RULES.skewLeastFixes }, (_, i) => at_s(20 + i, 1));
    const found = (reports: VehicleReport[]) =>
      ofKind(judged(new Driver(), [plan], reports), 'clock-skew').map(({ to_ms, figures }) => [to_ms, figures]);
    expect(found(lagging.slice(1))).toEqual([]);
    expect(found(lagging)).toEqual([[null, { refusals: 0, lag_s: 126 }]]);
    // as many prompt ones as lagging ones: the upper of the two middle lags still is too long
    expect(found([...lagging, ...prompt.slice(0, 10)])).toMatchObject([[null, {}]]);
    expect(found([...lagging, ...prompt])).toEqual([[MORNING_MS + 30_000, { refusals: 0, lag_s: 1 }]]);
    // what left the window no longer counts
    expect(found([...lagging, at_s(700, 1)])).toEqual([[MORNING_MS + 700_000, { refusals: 0, lag_s: 0 }]]);
  });
});

describe('silence', () => {
  const silent_ms = RULES.silentLeast_ms;

  it('time alone opens signal-lost, raises it, and the next fix ends the same incident', () => {
    const driver = new Driver().drive([0, 0], [200, 0]);
    const state = startVehicle(SWEEPER, town);
    for (const fix of driver.fixes) step(state, fix, [plan]);
    const last_ms = driver.fixes.at(-1)!.ts_ms;
    expect(tick(state, last_ms + silent_ms, [plan]).incidents).toEqual([]);
    const [warned] = tick(state, last_ms + silent_ms + 1, [plan]).incidents;
    expect(warned).toMatchObject({ kind: 'signal-lost', severity: 'warning', from_ms: last_ms, to_ms: null });
    expect(tick(state, last_ms + silent_ms + 5_000, [plan]).incidents).toEqual([]);
    const [worse] = tick(state, last_ms + RULES.signalCritical_ms + 1, [plan]).incidents;
    expect(worse).toMatchObject({ key: warned!.key, severity: 'critical' });
    driver.wait(700).drive([200, 0], [300, 0]);
    const back = driver.fixes.find((fix) => fix.ts_ms > last_ms)!;
    const [over] = step(state, back, [plan]).incidents;
    expect(over).toMatchObject({ key: warned!.key, severity: 'critical', to_ms: back.ts_ms });
  });

  it('is found again from the fixes alone, with the same key', () => {
    const driver = new Driver().drive([0, 0], [200, 0]);
    const last_ms = driver.fixes.at(-1)!.ts_ms;
    driver.wait(400).drive([200, 0], [300, 0]);
    const [found, ...more] = ofKind(judged(driver), 'signal-lost');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ key: `signal-lost:a:${last_ms}`, severity: 'warning' });
  });

  it('shows the vehicle as silent, once', () => {
    const driver = new Driver().drive([0, 0], [50, 0]);
    const state = startVehicle(SWEEPER, town);
    for (const fix of driver.fixes) step(state, fix, []);
    const late_ms = driver.now_ms + silent_ms + 1_000;
    expect(tick(state, late_ms, []).position?.state).toBe('silent');
    expect(tick(state, late_ms + 1_000, []).position).toBeNull();
  });
});
