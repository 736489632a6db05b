import { strToU8, zipSync } from 'fflate';

const EARTH_M = 6_378_137;
const WEB_MERCATOR =
  'PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"]]';
const POLYLINE = 3;
const FIELD_BYTES = 80;

const projected = ([lon, lat]) => [
  (EARTH_M * lon * Math.PI) / 180,
  EARTH_M * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
];

/** West, south, east, north. */
function boundsOf(points) {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function shapes(lines) {
  const records = lines.map((points, at) => {
    const record = Buffer.alloc(8 + 48 + 16 * points.length);
    record.writeInt32BE(at + 1, 0);
    record.writeInt32BE((record.length - 8) / 2, 4);
    record.writeInt32LE(POLYLINE, 8);
    boundsOf(points).forEach((bound, n) => record.writeDoubleLE(bound, 12 + 8 * n));
    record.writeInt32LE(1, 44);
    record.writeInt32LE(points.length, 48);
    points.flat().forEach((ordinate, n) => record.writeDoubleLE(ordinate, 56 + 8 * n));
    return record;
  });
  const header = Buffer.alloc(100);
  header.writeInt32BE(9_994, 0);
  header.writeInt32BE(records.reduce((sum, { length }) => sum + length, header.length) / 2, 24);
  header.writeInt32LE(1_000, 28);
  header.writeInt32LE(POLYLINE, 32);
  boundsOf(lines.flat()).forEach((bound, n) => header.writeDoubleLE(bound, 36 + 8 * n));
  return Buffer.concat([header, ...records]);
}

function table(names, rows) {
  const header = Buffer.alloc(32 + 32 * names.length + 1);
  const row_bytes = 1 + FIELD_BYTES * names.length;
  header.writeUInt8(3, 0);
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(row_bytes, 10);
  names.forEach((name, at) => {
    header.write(name, 32 + 32 * at, 10, 'ascii');
    header.write('C', 32 + 32 * at + 11, 'ascii');
    header.writeUInt8(FIELD_BYTES, 32 + 32 * at + 16);
  });
  header.writeUInt8(0x0d, header.length - 1);
  const records = rows.map((row) => {
    const record = Buffer.alloc(row_bytes, ' ');
    names.forEach((name, at) => record.write(row[name], 1 + FIELD_BYTES * at, FIELD_BYTES, 'utf8'));
    return record;
  });
  return Buffer.concat([header, ...records, Buffer.from([0x1a])]);
}

/** A zipped shapefile as a GIS of the town writes it: in metres of a projection, its attributes in UTF-8. `lines`: `{ coordinates, ...attributes }`. */
export function zippedShapefile(name, lines) {
  const rows = lines.map(({ coordinates: _coordinates, ...row }) => row);
  return Buffer.from(
    zipSync({
      [`${name}.shp`]: shapes(lines.map(({ coordinates }) => coordinates.map(projected))),
      [`${name}.dbf`]: table(Object.keys(rows[0]), rows),
      [`${name}.prj`]: strToU8(WEB_MERCATOR),
      [`${name}.cpg`]: strToU8('UTF-8'),
    }),
  );
}
