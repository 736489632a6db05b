import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiMap, type AsciiMap } from '../testing/ascii-map.ts';
import { buildNetwork } from './build.ts';
import { coincident, type Edge, type Network } from './network.ts';
import { decodeNetwork, decodingNetwork, encodeNetwork } from './snapshot.ts';
import { importNetwork } from './importing/import-network.ts';

/** Arcs as `street from-to`, metres rounded, then `~ length` for connectors. */
function arcs({ network: { graph, edges } }: AsciiMap): string[] {
  const order = Array.from({ length: graph.arcs }, (_, a) => a);
  const rank = (a: number) => (a < graph.connectorsFrom ? graph.arcEdge[a]! : Infinity);
  order.sort((a, b) => rank(a) - rank(b) || graph.arcStart_m[a]! - graph.arcStart_m[b]! || a - b);
  return order.map((a) => {
    const from = graph.arcStart_m[a]!;
    const length = graph.arcLength_m[a]!;
    return a < graph.connectorsFrom
      ? `${edges[graph.arcEdge[a]!]!.id} ${Math.round(from)}-${Math.round(from + length)}`
      : `~ ${Math.round(length)}`;
  });
}

describe('lines are noded', () => {
  const cross = `
     c
     |
 a---x---b
     |
     d
 `;
  test('at a shared vertex', () => {
    expect(arcs(asciiMap(cross, { axb: {}, cxd: {} }, 25))).toEqual([
      'axb 0-100',
      'axb 100-200',
      'cxd 0-50',
      'cxd 50-100',
    ]);
  });
  test('where they cross without one', () => {
    expect(arcs(asciiMap(cross, { ab: {}, cd: {} }, 25))).toEqual(['ab 0-100', 'ab 100-200', 'cd 0-50', 'cd 50-100']);
  });
  test('where an end touches', () => {
    expect(arcs(asciiMap(cross, { ab: {}, cx: {} }, 25))).toEqual(['ab 0-100', 'ab 100-200', 'cx 0-50']);
  });
  test('not where one lies on another layer', () => {
    expect(arcs(asciiMap(cross, { ab: {}, cd: { layer: 1 } }, 25))).toEqual(['ab 0-200', 'cd 0-100']);
  });
  test('at a shared vertex even across layers: the ramp of a bridge', () => {
    const map = asciiMap(cross, { axb: {}, xd: { layer: 1 } }, 25);
    expect(arcs(map)).toEqual(['axb 0-100', 'axb 100-200', 'xd 0-50']);
    expect(map.network.graph.nodes).toBe(4);
  });
});

describe('loose ends', () => {
  test('within 40 m of another edge get a connector', () => {
    const map = asciiMap('\n    d\n    |\n    c\n\n\n a-----b\n', { ab: {}, dc: {} }, 10);
    expect(arcs(map)).toEqual(['ab 0-30', 'ab 30-60', 'dc 0-20', '~ 30']);
  });
  test('within 15 m are reported as bridged', () => {
    const drawing = '\n    d\n    |\n    c\n a-----b\n';
    const edges = asciiMap(drawing, { ab: {}, dc: {} }, 10).network.edges;
    expect(buildNetwork(edges).bridged).toEqual([{ edge: 1, other: 0, length_m: expect.closeTo(10, 1) as number }]);
  });
  test('on another layer stay loose', () => {
    const map = asciiMap('\n    d\n    |\n    c\n a-----b\n', { ab: {}, dc: { layer: -1 } }, 10);
    expect(arcs(map)).toEqual(['ab 0-60', 'dc 0-20']);
  });
  test('that face one another over a missing piece are joined', () => {
    expect(arcs(asciiMap('\n a-----b      c-----d\n', { ab: {}, cd: {} }, 10))).toEqual(['ab 0-60', 'cd 0-60', '~ 70']);
  });
});

describe('coincident geometry', () => {
  test('drawn twice, the other way round', () => {
    const { network } = asciiMap('\n a-----b\n', { ab: {}, ba: {} }, 20);
    expect(coincident(network, 0, 2000, 5000)).toEqual([{ edge: 1, from_cm: 7000, to_cm: 10000, forward: false }]);
  });
  test('of a part, and of one edge with itself', () => {
    const { network } = asciiMap('\n a---b---c\n', { abcb: {}, bc: {} }, 20);
    expect(coincident(network, 0, 8000, 16000)).toEqual([
      { edge: 0, from_cm: 16000, to_cm: 24000, forward: false },
      { edge: 1, from_cm: 0, to_cm: 8000, forward: true },
    ]);
    expect(coincident(network, 0, 0, 8000)).toEqual([]);
  });
  test('not of streets 10 m apart', () => {
    const { network } = asciiMap('\n a-----b\n c-----d\n', { ab: {}, cd: {} }, 10);
    expect(coincident(network, 0, 0, 6000)).toEqual([]);
  });
});

/** Random streets over a small grid, many of them touching, crossing and lying on one another. */
const streets = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 6 }),
  ),
  { minLength: 1, maxLength: 12 },
);
function networkOf(lines: readonly (readonly [number, number, number, number])[]): Network | null {
  const edges = lines.flatMap(([ax, ay, bx, by], e): Edge[] => {
    if (ax === bx && ay === by) return [];
    const coordinates = Float64Array.of(30 + ax / 1000, 50 + ay / 1000, 30 + bx / 1000, 50 + by / 1000);
    return [{ id: `e${e}`, name: null, class: null, oneway: 'no', layer: 0, length_cm: 0, coordinates }];
  });
  return edges.length === 0 ? null : buildNetwork(edges).network;
}

test('the arcs of an edge follow one another and make up its whole length', () => {
  fc.assert(
    fc.property(streets, (lines) => {
      const network = networkOf(lines);
      if (network === null) return;
      const { graph } = network;
      const order = Array.from({ length: graph.connectorsFrom }, (_, a) => a);
      order.sort((a, b) => graph.arcEdge[a]! - graph.arcEdge[b]! || graph.arcStart_m[a]! - graph.arcStart_m[b]!);
      order.forEach((a, n) => {
        const next = order[n + 1];
        const end_m = graph.arcStart_m[a]! + graph.arcLength_m[a]!;
        expect(graph.arcLength_m[a]).toBeGreaterThan(0);
        if (next !== undefined && graph.arcEdge[next] === graph.arcEdge[a]) {
          expect(graph.arcStart_m[next]).toBeCloseTo(end_m, 6);
          expect(graph.arcTo[a]).toBe(graph.arcFrom[next]);
        }
      });
    }),
  );
});

test('a snapshot gives the same network back', () => {
  fc.assert(
    fc.property(streets, (lines) => {
      const network = networkOf(lines);
      if (network === null) return;
      const { edgeNo, index, ...rest } = network;
      const { edgeNo: decodedEdgeNo, index: decodedIndex, ...decoded } = decodeNetwork(encodeNetwork(network));
      expect(decoded).toEqual(rest);
      expect(new Uint8Array(decodedIndex.data)).toEqual(new Uint8Array(index.data));
      expect(decodedEdgeNo(network.edges[0]!.id)).toBe(edgeNo(network.edges[0]!.id));
    }),
    { numRuns: 30 },
  );
});

test('a large snapshot is read in portions, whatever its texts are', () => {
  const names = ['","', '\\', 'a,', ',', '"', '\\"', '', null, 'улица Ленина', '[],[', 'a","b'];
  const edges = Array.from({ length: 30_000 }, (_, e): Edge => {
    const [x, y] = [30 + (e % 200) * 0.01, 50 + Math.floor(e / 200) * 0.01];
    const name = names[e % names.length]!;
    const coordinates = Float64Array.of(x, y, x + 0.001, y);
    return { id: `e${e},"`, name, class: names[(e + 3) % 11]!, oneway: 'no', layer: 0, length_cm: 7_000, coordinates };
  });
  const bytes = encodeNetwork(buildNetwork(edges).network);
  const decoding = decodingNetwork(bytes);
  let portions = 0;
  let { done, value } = decoding.next();
  for (; !done; { done, value } = decoding.next()) portions++;
  expect(portions).toBeGreaterThan(4);
  expect((value as Network).edges).toEqual(edges);
  expect((value as Network).edgeNo('e29999,"')).toBe(29_999);
});

test('a snapshot of another version, cut short or foreign is refused', () => {
  const bytes = encodeNetwork(asciiMap('\n a---b\n', { ab: {} }, 10).network);
  const newer = bytes.slice();
  newer[4] = 99;
  expect(() => decodeNetwork(newer)).toThrow('version 99');
  expect(() => decodeNetwork(bytes.subarray(0, bytes.length - 40))).toThrow('cut short');
  expect(() => decodeNetwork(new Uint8Array(100))).toThrow('magic');
});

test('fifty thousand edges are taken', async () => {
  const features = Array.from({ length: 50_000 }, (_, n) => {
    const [x, y] = [37 + (n % 250) * 0.001, 55 + Math.floor(n / 250) * 0.001];
    return {
      type: 'Feature',
      properties: { id: n, name: 's' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [x, y],
          [x + 0.001, y + (n % 2) * 0.001],
        ],
      },
    };
  });
  const { edges, network } = await importNetwork(
    'geojson',
    new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features })),
  );
  expect(edges).toBe(50_000);
  expect(network.edgeNo('49999')).toBe(49_999);
});
