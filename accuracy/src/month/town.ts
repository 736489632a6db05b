import { importNetwork, lineLength, type Network } from '@sweepline/tracker-core/pure';
import { graphOf, readTown, type Graph } from '@sweepline/simulator/pure';

/**
 * A town to reckon in one's head with: a street is 300 m long, 300.01 in the south; lanes lead between them and to the yards.
 *
 *            Acacia    Birch    Cedar     Elm
 *   depot ── a ─────── b ─────── c ─────── d ─────── e ── dump
 *            │         │         │         │         │
 *            f ─────── g ─────── h ─────── i ─────── j
 *            Fir       Gorse    Hazel     Ivy
 */
const BLOCK_M = 300;
const LANE_M = 150;
const [LON, LAT] = [28.85, 47.02];

const perDegree = (lon: number, lat: number): number =>
  lineLength(Float64Array.of(LON, LAT, LON + lon, LAT + lat)) / Math.hypot(lon, lat);
const EAST_M = perDegree(0.01, 0);
const NORTH_M = perDegree(0, 0.01);

const place = (east_m: number, south_m: number): [number, number] => [LON + east_m / EAST_M, LAT - south_m / NORTH_M];
const NODES: Readonly<Record<string, [number, number]>> = {
  ...Object.fromEntries([...'abcde'].map((letter, i) => [letter, place(i * BLOCK_M, 0)])),
  ...Object.fromEntries([...'fghij'].map((letter, i) => [letter, place(i * BLOCK_M, LANE_M)])),
  depot: place(-LANE_M, 0),
  dump: place(4 * BLOCK_M + LANE_M, 0),
};

/** Streets as digitised, eastwards. */
const STREETS = {
  Acacia: 'ab',
  Birch: 'bc',
  Cedar: 'cd',
  Elm: 'de',
  Fir: 'fg',
  Gorse: 'gh',
  Hazel: 'hi',
  Ivy: 'ij',
} as const;
export type Street = keyof typeof STREETS;
const LANES: readonly (readonly [string, string])[] = [['a', 'f'], ['b', 'g'], ['c', 'h'], ['d', 'i'], ['e', 'j'], ['depot', 'a'], ['e', 'dump']]; // prettier-ignore

const feature = (id: string, name: string | null, from: string, to: string): object => ({
  type: 'Feature',
  properties: { id, ...(name === null ? {} : { name }), class: 'residential', oneway: 'no', kind: 'street' },
  geometry: { type: 'LineString', coordinates: [NODES[from], NODES[to]] },
});

export interface MonthTown {
  readonly graph: Graph;
  readonly network: Network;
  /** Edge id -> name of the street. */
  readonly streets: ReadonlyMap<string, string>;
  /** Index of a street's edge in the virtual town. */
  edgeOf(street: Street): number;
  readonly depot: number;
  readonly dump: number;
}

export async function monthTown(): Promise<MonthTown> {
  const streets = Object.entries(STREETS);
  const collection = {
    type: 'FeatureCollection',
    name: 'month',
    features: [
      ...streets.map(([name, [from, to]]) => feature(name.toLowerCase(), name, from!, to!)),
      ...LANES.map(([from, to]) => feature(`lane-${from}-${to}`, null, from, to)),
    ],
  };
  const text = JSON.stringify(collection);
  const graph = graphOf(readTown(text, 'month'));
  const { network } = await importNetwork('geojson', new TextEncoder().encode(text));
  const nodeOf = (letter: string): number => {
    const [x, y] = NODES[letter]!;
    const link = graph.town.edges.findIndex(({ vertices }) => vertices[0]![0] === x && vertices[0]![1] === y);
    if (link >= 0) return graph.along[link]![0]!.from;
    const into = graph.town.edges.findIndex(({ vertices }) => vertices[1]![0] === x && vertices[1]![1] === y);
    return graph.along[into]![0]!.to;
  };
  return {
    graph,
    network,
    streets: new Map(streets.map(([name]) => [name.toLowerCase(), name])),
    edgeOf: (street) => graph.town.edges.findIndex(({ name }) => name === street),
    depot: nodeOf('depot'),
    dump: nodeOf('dump'),
  };
}
