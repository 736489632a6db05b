import { describe, expect, it } from 'vitest';
import { metresPerDegree } from '../streets/measured-line.ts';
import { firstCrumb, leaveCrumb, trailLine, type Crumb } from './trail.ts';

const { lon_m } = metresPerDegree(47);
const place = (x_m: number) => ({ lon: 28.86 + x_m / lon_m, lat: 47 });
const driven = (metres: number, step_m: number, step_ms: number): readonly Crumb[] => {
  const trail: Crumb[] = [];
  for (let i = 0; i * step_m <= metres; i++) leaveCrumb(trail, place(i * step_m), i * step_ms);
  return trail;
};
const length_m = (trail: readonly Crumb[]): number => (trail.at(-1)!.lon - trail[0]!.lon) * lon_m;

describe('a trail', () => {
  it('holds 480 m', () => {
    expect(length_m(driven(2_000, 10, 100))).toBeCloseTo(480, 0);
  });

  it('holds three minutes of a slow machine', () => {
    expect(length_m(driven(1_000, 10, 10_000))).toBeCloseTo(180, 0);
  });

  it('does not fill up while the machine stands', () => {
    const trail: Crumb[] = [];
    for (let i = 0; i < 1_000; i++) leaveCrumb(trail, place(i % 2), i * 10);
    expect(trail).toHaveLength(1);
  });

  it('leads from its oldest place to where the machine is drawn', () => {
    const trail = driven(1_000, 10, 100);
    const head = place(1_004);
    const line = trailLine(trail, head)!;
    expect(line).toHaveLength(trail.length + 1);
    expect(line[0]).toEqual([trail[0]!.lon, trail[0]!.lat]);
    expect(line.at(-1)).toEqual([head.lon, head.lat]);
    expect(trailLine(trail, place(1_000))).toHaveLength(trail.length);
  });

  it('is nothing before the machine has moved', () => {
    expect(trailLine([], place(0))).toBeNull();
    expect(trailLine([firstCrumb(place(0), 0)], place(0))).toBeNull();
  });
});
