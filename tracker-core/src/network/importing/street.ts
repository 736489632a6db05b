import { isEdgeId } from './edge-id.ts';
import { lineLength } from '../../geometry/line.ts';
import { metresBetween } from '../../geometry/ruler.ts';
import type { Edge } from '../network.ts';
import { itemOf, textOf, type RawFeature } from './feature.ts';
import { warn, type Warnings } from './warnings.ts';

/** A line shorter than this has no length. */
const LEAST_M = 0.01;

export type Drawn = Omit<Edge, 'id'>;

/** Reads a street; null with a warning where its line cannot be used. */
export function readStreet(raw: RawFeature, warnings: Warnings): Drawn | null {
  const coordinates = readLine(raw, warnings);
  if (coordinates === null) return null;
  const length_m = lineLength(coordinates);
  if (length_m < LEAST_M) {
    warn(warnings, 'zero-length', itemOf(raw), 'the line has no length, skipped');
    return null;
  }
  const { properties } = raw;
  return {
    name: textOf(properties['name']),
    class: textOf(properties['class']) ?? textOf(properties['highway']),
    oneway: readOneway(raw, warnings),
    layer: readLayer(properties),
    length_cm: Math.round(length_m * 100),
    coordinates,
  };
}

/** The vertices without heights and without repetitions; null where they are no line on the earth. */
function readLine(raw: RawFeature, warnings: Warnings): Float64Array | null {
  const item = itemOf(raw);
  const { geometry } = raw;
  let list = geometry?.coordinates;
  // a multi-line of one part is a line
  if (geometry?.type === 'MultiLineString' && Array.isArray(list) && list.length === 1) list = list[0];
  else if (geometry?.type !== 'LineString') {
    warn(
      warnings,
      'not-a-line',
      item,
      `${geometry?.type ?? 'no geometry'}: only a LineString can be a street, skipped`,
      { type: geometry?.type ?? '–' },
    );
    return null;
  }
  if (!Array.isArray(list)) {
    warn(warnings, 'bad-geometry', item, 'the line has no list of positions, skipped');
    return null;
  }
  const line: number[] = [];
  let heights = false;
  for (const position of list as unknown[]) {
    const [lon, lat] = Array.isArray(position) ? (position as unknown[]) : [];
    if (typeof lon !== 'number' || typeof lat !== 'number' || !Number.isFinite(lon) || !Number.isFinite(lat)) {
      warn(
        warnings,
        'bad-geometry',
        item,
        `position ${JSON.stringify(position) ?? 'undefined'} is not two numbers, skipped`,
      );
      return null;
    }
    if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
      const swapped = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
      warn(
        warnings,
        swapped ? 'swapped' : 'out-of-range',
        item,
        swapped
          ? `position [${lon}, ${lat}] looks like latitude before longitude, skipped`
          : `position [${lon}, ${lat}] is not on the earth, skipped`,
        { lon, lat },
      );
      return null;
    }
    heights ||= (position as unknown[]).length > 2;
    const n = line.length;
    if (n === 0 || line[n - 2] !== lon || line[n - 1] !== lat) line.push(lon, lat);
  }
  if (heights)
    warn(warnings, 'heights-ignored', item, 'positions have more than two numbers; longitude and latitude are used');
  if (line.length < 4) {
    warn(warnings, 'zero-length', item, 'fewer than two different positions, skipped');
    return null;
  }
  return Float64Array.from(line);
}

function readOneway(raw: RawFeature, warnings: Warnings): Edge['oneway'] {
  const value = raw.properties['oneway'];
  const text = (typeof value === 'boolean' ? (value ? 'yes' : 'no') : (textOf(value) ?? '')).toLowerCase();
  if (text === '') return /^(roundabout|circular)$/.test(String(raw.properties['junction'] ?? '')) ? 'forward' : 'no';
  if (/^(yes|true|1)$/.test(text)) return 'forward';
  if (/^(-1|reverse)$/.test(text)) return 'backward';
  if (!/^(no|false|0|reversible|alternating)$/.test(text)) {
    const value = text.slice(0, 40);
    warn(warnings, 'bad-oneway', itemOf(raw), `oneway "${value}" is none of yes, no, -1; taken as no`, { value });
  }
  return 'no';
}

/** The layer as tagged; a bridge or tunnel without one lies beside the ground. */
function readLayer(properties: RawFeature['properties']): number {
  const layer = Number(textOf(properties['layer']) ?? NaN);
  if (Number.isFinite(layer)) return Math.max(-100, Math.min(100, Math.round(layer)));
  const is = (key: string) => /^(yes|true|1|viaduct)$/.test(String(properties[key] ?? ''));
  return is('bridge') ? 1 : is('tunnel') ? -1 : 0;
}

/** Lines further than this from the middle of all others, and much nearer to it with their numbers swapped, are swapped. */
const FAR_M = 200_000;

/** Numbers of the streets whose latitude and longitude are exchanged, judged by where most streets lie. */
export function swappedAmong(streets: readonly Drawn[]): Set<number> {
  const swapped = new Set<number>();
  if (streets.length < 3) return swapped;
  const middle = (axis: 0 | 1) => {
    const sorted = streets.map(({ coordinates }) => coordinates[axis]!).sort((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  const lon = middle(0);
  const lat = middle(1);
  streets.forEach(({ coordinates }, i) => {
    const [x, y] = [coordinates[0]!, coordinates[1]!];
    if (metresBetween(x, y, lon, lat) > FAR_M && metresBetween(y, x, lon, lat) < FAR_M) swapped.add(i);
  });
  return swapped;
}

/** Ids in the order of the streets: the first of `id`, the feature's id, `osm` that is a good id, else its number. */
export function readIds(raws: readonly RawFeature[], warnings: Warnings): (string | null)[] {
  const taken = new Map<string, number>();
  const given = raws.map((raw) => {
    const wanted = textOf(raw.properties['id']) ?? textOf(raw.id) ?? textOf(raw.properties['osm']);
    if (wanted !== null && !isEdgeId(wanted)) {
      warn(warnings, 'bad-id', `feature ${raw.number}`, 'its id is not 1–128 printable characters; its number is used');
      return null;
    }
    return wanted;
  });
  const ids = given.map((id, i) => {
    if (id === null) return null;
    const first = taken.get(id);
    if (first !== undefined) {
      const second = raws[i]!.number;
      const detail = `features ${first} and ${second} have this id; the first one stays`;
      warn(warnings, 'duplicate-id', id, detail, { first, second });
      return undefined;
    }
    taken.set(id, raws[i]!.number);
    return id;
  });
  return ids.map((id, i) => {
    if (id === undefined) return null;
    if (id !== null) return id;
    let own = String(raws[i]!.number);
    while (taken.has(own)) own = `#${own}`;
    taken.set(own, raws[i]!.number);
    return own;
  });
}
