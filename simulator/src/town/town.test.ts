import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { graphOf, placeOn, turnAt } from './graph.ts';
import { readTown } from './town.ts';

const line = (id: string, coordinates: number[][], more: object = {}): object => ({
  type: 'Feature',
  properties: { id, name: id, class: 'residential', ...more },
  geometry: { type: 'LineString', coordinates },
});
const townOf = (...features: object[]) => readTown(JSON.stringify({ type: 'FeatureCollection', features }), 'town');

describe('reading a town', () => {
  it('names the file in every complaint', () => {
    expect(() => readTown('{', 'x.geojson')).toThrow('x.geojson is not JSON');
    expect(() => readTown('{}', 'x.geojson')).toThrow('x.geojson: expected a GeoJSON FeatureCollection');
    expect(() => readTown('{"features":[]}', 'x.geojson')).toThrow('x.geojson: no street line');
  });

  it('leaves out what no lorry drives and falls back to other ids', () => {
    const town = townOf(
      line(
        'path',
        [
          [10, 55],
          [10.001, 55],
        ],
        { kind: 'path' },
      ),
      line(
        'steps',
        [
          [10, 55],
          [10.001, 55],
        ],
        { class: 'steps' },
      ),
      {
        type: 'Feature',
        properties: { osm: 'w7' },
        geometry: {
          type: 'LineString',
          coordinates: [
            [10, 55],
            [10.001, 55],
          ],
        },
      },
    );
    expect(town.edges.map((edge) => edge.id)).toEqual(['w7']);
  });

  it('measures within a thousandth of the sphere', () => {
    const [edge] = townOf(
      line('a', [
        [10, 55],
        [10, 55.01],
      ]),
    ).edges;
    expect(edge!.length_m).toBeGreaterThan(1_112);
    expect(edge!.length_m).toBeLessThan(1_114.5);
  });
});

describe('the graph', () => {
  // a crosses b in the middle, c is one-way from the crossing
  const graph = graphOf(
    townOf(
      line('a', [
        [10, 55],
        [10.001, 55],
        [10.002, 55],
      ]),
      line('b', [
        [10.001, 54.999],
        [10.001, 55],
        [10.001, 55.001],
      ]),
      line(
        'c',
        [
          [10.001, 55.001],
          [10.002, 55.001],
        ],
        { oneway: 'yes' },
      ),
    ),
  );

  it('cuts lines at shared vertices and keeps the metres of the whole line', () => {
    expect(graph.along[0]!.map((link) => Math.round(link.from_m))).toEqual([0, 64]);
    expect(graph.against[0]!.map((link) => [Math.round(link.from_m), Math.round(link.to_m)])).toEqual([
      [128, 64],
      [64, 0],
    ]);
  });

  it('goes one-ways one way only, and leaves dead ends of one-ways out of the main part', () => {
    expect(graph.against[2]).toEqual([]);
    expect([...graph.main].sort()).toEqual([0, 1]);
    for (const link of graph.along[2]!) expect(graph.mainNodes.has(link.to)).toBe(false);
  });

  it('knows turns and places', () => {
    expect(turnAt(graph.town, graph.along[0]![0]!, graph.along[0]![1]!)).toBeCloseTo(0, 3);
    expect(turnAt(graph.town, graph.along[0]![0]!, graph.along[1]![1]!)).toBeCloseTo(90, 1);
    expect(turnAt(graph.town, graph.along[0]![0]!, graph.against[0]![1]!)).toBeCloseTo(180, 3);
    expect(placeOn(graph.town.edges[0]!, 64).heading_deg).toBeCloseTo(90, 3);
  });
});

const chisinau = fileURLToPath(new URL('../../../../shared/data/towns/chisinau-botanica.geojson', import.meta.url));

describe.skipIf(!existsSync(chisinau))('Chisinau, where the shared data are present', () => {
  it('is read with its Russian names and is mostly one network', () => {
    const graph = graphOf(readTown(readFileSync(chisinau, 'utf8'), chisinau));
    expect(graph.town.edges.some((edge) => /[а-я]/i.test(edge.name ?? ''))).toBe(true);
    expect(graph.main.size).toBeGreaterThan(graph.town.edges.length * 0.7);
  });
});
