import { pointAlong } from '../geometry/line.ts';
import { isInside, type Polygons } from '../geometry/polygon.ts';
import type { StreetNetwork } from '../network/network.ts';

/** A part of a municipality by which results are summed. */
export interface District {
  readonly id: string;
  readonly name: string;
  readonly polygons: Polygons;
}

/**
 * The district in which the middle of a stretch of an edge lies, the first of overlapping ones; null outside all of them, and
 * for an edge that the network no longer has.
 */
export function districtOf(
  districts: readonly District[],
  network: StreetNetwork,
  { edge, from_cm, to_cm }: { readonly edge: string; readonly from_cm: number; readonly to_cm: number },
): District | null {
  const no = network.edgeNo(edge);
  if (no === undefined || districts.length === 0) return null;
  const [lon, lat] = pointAlong(network.edges[no]!.coordinates, (from_cm + to_cm) / 200);
  return districts.find(({ polygons }) => isInside(polygons, lon, lat)) ?? null;
}
