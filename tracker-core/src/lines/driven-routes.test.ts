import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LegBody } from '@sweepline/contract';
import { networkFrom } from '../network/importing/import-network.ts';
import type { Network } from '../network/network.ts';
import { gpxLines } from './gpx-lines.ts';
import { geoJsonLines } from './geojson-lines.ts';
import { planLines as planning, type PlannedLines } from './plan-lines.ts';

/** Cars with their true routes: iisys-hof/map-matching-2; © OpenStreetMap contributors. */
const TRACKS = join(import.meta.dirname, '../../../../shared/data/hof/tracks.jsonl');

type Point = readonly [lon: number, lat: number];
interface Track {
  readonly id: string | number;
  readonly points: readonly (readonly [time: string, lon: number, lat: number])[];
  readonly truth?: readonly (readonly Point[])[];
}
const tracks = (existsSync(TRACKS) ? readFileSync(TRACKS, 'utf8').split('\n').filter(Boolean) : [])
  .map((line) => JSON.parse(line) as Track)
  .filter(({ truth }) => truth?.length);

function planLines(...given: Parameters<typeof planning>): PlannedLines {
  const work = planning(...given);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The streets that any of the cars drove: each piece between two vertices once, an edge each. */
function streets(): Network {
  const pieces = new Map<string, readonly [Point, Point]>();
  for (const { truth = [] } of tracks)
    for (const line of truth)
      line.forEach((b, i) => {
        const a = line[i - 1];
        if (a === undefined || (a[0] === b[0] && a[1] === b[1])) return;
        const key = [a, b].map(String).sort().join(' ');
        if (!pieces.has(key)) pieces.set(key, [a, b]);
      });
  return networkFrom(
    [...pieces.values()].map((coordinates, number) => ({
      number,
      id: undefined,
      properties: { id: `p${number}`, name: 'x' },
      geometry: { type: 'LineString', coordinates },
    })),
  ).network;
}
function metresByEdge(legs: readonly LegBody[]): Map<string, number> {
  const metres = new Map<string, number>();
  for (const { edge, from_m, to_m } of legs) metres.set(edge, (metres.get(edge) ?? 0) + to_m! - from_m!);
  return metres;
}
const sum = (metres: Iterable<number>): number => [...metres].reduce((total, one) => total + one, 0);

describe.skipIf(tracks.length === 0)('routes that were driven (skipped where the shared data is absent)', () => {
  test('the true line of each is matched whole, and the recorded track of each gives nearly the same route', () => {
    const network = streets();
    const total = { line: 0, matched: 0, truth: 0, driven: 0, common: 0 };
    for (const { truth, points } of tracks) {
      const drawn = planLines(network, geoJsonLines({ type: 'MultiLineString', coordinates: truth }), 'both', 'right');
      const track = points.map(([, lon, lat]) => `<trkpt lon="${lon}" lat="${lat}"/>`).join('');
      const recorded = planLines(network, gpxLines(`<gpx><trk><trkseg>${track}</trkseg></trk></gpx>`), 'both', 'right');
      const [right, found] = [metresByEdge(drawn.legs), metresByEdge(recorded.legs)];
      total.line += drawn.line.length_m;
      total.matched += drawn.line.matched_m;
      total.truth += sum(right.values());
      total.driven += sum(found.values());
      total.common += sum([...right].map(([edge, metres]) => Math.min(metres, found.get(edge) ?? 0)));
    }
    expect(total.matched / total.line).toBeGreaterThan(0.995);
    expect(total.common / total.truth).toBeGreaterThan(0.95);
    expect(total.common / total.driven).toBeGreaterThan(0.95);
  });
});
