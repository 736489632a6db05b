import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTown } from '@sweepline/simulator/pure';
import { partOf } from '../line.ts';

/** Two streets side by side, 300 m long and about 15 m apart, and one across. */
const street = (id: string, name: string, oneway: string, coordinates: readonly (readonly number[])[]) => ({
  type: 'Feature',
  properties: { id, name, class: 'residential', oneway },
  geometry: { type: 'LineString', coordinates },
});
const file = join(mkdtempSync(join(tmpdir(), 'tiny-town-')), 'tiny.geojson');
writeFileSync(
  file,
  JSON.stringify({
    type: 'FeatureCollection',
    name: 'tiny',
    attribution: '© OpenStreetMap contributors, ODbL 1.0',
    features: [
      street('a', 'Mill Lane', 'no', [
        [12, 57],
        [12.005, 57],
      ]),
      street('b', 'Quay & Dock', 'yes', [
        [12, 57.00014],
        [12.005, 57.00014],
      ]),
      street('c', 'Cross Street', 'no', [
        [12.0025, 56.999],
        [12.0025, 57.001],
      ]),
    ],
  }),
);
export const { town } = loadTown(file);
export const [lane, quay, cross] = [town.edges[0]!, town.edges[1]!, town.edges[2]!];

const SECONDS = Array.from({ length: 101 }, (_, t_s) => t_s);
/** Along the lane in a hundred seconds, and fixes nine metres to its north. */
export const driven = SECONDS.map((t_s) => ({ t_s, ...partOf(lane, 3 * t_s, 300)[0]! }));
export const fixes = driven.filter(({ t_s }) => t_s % 5 === 0).map(({ t_s, x, y }) => ({ t_s, x, y: y + 9 }));
