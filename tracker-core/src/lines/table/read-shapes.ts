import { says } from '@sweepline/contract';
import * as shp from 'shpjs';
import { unusable } from '../drawn.ts';
import { unpack } from './archive.ts';
import { linesAmong, type LineFeature } from './line-rows.ts';
import { worded } from '../../refused.ts';

const PART = /\.(shp|dbf|prj|cpg)$/i;

/** Code pages that the header of a DBF names where no CPG file does (dBASE language driver ids). */
const CODE_PAGES: Readonly<Record<number, string>> = {
  0x26: 'ibm866',
  0x65: 'ibm866',
  0xc9: 'windows-1251',
  0xc8: 'windows-1250',
  0x57: 'windows-1252',
  0x03: 'windows-1252',
};

/**
 * The lines of a zipped shapefile with their attributes, in WGS84.
 * @throws Refused `invalid` where a part is missing or broken.
 */
export function readShapes(bytes: Uint8Array): { lines: LineFeature[]; leftOut: string[] } {
  const parts = unpack(bytes, (name) => PART.test(name) && !name.includes('__MACOSX'));
  const layers = [...parts.keys()].filter((name) => /\.shp$/i.test(name));
  if (layers.length === 0) throw unusable(says('no-shape'));
  const features = layers.flatMap((layer) => {
    const stem = layer.slice(0, -4).toLowerCase();
    const part = (extension: string): Uint8Array | undefined =>
      [...parts].find(([name]) => name.toLowerCase() === `${stem}.${extension}`)?.[1];
    return featuresOf(layer, parts.get(layer)!, part);
  });
  return linesAmong(features);
}

function featuresOf(
  layer: string,
  shapes: Uint8Array,
  part: (extension: string) => Uint8Array | undefined,
): GeoJSON.Feature[] {
  const projection = part('prj');
  const table = part('dbf');
  const named = part('cpg');
  const { parseShp, parseDbf, combine } = shp as unknown as {
    parseShp(shapes: DataView, projection?: string): GeoJSON.Geometry[];
    parseDbf(table: DataView, codePage?: string): GeoJSON.GeoJsonProperties[];
    combine(both: [GeoJSON.Geometry[], GeoJSON.GeoJsonProperties[]]): GeoJSON.FeatureCollection;
  };
  try {
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trim();
    const geometries = parseShp(viewOf(shapes), projection && text(projection));
    const codePage = named ? text(named) : table && CODE_PAGES[table[29] ?? 0];
    return combine([geometries, table ? parseDbf(viewOf(table), codePage) : []]).features;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `the shapefile ${layer.slice(0, 80)} cannot be read: ${why}`;
    throw unusable(worded(message, says('broken-file', { format: layer.slice(0, 80) })), cause);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
