import { says } from '@sweepline/contract';
import { unusable, type DrawnLines } from './drawn.ts';
import { geoJsonLines } from './geojson-lines.ts';
import { gpxLines } from './gpx-lines.ts';
import { kmlLines } from './kml-lines.ts';
import { worded } from '../refused.ts';

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
    throw unusable(worded(`the body is not JSON: ${(cause as Error).message}`, says('no-json')), cause);
  }
  return geoJsonLines(parsed);
}

function textOf(body: Uint8Array): string {
  const [a, b, c, d] = body;
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4)
    throw unusable(worded('the body is an archive (KMZ or ZIP): unpack it and send the file inside', says('packed')));
  if (a === 0x1f && b === 0x8b)
    throw unusable(worded('the body is compressed with gzip: unpack it first', says('packed')));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw unusable(says('no-text'), cause);
  }
}
