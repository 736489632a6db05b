import type { CoverageAnswer, FeatureCollection } from '@sweepline/contract';
import { cutLine } from '../geometry/line.ts';
import type { StreetNetwork } from '../network/network.ts';

/** A coverage answer as lines: one feature for each piece of each leg and pass, with the piece's fields as properties. */
export function coverageGeoJson(network: StreetNetwork, answer: CoverageAnswer): FeatureCollection {
  const features: FeatureCollection['features'] = [];
  for (const { edge, side, pass, pieces } of answer.legs) {
    const no = network.edgeNo(edge);
    if (no === undefined) continue;
    const { coordinates, name } = network.edges[no]!;
    for (const piece of pieces) {
      features.push({
        type: 'Feature',
        properties: { assignment: answer.assignment, edge, name, side, pass, ...piece },
        geometry: { type: 'LineString', coordinates: pairsOf(cutLine(coordinates, piece.from_m, piece.to_m)) },
      });
    }
  }
  return { type: 'FeatureCollection', features };
}

/** Seven decimals: a centimetre. */
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

function pairsOf(line: Float64Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < line.length; i += 2) pairs.push([rounded(line[i]!), rounded(line[i + 1]!)]);
  return pairs;
}
