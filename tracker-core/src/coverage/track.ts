import type { FixMatch } from '@sweepline/contract';
import type { StreetNetwork } from '../network/network.ts';
import type { Matched } from '../pipeline/stages.ts';

/** A fix's place as `GET /vehicles/{id}/track` gives it; undefined where it was not matched. */
export function matchOf(network: StreetNetwork, { place }: Matched): FixMatch | undefined {
  if (place === null) return undefined;
  return {
    edge: network.edges[place.edge]!.id,
    offset_m: hundredth(place.offset_m),
    distance_m: hundredth(place.distance_m),
    confidence: hundredth(place.confidence),
  };
}

const hundredth = (value: number): number => Math.round(value * 100) / 100;
