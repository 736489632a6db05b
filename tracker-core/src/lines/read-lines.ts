import { unusable, type DrawnLines } from './drawn.ts';
import { geoJsonLines } from './geojson-lines.ts';
import { gpxLines } from './gpx-lines.ts';
import { kmlLines } from './kml-lines.ts';

export type LineFormat = 'geojson' | 'gpx' | 'kml';

/** The lines of a file. @throws Refused `invalid` with what is wrong with it. */
export function readLines(format: LineFormat, body: Uint8Array): DrawnLines {
  const text = textOf(body);
  if (format === 'gpx') return gpxLines(text);
  if (format === 'kml') return kmlLines(text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw unusable(`the body is not JSON: ${(cause as Error).message}`, cause);
  }
  return geoJsonLines(parsed);
}

function textOf(body: Uint8Array): string {
  const [a, b, c, d] = body;
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4)
    throw unusable('the body is an archive (KMZ or ZIP): unpack it and send the file inside');
  if (a === 0x1f && b === 0x8b) throw unusable('the body is compressed with gzip: unpack it first');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw unusable('the body is not text in UTF-8', cause);
  }
}
