import { expect } from 'vitest';
import { asciiMap, type Street } from './ascii-map.ts';
import { inMirror, kerbs, mirrored, strips, sweepingInMirror, type Sweeping } from './kerb-strips.ts';

/** A map on which sweepings are played, each twice: as told, and in the mirror. The strips must be those drawn. */
export function scene(drawing: string, streets: Readonly<Record<string, Street>>) {
  const town = asciiMap(drawing, streets, 10);
  const mirror = mirrored(drawing, streets, 10);
  return (sweeping: Sweeping, expected: string) => {
    expect(kerbs(town, sweeping)).toBe(strips(expected));
    expect(kerbs(mirror, sweepingInMirror(sweeping))).toBe(strips(inMirror(expected)));
  };
}
