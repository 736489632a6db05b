import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fix, Passage } from '../pipeline/stages.ts';
import { drivenOf } from './driven.ts';

const fix = (ts_s: number, of: Partial<Fix> = {}): Fix => ({
  ts_ms: ts_s * 1_000,
  lat: 47,
  lon: 28.8,
  speed_kmh: 0,
  heading_deg: null,
  accuracy_m: null,
  satellites: null,
  hdop: null,
  ignition: true,
  gear: 0,
  gearSeen: 0,
  odometer_km: null,
  late: false,
  ...of,
});
const passage = (enter_s: number, leave_s: number, to_cm: number, verdict: Passage['verdict'] = 'worked'): Passage => ({
  vehicle: 'v',
  edge: 0,
  from_cm: 0,
  to_cm,
  forward: true,
  drive_ms: enter_s * 1_000,
  enter_ms: enter_s * 1_000,
  leave_ms: leave_s * 1_000,
  operation: 'sweep',
  verdict,
  serves: 'right',
  lean_m: 0,
  marks: [],
  confidence: 1,
});
const driven = (fixes: Fix[], passages: Passage[], distance_m: number, from_s = 0, to_s = 3_600) =>
  drivenOf({ fixes, passages, distance_m, from_ms: from_s * 1_000, to_ms: to_s * 1_000, interval_s: 15 });

describe('what a vehicle did with a window', () => {
  test('deadhead is the way without work, a passage over the edge of the window by its share', () => {
    const passages = [passage(-100, 100, 20_000), passage(200, 300, 10_000), passage(300, 400, 9_000, 'gear-off')];
    expect(driven([], passages, 500)).toEqual({
      distance_cm: 50_000,
      deadhead_cm: 50_000 - 10_000 - 10_000,
      worked_s: 200,
      idle_s: 0,
    });
  });

  test('idle is standing with the engine not off, between fixes that follow one another', () => {
    const standing = [fix(0), fix(15), fix(30, { speed_kmh: 8 }), fix(45), fix(60), fix(75, { ignition: false })];
    expect(driven(standing, [], 0).idle_s).toBe(30);
    expect(driven([fix(0), fix(600)], [], 0).idle_s).toBe(0);
    expect(driven([fix(0, { ignition: null }), fix(15, { ignition: null })], [], 0).idle_s).toBe(15);
    const unknown = { speed_kmh: null };
    expect(driven([fix(0, unknown), fix(15, unknown)], [], 0).idle_s).toBe(15);
    expect(driven([fix(0, unknown), fix(15, { ...unknown, lat: 47.001 })], [], 0).idle_s).toBe(0);
  });

  test('nothing is negative, and work and idling fit into the window', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom(0, 5, null)), { maxLength: 40 });
    const spans = fc.array(fc.tuple(fc.integer({ min: -50, max: 900 }), fc.integer({ min: 0, max: 200 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(steps, spans, fc.integer({ min: 0, max: 2_000 }), (fixesOf, passagesOf, distance_m) => {
        let at = 0;
        const fixes = fixesOf.map(([step, speed_kmh]) => fix((at += step), { speed_kmh }));
        const passages = passagesOf
          .sort(([a], [b]) => a - b)
          .map(([enter, size]) => passage(enter, enter + size, size * 300));
        const made = driven(fixes, passages, distance_m, 0, 800);
        expect(Math.min(made.deadhead_cm, made.worked_s, made.idle_s)).toBeGreaterThanOrEqual(0);
        expect(made.worked_s).toBeLessThanOrEqual(800);
        expect(made.idle_s).toBeLessThanOrEqual(800);
        expect(made.deadhead_cm).toBeLessThanOrEqual(made.distance_cm);
      }),
    );
  });
});
