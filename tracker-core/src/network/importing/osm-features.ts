import type { RawFeature } from './feature.ts';
import type { OsmData, OsmWay, Tags } from './osm-data.ts';
import { ringsOf } from './osm-rings.ts';
import { warn, type Warnings } from './warnings.ts';

type Position = readonly [number, number];

/** Values of `highway` that a street-cleaning vehicle drives. */
const STREETS =
  /^((motorway|trunk|primary|secondary|tertiary)(_link)?|unclassified|residential|living_street|service|road|pedestrian)$/;
const PATHS = /^(footway|path|cycleway|steps|bridleway|track|corridor)$/;
const GREEN_LANDUSE = /^(grass|forest|meadow|village_green|recreation_ground|cemetery|allotments|orchard)$/;
const GREEN_LEISURE = /^(park|garden|pitch|playground|golf_course|nature_reserve)$/;

interface Kind {
  readonly kind: string;
  readonly class: string | null;
  readonly area: boolean;
}

/** What the map and the network make of a tagged way; null: nothing. */
function kindOf(tags: Tags, closed: boolean): Kind | null {
  const { highway, building, waterway, natural, landuse, leisure, railway } = tags;
  const area = closed && tags['area'] === 'yes';
  if (highway !== undefined) {
    if (STREETS.test(highway)) return { kind: 'street', class: highway, area };
    return PATHS.test(highway) ? { kind: 'path', class: highway, area } : null;
  }
  if (building !== undefined && building !== 'no') return { kind: 'building', class: null, area: true };
  if (natural === 'water' || waterway === 'riverbank' || landuse === 'reservoir')
    return { kind: 'water', class: null, area: true };
  if (waterway !== undefined) return { kind: 'waterway', class: waterway, area: false };
  if (
    GREEN_LANDUSE.test(landuse ?? '') ||
    GREEN_LEISURE.test(leisure ?? '') ||
    /^(wood|scrub|grassland)$/.test(natural ?? '')
  ) {
    return { kind: 'green', class: null, area: true };
  }
  return railway === 'rail' || railway === 'tram' ? { kind: 'rail', class: railway, area: false } : null;
}

/** Ways and multipolygons as features, streets with `osm` = `w` + way id. */
export function osmFeatures({ nodes, ways, relations }: OsmData, warnings: Warnings): RawFeature[] {
  const features: RawFeature[] = [];
  const add = (osm: string, tags: Tags, kind: Kind, geometry: RawFeature['geometry']) => {
    const properties: Record<string, unknown> = { kind: kind.kind, osm };
    for (const key of ['name', 'oneway', 'layer', 'bridge', 'tunnel', 'junction'])
      if (tags[key] !== undefined) properties[key] = tags[key];
    if (kind.class !== null) properties['class'] = kind.class;
    if (tags['addr:housenumber'] !== undefined) properties['no'] = tags['addr:housenumber'];
    features.push({ number: features.length, id: undefined, properties, geometry });
  };
  const byId = new Map<number, OsmWay>();
  for (const way of ways) {
    byId.set(way.id, way);
    const closed = way.refs.length > 3 && way.refs[0] === way.refs[way.refs.length - 1];
    const kind = kindOf(way.tags, closed);
    if (kind === null || (kind.area && !closed)) continue;
    const line = placesOf(way, nodes);
    if (line.length < way.refs.length) {
      const count = way.refs.length - line.length;
      warn(warnings, 'missing-nodes', `w${way.id}`, `${count} of its nodes are not in the extract`, { count });
    }
    if (line.length < (kind.area ? 4 : 2)) continue;
    add(
      `w${way.id}`,
      way.tags,
      kind,
      kind.area ? { type: 'Polygon', coordinates: [line] } : { type: 'LineString', coordinates: line },
    );
  }
  for (const { id, members, tags } of relations) {
    const kind = tags['type'] === 'multipolygon' ? kindOf(tags, true) : null;
    if (kind === null || !kind.area) continue;
    const lines = (role: string) =>
      members
        .filter((member) => member.type === 'way' && (member.role === role || (role === 'outer' && member.role === '')))
        .flatMap(({ ref }) => byId.get(ref) ?? [])
        .map((way) => placesOf(way, nodes));
    const polygons = ringsOf(lines('outer'), lines('inner'));
    if (polygons.length > 0) add(`r${id}`, tags, kind, { type: 'MultiPolygon', coordinates: polygons });
  }
  return features;
}

const placesOf = (way: OsmWay, nodes: OsmData['nodes']): Position[] =>
  way.refs.flatMap((ref) => {
    const place = nodes.get(ref);
    return place === undefined ? [] : [place];
  });
