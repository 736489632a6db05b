import { describe, expect, it } from 'vitest';
import type { Area } from '../pipeline/plan.ts';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { startVehicle, step } from '../pipeline/step.ts';
import { Driver, latOf, lonOf, planOf, SWEEPER, townOf } from '../pipeline/testing/town.ts';

/**
 *           600 ┌──── top ────┐
 *               │             │
 *             west           east
 *               │             │
 *   main ───────┴── middle ───┴─── far ──   main and far are planned; middle is one-way, eastwards
 *   -400        0            400     800
 */
const town = townOf([
  {
    id: 'main',
    line: [
      [-400, 0],
      [0, 0],
    ],
  },
  {
    id: 'middle',
    oneway: 'forward',
    line: [
      [0, 0],
      [400, 0],
    ],
  },
  {
    id: 'far',
    line: [
      [400, 0],
      [800, 0],
    ],
  },
  {
    id: 'west',
    line: [
      [0, 0],
      [0, 600],
    ],
  },
  {
    id: 'top',
    line: [
      [0, 600],
      [400, 600],
    ],
  },
  {
    id: 'east',
    line: [
      [400, 600],
      [400, 0],
    ],
  },
]);
const plan = planOf(town, [
  { street: 'main', side: 'right' },
  { street: 'far', side: 'right' },
]);
const corners = [
  [-30, 570],
  [30, 570],
  [30, 630],
  [-30, 630],
  [-30, 570],
] as const;
const depot: Area = {
  id: 'depot',
  kind: 'depot',
  name: 'Depot',
  polygons: [[corners.map(([east_m, north_m]) => [lonOf(east_m), latOf(north_m)] as const)]],
};
const up = { speed_kmh: 20, brush: false };

const offRoutes = (driver: Driver, areas: readonly Area[] = []) =>
  recomputeVehicle({ setting: SWEEPER, network: town, areas }, driver.fixes, [plan]).incidents.filter(
    ({ kind }) => kind === 'off-route',
  );

describe('off-route', () => {
  it('is not the way around a one-way street to a leg that is due', () => {
    const driver = new Driver().drive([600, 0], [800, 0]).drive([800, 0], [400, 0], up);
    driver.drive([400, 0], [400, 600], up).drive([400, 600], [0, 600], up).drive([0, 600], [0, 0], up);
    driver.drive([0, 0], [-400, 0]);
    expect(offRoutes(driver)).toEqual([]);
  });

  it('is the same way where the street may be driven both ways', () => {
    const driver = new Driver().drive([-400, 0], [-50, 0]).drive([-50, 0], [0, 0], up);
    driver.drive([0, 0], [0, 600], up).drive([0, 600], [400, 600], up).drive([400, 600], [400, 0], up);
    driver.drive([400, 0], [800, 0]);
    expect(offRoutes(driver)).toHaveLength(1);
  });

  /** To the depot with the far leg still due. */
  const home = (driver: Driver) => driver.drive([-400, 0], [0, 0]).drive([0, 0], [0, 300], { ...up, speed_kmh: 8 });

  it('is told when a vehicle leaves with legs still due, and taken back when it comes straight to its depot', () => {
    const driver = home(new Driver()).drive([0, 300], [0, 600], { ...up, speed_kmh: 8 });
    driver.stand([0, 600], 60, { brush: false });
    expect(offRoutes(driver)).toHaveLength(1);
    expect(offRoutes(driver, [depot])).toEqual([]);
    const state = startVehicle(SWEEPER, town, [depot]);
    const told = driver.fixes
      .flatMap((fix) => step(state, fix, [plan]).incidents)
      .filter(({ kind }) => kind === 'off-route');
    expect(told.map(({ disproved = false }) => disproved)).toEqual([false, true]);
    expect(told[1]!.key).toBe(told[0]!.key);
  });

  it('is taken back at a depot at the other end of a large town, too', () => {
    const large = townOf([
      {
        id: 'planned',
        line: [
          [-400, 0],
          [0, 0],
        ],
      },
      ...[0, 3_000, 6_000].map((north_m) => ({
        id: `out ${north_m}`,
        line: [
          [0, north_m],
          [0, north_m + 3_000],
        ] as const,
      })),
    ]);
    const there = corners.map(([east_m, north_m]) => [lonOf(east_m), latOf(north_m - 600 + 9_000)] as const);
    const own = planOf(large, [{ street: 'planned', side: 'right' }]);
    const driver = new Driver().drive([-400, 0], [-100, 0]).drive([-100, 0], [0, 0], up);
    driver.drive([0, 0], [0, 9_000], { ...up, speed_kmh: 40, interval_s: 5 }).stand([0, 9_000], 60, { brush: false });
    const told = (areas: readonly Area[]) =>
      recomputeVehicle({ setting: SWEEPER, network: large, areas }, driver.fixes, [own]).incidents.filter(
        ({ kind }) => kind === 'off-route',
      );
    expect(told([])).toHaveLength(1);
    expect(told([{ ...depot, polygons: [[there]] }])).toEqual([]);
  });

  it('is taken back at the gate to which it came, though another street passes the depot nearer by', () => {
    /** The yard is behind the end of `by`; its gate is on `round`. */
    const fenced = townOf([
      {
        id: 'planned',
        line: [
          [0, 0],
          [400, 0],
        ],
      },
      {
        id: 'by',
        line: [
          [0, 0],
          [0, 960],
        ],
      },
      {
        id: 'round',
        line: [
          [0, 0],
          [-2_000, 0],
          [-2_000, 1_000],
          [0, 1_000],
        ],
      },
    ]);
    const own = planOf(fenced, [{ street: 'planned', side: 'left' }]);
    const yard = corners.map(([east_m, north_m]) => [lonOf(east_m), latOf(north_m + 400)] as const);
    const driver = new Driver().drive([400, 0], [100, 0]).drive([100, 0], [0, 0], up);
    driver
      .drive([0, 0], [-2_000, 0], up)
      .drive([-2_000, 0], [-2_000, 1_000], up)
      .drive([-2_000, 1_000], [0, 1_000], up);
    const areas = [{ ...depot, polygons: [[yard]] }];
    const { incidents } = recomputeVehicle({ setting: SWEEPER, network: fenced, areas }, driver.fixes, [own]);
    expect(incidents.filter(({ kind }) => kind === 'off-route')).toEqual([]);
  });

  it('is taken back where the driver says that he came to fill up, but for a way about', () => {
    const arrived = (driver: Driver) => {
      const report = {
        type: 'message',
        ts_ms: driver.now_ms,
        kind: 'refuel',
        note: null,
        lat: null,
        lon: null,
      } as const;
      driver.stand([0, 600], 60, { brush: false });
      const scene = { setting: SWEEPER, network: town };
      return recomputeVehicle(scene, driver.fixes, [plan], [report]).incidents.filter(
        ({ kind }) => kind === 'off-route',
      );
    };
    const there = home(new Driver()).drive([0, 300], [0, 600], { ...up, speed_kmh: 8 });
    expect(arrived(there)).toEqual([]);
    const about = home(new Driver()).drive([0, 300], [0, 600], { ...up, speed_kmh: 8 });
    expect(arrived(about.drive([0, 600], [400, 600], up).drive([400, 600], [0, 600], up))).toHaveLength(1);
  });

  it('stands where the vehicle made a long stop on the way', () => {
    const driver = home(new Driver()).stand([3, 300], 300, { brush: false });
    driver.drive([0, 300], [0, 600], { ...up, speed_kmh: 8 }).stand([0, 600], 60, { brush: false });
    expect(offRoutes(driver, [depot])).toHaveLength(1);
  });

  it('names the metres it went astray, not those after it came back', () => {
    const driver = home(new Driver()).drive([0, 300], [0, 0], up).drive([0, 0], [-400, 0]);
    const [found] = offRoutes(driver);
    expect(found!.to_ms).not.toBeNull();
    expect(found!.figures['travelled_m']).toBeGreaterThan(400);
  });
});
