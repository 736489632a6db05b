import type { FeatureCollection, Route } from '@sweepline/contract';
import { cutLine } from '../geometry/line.ts';
import type { StreetNetwork } from '../network/network.ts';

/** A route's legs as GeoJSON, a line each; `route`, `name` and the rest of its properties are those that an import reads. */
export function legLines(network: StreetNetwork, { id, name, operation, version, legs }: Route): FeatureCollection {
  const features = legs.flatMap(({ edge, side, passes, from_m, to_m }): FeatureCollection['features'] => {
    const no = network.edgeNo(edge);
    if (no === undefined) return [];
    const { coordinates, name: street } = network.edges[no]!;
    const properties = { route: id, name, operation, version, street, edge, side, passes, from_m, to_m };
    const line = cutLine(coordinates, from_m, to_m);
    return [{ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: pairsOf(line) } }];
  });
  return { type: 'FeatureCollection', features };
}

/** Seven decimals: a centimetre. */
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

function pairsOf(line: Float64Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < line.length; i += 2) {
    const [lon, lat] = [rounded(line[i]!), rounded(line[i + 1]!)];
    const last = pairs.at(-1);
    if (last?.[0] !== lon || last[1] !== lat) pairs.push([lon, lat]);
  }
  return pairs;
}
