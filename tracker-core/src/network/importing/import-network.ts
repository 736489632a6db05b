import { says, type FeatureCollection, type NetworkWarning } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import { buildNetwork } from '../build.ts';
import type { Edge, Network } from '../network.ts';
import { backgroundFeature, streetFeature, type BasemapFeature } from './basemap.ts';
import { itemOf, textOf, type RawFeature } from './feature.ts';
import { readGeoJson } from './geojson.ts';
import { warnPlanned, type PlannedEdge } from './planned.ts';
import { osmFeatures } from './osm-features.ts';
import { readOsmPbf } from './osm-pbf.ts';
import { readOsmXml } from './osm-xml.ts';
import { readIds, readStreet, swappedAmong, type Drawn } from './street.ts';
import { allWarnings, startWarnings, warn, type Warnings } from './warnings.ts';

export interface ImportedNetwork {
  readonly network: Network;
  /** Every drawable feature, background first: streets carry their edge's `id`, `name`, `class`, `layer`. */
  readonly basemap: FeatureCollection;
  readonly warnings: NetworkWarning[];
  readonly edges: number;
  /** Metres, two decimals. */
  readonly length_m: number;
}

/**
 * Reads a municipality's streets. What cannot be used is named in the warnings, the rest is taken.
 * @param planned edges of the streets in use that plans count metres of: those that will be missed are named as well
 * @throws Refused `bad-network` where nothing usable is in it.
 */
export async function importNetwork(
  format: 'geojson' | 'osm-xml' | 'osm-pbf',
  body: Uint8Array,
  planned: readonly PlannedEdge[] = [],
): Promise<ImportedNetwork> {
  const warnings = startWarnings();
  if (format === 'geojson') return networkFrom(readGeoJson(body, warnings), warnings, planned);
  const data = format === 'osm-xml' ? readOsmXml(body) : await readOsmPbf(body);
  return networkFrom(osmFeatures(data, warnings), warnings, planned);
}

/** The same from features already read. @throws Refused `bad-network` */
export function networkFrom(
  raws: readonly RawFeature[],
  warnings: Warnings = startWarnings(),
  planned: readonly PlannedEdge[] = [],
): ImportedNetwork {
  const background: BasemapFeature[] = [];
  const streetRaws: RawFeature[] = [];
  const drawn: Drawn[] = [];
  for (const raw of raws) {
    const kind = textOf(raw.properties['kind']) ?? 'street';
    const line = raw.geometry?.type === 'LineString' || raw.geometry?.type === 'MultiLineString';
    if (kind === 'street' && (line || raw.properties['kind'] === undefined || raw.geometry === null)) {
      const street = readStreet(raw, warnings);
      if (street === null) continue;
      streetRaws.push(raw);
      drawn.push(street);
    } else {
      // a street's area (a square, a car park) is no line: drawn, never covered
      if (kind === 'street')
        warn(
          warnings,
          'not-a-line',
          itemOf(raw),
          `${raw.geometry?.type}: drawn on the map, not a street to be covered`,
          { type: raw.geometry?.type ?? '–' },
        );
      const feature = backgroundFeature(raw, kind === 'street' ? 'square' : kind, warnings);
      if (feature !== null) background.push(feature);
    }
  }
  const edges = named(streetRaws, drawn, warnings);
  if (edges.length === 0) {
    throw new Refused('bad-network', says('no-usable-street'), { warnings: allWarnings(warnings) });
  }
  const { network, bridged, selfCrossing } = buildNetwork(edges);
  for (const e of selfCrossing)
    warn(warnings, 'self-crossing', edges[e]!.id, 'the line crosses itself; it is joined there');
  for (const { edge, other, length_m } of bridged) {
    const values = { metres: Math.round(length_m * 10) / 10, other: edges[other]!.id };
    const detail = `its end lies ${length_m.toFixed(1)} m from edge ${values.other}; they are taken as connected`;
    warn(warnings, 'bridged', edges[edge]!.id, detail, values);
  }
  warnPlanned(warnings, network, planned);
  return {
    network,
    basemap: { type: 'FeatureCollection', features: [...background, ...edges.map(streetFeature)] },
    warnings: allWarnings(warnings),
    edges: edges.length,
    length_m: network.length_cm / 100,
  };
}

/** Streets with their ids, without doubles and without those drawn elsewhere on the earth. */
function named(raws: readonly RawFeature[], drawn: readonly Drawn[], warnings: Warnings): Edge[] {
  const swapped = swappedAmong(drawn);
  const ids = readIds(raws, warnings);
  const edges: Edge[] = [];
  drawn.forEach((street, i) => {
    const id = ids[i];
    if (id === null || id === undefined) return;
    if (swapped.has(i)) {
      const [lon, lat] = street.coordinates;
      warn(
        warnings,
        'swapped',
        id,
        `position [${lon}, ${lat}] lies far from the other streets with latitude first, skipped`,
        { lon: lon!, lat: lat! },
      );
      return;
    }
    if (street.name === null) warn(warnings, 'no-name', id, 'the street has no name');
    edges.push({ id, ...street });
  });
  return edges;
}
