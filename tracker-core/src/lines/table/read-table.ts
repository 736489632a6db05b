import { says } from '@sweepline/contract';
import { unusable } from '../drawn.ts';
import { isArchive } from './archive.ts';
import { rowsOfLines } from './line-rows.ts';
import { geoJsonFeatures, gpxFeatures, kmlFeatures } from './map-lines.ts';
import { readCsv } from './read-csv.ts';
import { readShapes } from './read-shapes.ts';
import { readSheets } from './read-sheet.ts';
import { rowsOfSheets, type ReadTable } from './table-rows.ts';
import { worded } from '../../refused.ts';

export const TABLE_FORMATS = ['xlsx', 'csv', 'shapefile', 'geojson', 'gpx', 'kml'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** The routes of a file as rows. @throws Refused `invalid` with what is wrong with the file as a whole. */
export async function readTable(format: TableFormat, bytes: Uint8Array): Promise<ReadTable> {
  if (bytes.length === 0) throw unusable(says('empty-file'));
  switch (format) {
    case 'xlsx':
      if (!isArchive(bytes)) throw unusable(says('no-workbook'));
      return rowsOfSheets(await readSheets(bytes));
    case 'csv':
      if (isArchive(bytes)) throw unusable(worded('it is an archive or a workbook, not CSV', says('no-table')));
      return rowsOfSheets([readCsv(bytes)]);
    case 'shapefile': {
      if (!isArchive(bytes)) throw unusable(says('no-shape-archive'));
      const { lines, leftOut } = readShapes(bytes);
      return rowsOfLines(lines, leftOut);
    }
    default: {
      const text = textOf(bytes);
      const { lines, leftOut } =
        format === 'gpx' ? gpxFeatures(text) : format === 'kml' ? kmlFeatures(text) : geoJsonFeatures(text);
      return rowsOfLines(lines, leftOut);
    }
  }
}

function textOf(bytes: Uint8Array): string {
  if (isArchive(bytes))
    throw unusable(worded('it is an archive (KMZ or ZIP): unpack it and send the file inside', says('packed')));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unusable(worded('it is not text in UTF-8', says('no-text')), cause);
  }
}
