import { describe, expect, it } from 'vitest';
import { Compile } from 'typebox/compile';
import { FixMessage } from '@sweepline/contract';
import { planOf, quiet, scenarioOf } from '../test/worlds.ts';
import { tripOf } from './fleet.ts';
import { randomOf } from './random/random.ts';
import { placeOn } from './town/graph.ts';
import { distanceBetween } from './town/plane.ts';
import { truthOf } from './truth/truth.ts';

const trips = quiet.vehicles.map((vehicle) => tripOf(quiet, vehicle, [], randomOf('1')));
const truth = truthOf(
  quiet,
  trips.flatMap((trip) => trip.runs),
);

describe('a trip', () => {
  it('is the same, byte for byte, for the same seed, and does not depend on the other vehicles', () => {
    const again = tripOf(quiet, quiet.vehicles[3]!, [], randomOf('1'));
    expect(JSON.stringify([again.fixes, again.events, again.runs])).toBe(
      JSON.stringify([trips[3]!.fixes, trips[3]!.events, trips[3]!.runs]),
    );
    expect(JSON.stringify(tripOf(quiet, quiet.vehicles[3]!, [], randomOf('2')).fixes)).not.toBe(
      JSON.stringify(again.fixes),
    );
  });

  it('sends fixes that the contract takes, in time, each instant once', () => {
    const check = Compile(FixMessage);
    for (const { fixes } of trips) {
      for (const { at_ms, what } of fixes) {
        const { ts_ms, ...body } = what;
        expect(check.Check({ ts: ts_ms, ...body })).toBe(true);
        expect(at_ms).toBeGreaterThan(ts_ms);
      }
      expect(new Set(fixes.map(({ what }) => what.ts_ms)).size).toBe(fixes.length);
    }
  });

  it('reports by its interval while the engine runs, sooner only when the gear was switched', () => {
    const { fixes, vehicle } = trips[0]!;
    const running = fixes.filter(({ what }, i) => what.ignition && fixes[i - 1]?.what.ignition);
    const gaps = running.map((sent) => sent.what.ts_ms - fixes[fixes.indexOf(sent) - 1]!.what.ts_ms);
    expect(running.length).toBeGreaterThan(100);
    expect(Math.max(...gaps)).toBe(vehicle.interval_s * 1000);
    const early = running.filter((_, i) => gaps[i]! < vehicle.interval_s * 1000);
    for (const sent of early) expect(sent.what.gear).not.toEqual(fixes[fixes.indexOf(sent) - 1]!.what.gear);
  });

  it('drives at believable speeds: work between 1 and 13 km/h, never above 50', () => {
    for (const { fixes } of trips) {
      const speeds = fixes.map(({ what }) => what.speed_kmh);
      expect(Math.max(...speeds)).toBeLessThan(50);
      expect(Math.max(...speeds)).toBeGreaterThan(20);
      const working = fixes
        .filter(({ what }) => what.gear?.brush && what.speed_kmh > 0)
        .map(({ what }) => what.speed_kmh);
      expect(working.filter((speed) => speed > 14).length).toBeLessThan(working.length * 0.02 + 1);
    }
  });

  it('measures where it was: near the street, with the spread of its receiver', () => {
    const { plane, edges } = quiet.graph.town;
    const { runs, fixes, vehicle } = trips[0]!;
    const away = runs.flatMap((run) => {
      const here = fixes.filter(({ what }) => what.ts_ms > run.from_s * 1000 && what.ts_ms < run.to_s * 1000);
      const edge = edges[run.edge]!;
      return here.map(({ what }) => {
        const point = plane.toPlane([what.lon, what.lat]);
        let least = Infinity;
        for (let at_m = run.from_m; at_m <= run.to_m; at_m += 2)
          least = Math.min(least, distanceBetween(point, placeOn(edge, at_m)));
        return least;
      });
    });
    const median = away.sort((a, b) => a - b)[away.length >> 1]!;
    expect(away.length).toBeGreaterThan(200);
    expect(median).toBeGreaterThan(1);
    expect(median).toBeLessThan(4 + 2 * vehicle.sigma_m);
    expect(away[Math.floor(away.length * 0.99)]!).toBeLessThan(8 + 4 * vehicle.sigma_m);
  });

  it('has an odometer that agrees with the way of its runs and never steps back', () => {
    const { fixes, runs } = trips[0]!;
    const readings = fixes.map(({ what }) => what.odometer_km);
    readings.forEach((reading, i) => i > 0 && expect(reading).toBeGreaterThanOrEqual(readings[i - 1]!));
    const worked_km = runs.reduce((sum, run) => sum + run.to_m - run.from_m, 0) / 1000;
    expect(readings.at(-1)! - readings[0]!).toBeGreaterThan(worked_km);
  });
});

describe('truth', () => {
  it('covers nearly all of a quiet town whose shifts fit', () => {
    const planned = quiet.routes
      .flatMap((route) => route.legs)
      .reduce((sum, leg) => sum + (leg.to_m - leg.from_m) * leg.passes, 0);
    const covered = truth.reduce((sum, line) => sum + line.to_m - line.from_m, 0);
    expect(covered / planned).toBeGreaterThan(0.97);
    expect(covered / planned).toBeLessThanOrEqual(1.0001);
  });

  it('names planned legs only, inside their metres, passes and windows, and no metre of a pass twice', () => {
    const seen = new Map<string, [number, number][]>();
    for (const line of truth) {
      const assignment = quiet.assignments.find(({ id }) => id === line.assignment)!;
      const leg = assignment.route.legs.find(
        (planned) =>
          quiet.graph.town.edges[planned.edge]!.id === line.edge &&
          planned.side === line.side &&
          line.from_m >= planned.from_m - 0.01 &&
          line.to_m <= planned.to_m + 0.01,
      );
      expect(leg).toBeDefined();
      expect(line.pass).toBeLessThanOrEqual(leg!.passes);
      expect(line.at_s).toBeGreaterThan(assignment.from_s);
      expect(line.at_s).toBeLessThan(assignment.to_s);
      const key = `${line.assignment}/${line.edge}/${line.side}/${line.pass}`;
      for (const [from_m, to_m] of seen.get(key) ?? [])
        expect(line.from_m >= to_m - 0.01 || line.to_m <= from_m + 0.01).toBe(true);
      seen.set(key, [...(seen.get(key) ?? []), [line.from_m, line.to_m]]);
    }
  });

  it('holds in a left-driving town too', () => {
    const scenario = scenarioOf('quiet');
    const left = planOf({ ...scenario, municipality: { ...scenario.municipality, drivesOn: 'left' } });
    const vehicle = left.vehicles[0]!;
    const { runs } = tripOf(left, vehicle, [], randomOf('1'));
    const planned = left.assignments
      .find((assignment) => assignment.vehicle === vehicle)!
      .route.legs.reduce((sum, leg) => sum + (leg.to_m - leg.from_m) * leg.passes, 0);
    expect(truthOf(left, runs).reduce((sum, line) => sum + line.to_m - line.from_m, 0) / planned).toBeGreaterThan(0.95);
  });
});
