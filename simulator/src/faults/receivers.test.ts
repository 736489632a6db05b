import { describe, expect, it } from 'vitest';
import { quiet, tripWith } from '../../test/worlds.ts';
import type { Trip } from '../fleet.ts';
import type { Fix, Sent } from '../sensors/sent.ts';

const clean = tripWith();
const place = ({ what }: Sent<Fix>) => quiet.graph.town.plane.toPlane([what.lon, what.lat]);
const inside = ({ what }: Sent<Fix>, from_min: number, to_min: number): boolean =>
  what.ts_ms >= from_min * 60_000 && what.ts_ms < to_min * 60_000;

/** How far each fix was moved from where the clean trip has it. */
function shifts(trip: Trip, from_min: number, to_min: number) {
  const before = new Map(clean.fixes.map((sent) => [sent.what.seq, sent]));
  return trip.fixes
    .filter((sent) => inside(sent, from_min, to_min))
    .map((sent) => {
      const [a, b] = [place(before.get(sent.what.seq)!), place(sent)];
      return { ts_ms: sent.what.ts_ms, east_m: b.x - a.x, north_m: b.y - a.y };
    });
}
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const correlation = (values: readonly number[]): number =>
  values.slice(1).reduce((sum, value, i) => sum + value * values[i]!, 0) /
  values.reduce((sum, value) => sum + value * value, 0);

describe('receivers', () => {
  it('white-noise errs anew with every fix, by the sigma asked', () => {
    const east = shifts(tripWith('white-noise@1:10-100=6'), 10, 100).map(({ east_m }) => east_m);
    expect(deviation(east)).toBeGreaterThan(5);
    expect(deviation(east)).toBeLessThan(7);
    expect(Math.abs(correlation(east))).toBeLessThan(0.15);
  });

  it('noise wanders: neighbours err alike', () => {
    const east = shifts(tripWith('noise@1:5-110=8'), 5, 110).map(({ east_m }) => east_m);
    expect(deviation(east)).toBeGreaterThan(4);
    expect(deviation(east)).toBeLessThan(12);
    expect(correlation(east)).toBeGreaterThan(0.8);
  });

  it('canyon holds one drift of 10 to 30 m for minutes', () => {
    const away = shifts(tripWith('canyon@1:20-50'), 20, 50);
    const metres = away.map(({ east_m, north_m }) => Math.hypot(east_m, north_m));
    expect(Math.max(...metres)).toBeLessThan(30.5);
    expect(metres.filter((m) => m >= 9.9).length / metres.length).toBeGreaterThan(0.85);
    const same = away.filter(({ east_m, north_m }, i) => {
      const before = away[i - 1];
      return before && Math.hypot(east_m - before.east_m, north_m - before.north_m) < 0.1;
    });
    expect(same.length / away.length).toBeGreaterThan(0.7);
  });

  it.each(['white-noise', 'noise', 'canyon'])('%s leaves everything outside its period', (kind) => {
    const trip = tripWith(`${kind}@1:20-30`);
    const rest = (all: readonly Sent<Fix>[]) => all.filter((sent) => !inside(sent, 20, 30));
    expect(rest(trip.fixes)).toEqual(rest(clean.fixes));
  });
});

describe('devices', () => {
  it('sampling thins the stream, but a switched input is still told at once', () => {
    const trip = tripWith('sampling@1:20-60=120');
    const thin = trip.fixes.filter((sent) => inside(sent, 20, 60)).map(({ what }) => what);
    expect(thin.length).toBeLessThan(clean.fixes.filter((sent) => inside(sent, 20, 60)).length / 4);
    thin.slice(1).forEach((what, i) => {
      const before = thin[i]!;
      const switched = JSON.stringify(what.gear) !== JSON.stringify(before.gear) || what.ignition !== before.ignition;
      expect(switched || what.ts_ms - before.ts_ms >= 120_000).toBe(true);
    });
  });

  it('sensor-stuck says one thing, and nothing else changes', () => {
    const without = (trip: Trip) => trip.fixes.map(({ what: { gear: _, ...rest } }) => rest);
    for (const [text, value] of [
      ['sensor-stuck@1:20-60', true],
      ['sensor-stuck@1:20-60=0', false],
    ] as const) {
      const trip = tripWith(text);
      expect(without(trip)).toEqual(without(clean));
      const told = trip.fixes.filter((sent) => inside(sent, 20, 60)).map(({ what }) => what.gear?.brush);
      expect(new Set(told)).toEqual(new Set([value]));
      expect(trip.runs).toEqual(clean.runs);
    }
  });

  it('sensor-chatter adds pairs of changes shorter than a second, at new instants', () => {
    const trip = tripWith('sensor-chatter@1:20-60=0.3');
    const instants = trip.fixes.map(({ what }) => what.ts_ms).sort((a, b) => a - b);
    expect(new Set(instants).size).toBe(instants.length);
    const added = instants.filter((ts_ms) => ts_ms % 1000 !== 0);
    expect(added.length).toBeGreaterThan(40);
    expect(added.every((ts_ms) => ts_ms % 1000 === 300 || ts_ms % 1000 === 900)).toBe(true);
    const seconds = (all: readonly Sent<Fix>[]) => all.filter(({ what }) => what.ts_ms % 1000 === 0);
    expect(seconds(trip.fixes)).toEqual(clean.fixes);
  });

  it('clock-jump tells a stretch of instants twice', () => {
    const trip = tripWith('clock-jump@1:30-50=45');
    const moved = trip.fixes.filter((sent, i) => sent.what.ts_ms !== clean.fixes[i]!.what.ts_ms);
    expect(moved.length).toBe(clean.fixes.filter((sent) => inside(sent, 30, 50)).length);
    const first = moved[0]!;
    expect(trip.fixes.some(({ what, at_ms }) => at_ms < first.at_ms && what.ts_ms > first.what.ts_ms)).toBe(true);
  });

  it('device-swap is silent for minutes, then another device counts from its own beginning', () => {
    const { fixes, vehicle } = tripWith('device-swap@1:40-120=4');
    const [old, fresh] = [fixes.filter(({ device }) => device === undefined), fixes.filter(({ device }) => device)];
    expect(new Set(fresh.map(({ device }) => device))).toEqual(new Set([`${vehicle.device}b`]));
    expect(Math.max(...old.map(({ what }) => what.ts_ms))).toBeLessThan(40 * 60_000);
    expect(Math.min(...fresh.map(({ what }) => what.ts_ms))).toBeGreaterThanOrEqual(44 * 60_000);
    expect(fresh[0]!.what).toMatchObject({ seq: 1, odometer_km: 0 });
  });
});
