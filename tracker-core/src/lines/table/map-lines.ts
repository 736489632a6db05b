import { says } from '@sweepline/contract';
import { geoJsonLines, refuseProjection } from '../geojson-lines.ts';
import { gpxLines } from '../gpx-lines.ts';
import { kmlLines } from '../kml-lines.ts';
import { unusable, type DrawnLines } from '../drawn.ts';
import { readXml, type XmlForm } from '../read-xml.ts';
import { linesAmong, type LineFeature } from './line-rows.ts';
import { Refused, worded } from '../../refused.ts';

interface Lines {
  readonly lines: LineFeature[];
  readonly leftOut: string[];
}

const notes = ({ leftOut }: DrawnLines): string[] => leftOut.map(({ part }) => part);

/** Each feature with a line, with its properties. @throws Refused `invalid` */
export function geoJsonFeatures(text: string): Lines {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(worded(`it is not JSON: ${(cause as Error).message}`, says('no-json')), cause);
  }
  const { features } = value as { features?: readonly GeoJSON.Feature[] };
  if (!Array.isArray(features)) {
    const drawn = geoJsonLines(value);
    const { geometry = value, properties } = value as Partial<GeoJSON.Feature>;
    return {
      lines: [{ geometry: geometry as LineFeature['geometry'], properties: properties ?? {} }],
      leftOut: notes(drawn),
    };
  }
  refuseProjection(value);
  const found = linesAmong(features);
  // One broken line is its own row's matter; where none is whole, it is the file's.
  if (!found.lines.some(({ geometry }) => isReadable(geometry))) geoJsonLines(value);
  return found;
}

function isReadable(geometry: LineFeature['geometry']): boolean {
  try {
    return geoJsonLines(geometry).lines.length > 0;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** Elements that hold lines, each a route of its own. */
interface Grouping {
  readonly form: XmlForm;
  readonly group: ReadonlySet<string>;
  readonly line: ReadonlySet<string>;
}

interface Group {
  name: string;
  readonly lines: number[][][];
}

/** The places of each group's lines, read a second time: the first reading has refused what is broken. */
function groupsOf(
  text: string,
  { form, group, line }: Grouping,
  placesOf: (name: string, content: string) => number[][],
): Group[] {
  const groups: Group[] = [];
  let open: Group | null = null;
  let places: number[][] | null = null;
  readXml(text, form, {
    open: ({ name, attributes }) => {
      if (group.has(name)) groups.push((open = { name: '', lines: [] }));
      if (line.has(name)) open?.lines.push((places = []));
      if (places && attributes['lat'] !== undefined && attributes['lon'] !== undefined)
        places.push([Number(attributes['lon']), Number(attributes['lat'])]);
    },
    close: (name, content) => {
      if (name === 'name' && open && places === null && open.name === '') open.name = content.trim();
      places?.push(...placesOf(name, content));
      if (line.has(name)) places = null;
      if (group.has(name)) open = null;
    },
  });
  return groups;
}

const featuresOf = (groups: readonly Group[]): LineFeature[] =>
  groups.flatMap(({ name, lines }) => {
    const coordinates = lines.filter((places) => places.length >= 2);
    if (coordinates.length === 0) return [];
    return [{ geometry: { type: 'MultiLineString', coordinates }, properties: { name } }];
  });

/** Each track, or where there is none each route, by its name. @throws Refused `invalid` */
export function gpxFeatures(text: string): Lines {
  const drawn = gpxLines(text);
  const form = { title: 'GPX', root: 'gpx', namespace: /./ };
  const read = (group: string, line: string): LineFeature[] =>
    featuresOf(groupsOf(text, { form, group: new Set([group]), line: new Set([line]) }, () => []));
  const tracks = read('trk', 'trkseg');
  return { lines: tracks.length > 0 ? tracks : read('rte', 'rte'), leftOut: notes(drawn) };
}

/** Each placemark with a line, by its name. @throws Refused `invalid` */
export function kmlFeatures(text: string): Lines {
  const drawn = kmlLines(text);
  const form = { title: 'KML', root: 'kml', namespace: /./ };
  const line = new Set(['LineString', 'Track']);
  const tuple = (place: string, by: RegExp): number[] => place.trim().split(by).slice(0, 2).map(Number);
  const places = (name: string, content: string): number[][] => {
    if (name === 'coord') return [tuple(content, /\s+/)];
    if (name !== 'coordinates') return [];
    return content
      .replace(/\s*,\s*/g, ',')
      .trim()
      .split(/\s+/)
      .map((place) => tuple(place, /,/));
  };
  return {
    lines: featuresOf(groupsOf(text, { form, group: new Set(['Placemark']), line }, places)),
    leftOut: notes(drawn),
  };
}
