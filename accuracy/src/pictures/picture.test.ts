import { describe, expect, it } from 'vitest';
import { partOf } from './line.ts';
import { pictureOf } from './picture.ts';
import type { Scene } from './scene.ts';
import { driven, fixes, lane, quay, town } from './testing/tiny-town.ts';

const scene: Scene = {
  town: 'tiny-town',
  attribution: town.attribution,
  streets: town.edges,
  scenario: 'noise',
  about: 'σ 8 m',
  seed: '1',
  assignment: 'T-01',
  vehicle: 'v1',
  interval_s: 5,
  from_s: 0,
  to_s: 100,
  street: lane,
  side: 'right',
  pass: 1,
  true_m: 300,
  told_m: 100,
  leg: [
    { verdict: 'agreed', line: partOf(lane, 0, 100) },
    { verdict: 'lost', line: partOf(lane, 100, 300) },
  ],
  driven,
  told: [partOf(lane, 0, 100), partOf(quay, 100, 300)],
  fixes: fixes.map((fix) => ({ ...fix, place: fix.t_s === 50 ? null : fix })),
  focus: driven,
  reason: 'Quay & Dock runs beside it.',
};

describe('the picture', () => {
  it('shows streets, evidence and legend, with the attribution, and is well formed', () => {
    const svg = pictureOf(scene);
    for (const words of ['Mill Lane, right kerb, pass 1', 'Cross Street', '200 m too little', 'seed 1', '05:00:00'])
      expect(svg).toContain(words);
    for (const words of ['© OpenStreetMap contributors', 'way truly driven', 'fix on no street', 'done but not told'])
      expect(svg).toContain(words);
    expect(svg).toContain('Quay &amp; Dock');
    expect(svg).not.toMatch(/NaN|Infinity|undefined|&(?!amp;|lt;|gt;|quot;)/);
    const open = [...svg.matchAll(/<([a-zA-Z]+)(?:\s[^>]*)?(?<!\/)>/g)].map(([, name]) => name).sort();
    expect([...svg.matchAll(/<\/([a-zA-Z]+)>/g)].map(([, name]) => name).sort()).toEqual(open);
  });

  it('draws the leg on its kerb: right of an eastward street is below it', () => {
    const rightOf = (side: string): number => {
      const kerb = /stroke-dasharray="16 3"/.exec(pictureOf({ ...scene, side }))!;
      const before = pictureOf({ ...scene, side }).slice(0, kerb.index);
      return Number(/ d="M[-\d.]+ ([-\d.]+)/.exec(before.slice(before.lastIndexOf('<path')))![1]);
    };
    expect(rightOf('right')).toBeGreaterThan(rightOf('left') + 10);
  });

  it('is the same bytes for the same scene, and small', () => {
    expect(pictureOf(scene)).toBe(pictureOf(structuredClone(scene)));
    expect(Buffer.byteLength(pictureOf(scene))).toBeLessThan(60_000);
  });
});
