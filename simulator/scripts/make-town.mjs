// Makes a town that nobody lives in, for what real districts have too little of: left-hand traffic, an avenue of two
// carriageways with service roads beside them, pairs of one-way streets, a bridge over a street, roundabouts, dead ends.
//   node simulator/scripts/make-town.mjs [FILE]          writes simulator/towns/leftbury.geojson, or FILE
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, '..', 'towns', 'leftbury.geojson');

const ORIGIN = [171.9, -43.6];
const METRES_PER_DEGREE = 111_195;
/** The grid is turned, so that no street runs along a meridian. */
const TURNED_RAD = (13 * Math.PI) / 180;
const COLUMNS = 13;
const ROWS = 10;
const BLOCK_EAST_M = 128;
const BLOCK_NORTH_M = 94;
/** Row of the avenue: half the median, and from a carriageway to its service road. */
const AVENUE_ROW = 4;
const HALF_MEDIAN_M = 8;
const TO_SERVICE_ROAD_M = 15;
/** Columns and rows that are one-way: 'yes' as drawn (east, north), '-1' against it. */
const ONEWAY_COLUMNS = { 3: 'yes', 4: '-1', 8: '-1', 9: 'yes' };
const ONEWAY_ROWS = { 2: '-1', 7: 'yes' };
/** Bridge Street: this column goes over this row without meeting it. */
const BRIDGE = { column: 6, row: 6 };
const ROUNDABOUTS = [
  { column: 2, row: 1 },
  { column: 10, row: 6 },
];
const ROUNDABOUT_M = 17;
const DEAD_ENDS_EVERY = 5;
/** A street changes its way, not its name, after so many blocks. */
const BLOCKS_OF_A_WAY = 4;

const features = [];
const put = (name, cls, line, { oneway = 'no', layer } = {}) =>
  features.push({
    type: 'Feature',
    properties: {
      id: `m${features.length + 1}`,
      name,
      class: cls,
      oneway,
      ...(layer ? { layer } : {}),
      kind: 'street',
    },
    geometry: { type: 'LineString', coordinates: line.map(toLonLat) },
  });

function toLonLat([east_m, north_m]) {
  const [cos, sin] = [Math.cos(TURNED_RAD), Math.sin(TURNED_RAD)];
  const [x, y] = [east_m * cos - north_m * sin, east_m * sin + north_m * cos];
  const kx = METRES_PER_DEGREE * Math.cos((ORIGIN[1] * Math.PI) / 180);
  return [ORIGIN[0] + x / kx, ORIGIN[1] + y / METRES_PER_DEGREE].map((degrees) => Number(degrees.toFixed(6)));
}

/** Corners lie a little off the grid, always by the same amount. */
const crooked = (column, row, by_m) => by_m * Math.sin(12.9898 * column + 78.233 * row);
const corner = (column, row) => [
  column * BLOCK_EAST_M + crooked(column, 0, 9),
  row * BLOCK_NORTH_M + crooked(column / 3, row, 6),
];
const isRoundabout = (column, row) => ROUNDABOUTS.some((at) => at.column === column && at.row === row);
const onBridge = (column, row) => column === BRIDGE.column && row === BRIDGE.row;
const beside = (column, north_m) => {
  const [east_m, middle_m] = corner(column, AVENUE_ROW);
  return [east_m, middle_m + north_m];
};
const OUTER_M = HALF_MEDIAN_M + TO_SERVICE_ROAD_M;

/** Where a street along `row` meets the column, coming from the west (−1) or going on to the east (+1). */
function rowEnd(column, row, towards) {
  const [east_m, north_m] = corner(column, row);
  return isRoundabout(column, row) ? [east_m + towards * ROUNDABOUT_M, north_m] : [east_m, north_m];
}

/** Lines of a street from corner to corner, broken at roundabouts and after some blocks. */
function* waysOf(ends, broken) {
  let line = [];
  for (const [i, { arrive, leave }] of ends.entries()) {
    line.push(...arrive);
    const cut = broken(i) || (i > 0 && i % BLOCKS_OF_A_WAY === 0) || i === ends.length - 1;
    if (!cut) continue;
    if (line.length > 1) yield line;
    line = [...leave];
  }
}

const isDeadEnd = (column, row) => (column * 3 + row * 2) % DEAD_ENDS_EVERY === 1 && row !== AVENUE_ROW;
/** Halfway to the next column there may be a dead end: the street has a vertex there. */
const halfway = (column, row) => {
  const [a, b] = [rowEnd(column, row, 1), rowEnd(column + 1, row, -1)];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + crooked(row, column, 3)];
};

for (let row = 0; row < ROWS; row++) {
  if (row === AVENUE_ROW) continue;
  const ends = Array.from({ length: COLUMNS }, (_, column) => {
    const before = column > 0 ? [halfway(column - 1, row)] : [];
    if (onBridge(column, row)) return { arrive: [...before, corner(column, row).map((m) => m + 0.5)], leave: [] };
    return { arrive: [...before, rowEnd(column, row, -1)], leave: [rowEnd(column, row, 1)] };
  });
  const edge = row === 0 || row === ROWS - 1;
  for (const line of waysOf(ends, (column) => isRoundabout(column, row)))
    put(`Row ${row + 1}`, edge ? 'tertiary' : 'residential', line, { oneway: ONEWAY_ROWS[row] ?? 'no' });
}

// The avenue: in left-hand traffic the northern carriageway runs east.
for (const [name, cls, north_m, oneway] of [
  ['Avenue Service Road North', 'residential', OUTER_M, 'no'],
  ['The Avenue', 'primary', HALF_MEDIAN_M, 'yes'],
  ['The Avenue', 'primary', -HALF_MEDIAN_M, '-1'],
  ['Avenue Service Road South', 'residential', -OUTER_M, 'no'],
]) {
  const ends = Array.from({ length: COLUMNS }, (_, column) => ({
    arrive: [beside(column, north_m)],
    leave: [beside(column, north_m)],
  }));
  for (const line of waysOf(ends, () => false)) put(name, cls, line, { oneway });
}

for (let column = 0; column < COLUMNS; column++) {
  const stops = [];
  for (let row = 0; row < ROWS; row++) {
    const [east_m, north_m] = corner(column, row);
    if (row === AVENUE_ROW) {
      const across = [-OUTER_M, -HALF_MEDIAN_M, HALF_MEDIAN_M, OUTER_M].map((m) => beside(column, m));
      stops.push({ arrive: across, leave: [across.at(-1)] });
    } else if (onBridge(column, row)) stops.push({ arrive: [], leave: [], bridge: true });
    else if (isRoundabout(column, row)) {
      stops.push({ arrive: [[east_m, north_m - ROUNDABOUT_M]], leave: [[east_m, north_m + ROUNDABOUT_M]] });
    } else stops.push({ arrive: [[east_m, north_m]], leave: [[east_m, north_m]] });
  }
  const edge = column === 0 || column === COLUMNS - 1;
  const oneway = ONEWAY_COLUMNS[column] ?? 'no';
  if (column === BRIDGE.column) {
    const [below, above] = [stops.slice(0, BRIDGE.row), stops.slice(BRIDGE.row + 1)];
    for (const line of waysOf(below, () => false)) put('Bridge Street', 'secondary', line);
    put('Bridge Street', 'secondary', [below.at(-1).leave[0], above[0].arrive[0]], { layer: '1' });
    for (const line of waysOf(above, () => false)) put('Bridge Street', 'secondary', line);
    continue;
  }
  for (const line of waysOf(stops, (row) => isRoundabout(column, row)))
    put(`Column ${column + 1}`, edge ? 'tertiary' : 'residential', line, { oneway });
}

// Roundabouts turn clockwise where one drives on the left.
for (const { column, row } of ROUNDABOUTS) {
  const [east_m, north_m] = corner(column, row);
  const ring = Array.from({ length: 17 }, (_, i) => {
    const angle = -(i * Math.PI) / 8;
    return [east_m + ROUNDABOUT_M * Math.cos(angle), north_m + ROUNDABOUT_M * Math.sin(angle)];
  });
  ring[16] = ring[0];
  put('The Circus', 'residential', ring, { oneway: 'yes' });
}

for (let row = 0; row < ROWS - 1; row++) {
  for (let column = 0; column < COLUMNS - 1; column++) {
    if (!isDeadEnd(column, row)) continue;
    const [east_m, north_m] = halfway(column, row);
    const length_m = 38 + 3 * ((column + row) % 5);
    put(`Court ${features.length}`, 'residential', [
      [east_m, north_m],
      [east_m + 2, north_m + length_m * 0.6],
      [east_m - 4, north_m + length_m],
    ]);
  }
}

const head = {
  type: 'FeatureCollection',
  name: 'leftbury',
  attribution: 'made up, CC0',
  licence: 'https://creativecommons.org/publicdomain/zero/1.0/',
  drivesOn: 'left',
};
const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
const text = `${JSON.stringify(head).slice(0, -1)},"features":[\n${lines}\n]}\n`;
writeFileSync(target, text);
console.log(`${features.length} streets, ${Math.round(text.length / 1000)} kB`);
