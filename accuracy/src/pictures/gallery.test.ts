import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCase } from '../run.ts';
import { CASES } from '../scenarios.ts';
import type { LegError } from '../score/figures.ts';
import { readWorld, type World } from '../world.ts';
import { galleryOf, hang } from './gallery.ts';
import type { WorstLeg } from './scene.ts';
import { worstOf } from './worst.ts';

describe('the worst legs', () => {
  const leg = (of: number, townName: string, true_m: number, told_m: number): WorstLeg => ({
    world: { town: townName } as World,
    of: CASES[of]!,
    seed: '1',
    leg: { true_m, told_m } as LegError,
  });

  it('are three, of each town and scenario one, too much and too little alike', () => {
    const all = [leg(0, 'a', 10, 0), leg(0, 'a', 90, 0), leg(1, 'a', 0, 50), leg(0, 'b', 40, 0), leg(1, 'b', 30, 0)];
    expect(worstOf(all)).toEqual([all[1], all[2], all[3]]);
  });
});

/** Drives, tells and draws: leftbury has what a receiver's error confuses. */
describe('the gallery', () => {
  it('hangs what a run told wrongly, in place of what hung there', async () => {
    const world = await readWorld('leftbury');
    const noise = CASES.find(({ name }) => name === 'noise')!;
    const { fleet, shifts, faults } = noise.scenario;
    const scenario = {
      ...noise.scenario,
      fleet: { ...fleet, size: 2 },
      shifts: shifts.map((shift) => ({ ...shift, vehicles: [1, 2] as [number, number] })),
      faults: faults.filter(({ vehicle }) => vehicle <= 2),
    };
    const of = { ...noise, scenario };
    const { worst } = runCase(world, of, '1');
    const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
    writeFileSync(join(folder, 'worst-3.svg'), 'old');
    const hung = hang(folder, [{ world, of, seed: '1', leg: worst[0]! }]);
    expect(readdirSync(folder)).toEqual(['worst-1.svg']);
    const svg = readFileSync(join(folder, 'worst-1.svg'), 'utf8');
    expect(svg).toContain('made up, CC0');
    expect(Buffer.byteLength(svg)).toBeLessThan(60_000);
    expect(galleryOf(hung, 'accuracy')).toContain('](accuracy/worst-1.svg)');
  }, 30_000);
});
