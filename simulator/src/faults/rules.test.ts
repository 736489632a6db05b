import { describe, expect, it } from 'vitest';
import { INCIDENT_KINDS } from '@sweepline/contract';
import { quiet, tripWith } from '../../test/worlds.ts';
import type { Trip } from '../fleet.ts';
import type { Fix, Sent } from '../sensors/sent.ts';
import { distanceBetween } from '../town/plane.ts';
import { truthOf } from '../truth/truth.ts';
import { FAULT_KINDS, type FaultKind } from './kinds.ts';
import { FAULT_RULES } from './rules.ts';

const clean = tripWith();
const minutes = (trip: Trip, from: number, to: number): Sent<Fix>[] =>
  trip.fixes.filter(({ what }) => what.ts_ms >= from * 60_000 && what.ts_ms < to * 60_000);
const coveredBy = (trip: Trip): number =>
  truthOf(quiet, trip.runs).reduce((sum, line) => sum + line.to_m - line.from_m, 0);
const effect = (trip: Trip, kind: FaultKind) => trip.effects.find(({ fault }) => fault.kind === kind)!;
const place = ({ what }: Sent<Fix>) => quiet.graph.town.plane.toPlane([what.lon, what.lat]);
const travelled = (fixes: readonly Sent<Fix>[]): number =>
  fixes.reduce((sum, sent, i) => sum + (i === 0 ? 0 : distanceBetween(place(fixes[i - 1]!), place(sent))), 0);

describe('every kind', () => {
  it.each(FAULT_KINDS)('%s takes hold, is noted once, and expects a known incident or none', (kind) => {
    const trip = tripWith(`${kind}@1:20-50`);
    expect(trip.effects.map(({ fault }) => fault.kind)).toEqual([kind]);
    const { from_s, to_s, fault } = effect(trip, kind);
    expect(to_s).toBeGreaterThan(from_s);
    const expected = FAULT_RULES[kind].expects(to_s - from_s, fault, trip.vehicle);
    expect(expected === null || INCIDENT_KINDS.includes(expected)).toBe(true);
    const behind = kind === 'clock-skew' ? 0 : -1;
    for (const { at_ms, what } of trip.fixes) expect(at_ms - what.ts_ms).toBeGreaterThan(behind);
  });

  it.each(FAULT_KINDS)('%s of another vehicle changes nothing', (kind) => {
    expect(JSON.stringify(tripWith(`${kind}@2:20-50`).fixes)).toBe(JSON.stringify(clean.fixes));
  });
});

describe('drivers', () => {
  it('late-start leaves the depot later by the minutes given', () => {
    const first = (trip: Trip): number => trip.runs[0]!.from_s;
    expect(first(tripWith('late-start@1:0-60=25')) - first(clean)).toBeCloseTo(1_500, -2);
  });

  it('no-show never moves', () => {
    const trip = tripWith('no-show@1:0-110');
    expect(trip.runs).toEqual([]);
    expect(trip.fixes.every(({ what }) => !what.ignition)).toBe(true);
  });

  it('idle stands with the engine on until the period ends', () => {
    const trip = tripWith('idle@1:30-50');
    const { from_s, to_s } = effect(trip, 'idle');
    expect(to_s).toBe(3_000);
    const standing = minutes(trip, from_s / 60 + 0.2, 49.8);
    expect(standing.every(({ what }) => what.speed_kmh === 0 && what.ignition)).toBe(true);
  });

  it('off-route goes away and comes back to the same work', () => {
    const trip = tripWith('off-route@1:30-60');
    expect(effect(trip, 'off-route').to_s - effect(trip, 'off-route').from_s).toBe(360);
    expect(coveredBy(trip)).toBeGreaterThan(coveredBy(clean) * 0.8);
    const legs = quiet.assignments.find(({ vehicle }) => vehicle.number === 1)!.route.legs;
    const points = legs.flatMap((leg) => quiet.graph.town.edges[leg.edge]!.points);
    const farthest = Math.max(
      ...minutes(trip, 30, 45).map((sent) => Math.min(...points.map((point) => distanceBetween(point, place(sent))))),
    );
    expect(farthest).toBeGreaterThan(150);
  });

  it('skip leaves legs out, wrong-side serves others', () => {
    expect(coveredBy(tripWith('skip@1:20-50'))).toBeLessThan(coveredBy(clean) * 0.95);
    expect(coveredBy(tripWith('wrong-side@1:20-50'))).toBeLessThan(coveredBy(clean) * 0.98);
  });

  it('too-fast and gear-up drive the legs without serving them', () => {
    const fast = tripWith('too-fast@1:30-40');
    expect(
      minutes(fast, 30, 40).filter(({ what }) => what.gear?.brush && what.speed_kmh > 14.2).length,
    ).toBeGreaterThan(20);
    expect(coveredBy(fast)).toBeLessThan(coveredBy(clean));
    const up = tripWith('gear-up@1:30-40');
    expect(minutes(up, 30.1, 40).some(({ what }) => what.gear?.brush)).toBe(false);
    expect(travelled(minutes(up, 30, 40))).toBeGreaterThan(500);
    expect(up.runs.some((run) => run.from_s > 1_805 && run.to_s < 2_395)).toBe(false);
  });

  it('gear-stuck never raises the gear, standing or driving', () => {
    const stuck = minutes(tripWith('gear-stuck@1:30-50'), 32, 50);
    expect(stuck.every(({ what }) => what.gear?.brush)).toBe(true);
    expect(stuck.filter(({ what }) => what.speed_kmh === 0).length).toBeGreaterThan(600 / clean.vehicle.interval_s);
  });

  it.each(['sos', 'breakdown', 'blocked', 'road-closed', 'parked-cars'] as const)(
    '%s is said, with its place',
    (kind) => {
      const [event] = tripWith(`${kind}@1:30-50`).events.filter(({ what }) => what.kind === kind);
      expect(event!.what.ts_ms).toBeGreaterThanOrEqual(1_800_000);
      expect(event!.what.lat).toBeCloseTo(57.69, 1);
    },
  );
});

describe('devices', () => {
  it('gap loses exactly its period', () => {
    const trip = tripWith('gap@1:30-40');
    expect(minutes(trip, 30, 40)).toEqual([]);
    expect(trip.fixes.length).toBe(clean.fixes.length - minutes(clean, 30, 40).length);
  });

  it('outage sends everything of its period after it, nothing lost', () => {
    const trip = tripWith('outage@1:30-40');
    const late = minutes(trip, 30, 40);
    expect(late.map(({ what }) => what)).toEqual(minutes(clean, 30, 40).map(({ what }) => what));
    expect(late.every(({ at_ms }) => at_ms >= 2_400_000)).toBe(true);
  });

  it('duplicates repeats equal fixes, reorder changes only the order', () => {
    const key = ({ what }: Sent<Fix>): string => JSON.stringify(what);
    const twice = tripWith('duplicates@1:30-50');
    expect(twice.fixes.length).toBeGreaterThan(clean.fixes.length + 20);
    expect(new Set(twice.fixes.map(key))).toEqual(new Set(clean.fixes.map(key)));
    const shuffled = tripWith('reorder@1:30-50');
    expect(shuffled.fixes.map(key).sort()).toEqual(clean.fixes.map(key).sort());
    expect(shuffled.fixes.map(key)).not.toEqual(clean.fixes.map(key));
  });

  it('conflict reports one instant twice with different positions', () => {
    const { fixes } = tripWith('conflict@1:30-50');
    const instants = fixes.map(({ what }) => what.ts_ms);
    expect(instants.length - new Set(instants).size).toBeGreaterThan(5);
  });

  it('gps-jump throws single fixes farther than 140 km/h could go', () => {
    const trip = tripWith('gps-jump@1:30-50');
    const moved = trip.fixes.filter((sent, i) => distanceBetween(place(sent), place(clean.fixes[i]!)) > 100);
    expect(moved.length).toBeGreaterThanOrEqual(3);
    for (const sent of moved) {
      const before = trip.fixes[trip.fixes.indexOf(sent) - 1]!;
      expect(
        (distanceBetween(place(sent), place(before)) / (sent.what.ts_ms - before.what.ts_ms)) * 3_600,
      ).toBeGreaterThan(140);
    }
  });

  it('clock-skew moves ts alone', () => {
    const skewed = tripWith('clock-skew@1:30-50=-200').fixes;
    expect(skewed.filter((sent, i) => clean.fixes[i]!.what.ts_ms - sent.what.ts_ms === 200_000).length).toBe(
      minutes(clean, 30, 50).length,
    );
  });

  it('parked-star scatters a vehicle that stands', () => {
    const trip = tripWith('parked-star@1:30-60');
    const { from_s } = effect(trip, 'parked-star');
    const star = minutes(trip, from_s / 60 + 1.1, 59.9);
    expect(star.every(({ what }) => !what.ignition)).toBe(true);
    expect(travelled(star)).toBeGreaterThan(60);
    expect(Math.max(...star.map((sent) => distanceBetween(place(sent), place(star[0]!))))).toBeLessThan(100);
  });
});
