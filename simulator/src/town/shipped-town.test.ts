import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { graphOf } from './graph.ts';
import { readTown } from './town.ts';

const folder = fileURLToPath(new URL('../../', import.meta.url));
const file = join(folder, 'towns/gothenburg-majorna.geojson');
const text = readFileSync(file, 'utf8');
const town = readTown(text, file);

describe('the town that ships', () => {
  it('has 400 to 800 named drivable streets with ids of their own', () => {
    const named = town.edges.filter((edge) => edge.name !== null);
    expect(named.length).toBeGreaterThanOrEqual(400);
    expect(named.length).toBeLessThanOrEqual(800);
    expect(new Set(town.edges.map((edge) => edge.id)).size).toBe(town.edges.length);
  });

  it('is one network: from every street every other can be reached', () => {
    expect(graphOf(town).main.size).toBe(town.edges.length);
  });

  it('carries its attribution and licence, and so does the note beside it', () => {
    expect(town.attribution).toBe('© OpenStreetMap contributors, ODbL 1.0');
    expect(readFileSync(join(folder, 'towns/README.md'), 'utf8')).toContain('© OpenStreetMap contributors, ODbL 1.0');
  });

  it('stays small and has six decimals', () => {
    expect(text.length).toBeLessThan(600_000);
    expect(text).not.toMatch(/\d\.\d{7}/);
  });

  it('is what the script cuts, byte for byte', () => {
    const out = mkdtempSync(join(tmpdir(), 'town-'));
    try {
      execFileSync(process.execPath, [
        join(folder, 'scripts/cut-town.mjs'),
        'gothenburg-majorna',
        join(out, 'town.geojson'),
      ]);
      expect(readFileSync(join(out, 'town.geojson'), 'utf8')).toBe(text);
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});
