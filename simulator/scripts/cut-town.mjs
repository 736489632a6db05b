// Cuts a district out of OpenStreetMap's streets of Gothenburg, as `geojson-path-finder` carries them for its tests.
//   node simulator/scripts/cut-town.mjs NAME [FILE]     writes simulator/towns/NAME.geojson, or FILE
// What is kept: every street wholly inside the box that a lorry may use and that can be reached from, and can reach,
// all the others; unnamed links stay because the network would fall apart without them. Longer paths are for the map only.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const source = createRequire(import.meta.url).resolve('geojson-path-finder/test/large-network.json');

/** `box`: west, south, east, north. `shortestPath_m`: shorter footways are crossings and doorsteps; null: none at all. */
const DISTRICTS = {
  // Majorna, Kungsladugård, Slottsskogen, Masthugget and Linnéstaden.
  'gothenburg-majorna': { box: [11.9, 57.68, 11.96, 57.702], shortestPath_m: 60 },
  // Nordstaden, Inom Vallgraven, Heden, Lorensberg and Stampen: quays, avenues of two carriageways, bridges, ramps.
  'gothenburg-centre': { box: [11.952, 57.693, 12.0, 57.7135], shortestPath_m: null },
};
const [name, file] = process.argv.slice(2);
const district = DISTRICTS[name];
if (district === undefined) {
  console.error(`expected a district: ${Object.keys(DISTRICTS).join(', ')}`);
  process.exit(2);
}
const { box: BOX, shortestPath_m } = district;
const target = file ?? join(here, '..', 'towns', `${name}.geojson`);
const STREETS = new Set([
  'trunk',
  'trunk_link',
  'primary',
  'primary_link',
  'secondary',
  'secondary_link',
  'tertiary',
  'tertiary_link',
  'unclassified',
  'residential',
  'living_street',
  'service',
]);
const PATHS = new Set(['footway', 'path', 'cycleway', 'pedestrian', 'steps', 'track']);
const CLOSED = new Set(['no', 'private', 'psv', 'customers', 'delivery']);
const YARDS = new Set(['parking_aisle', 'parking', 'driveway', 'drive-through', 'bus']);
const METRES_PER_DEGREE = 111_195;

const inside = ([lon, lat]) => lon >= BOX[0] && lat >= BOX[1] && lon <= BOX[2] && lat <= BOX[3];
const rounded = ([lon, lat]) => [Number(lon.toFixed(6)), Number(lat.toFixed(6))];
const nodeOf = ([lon, lat]) => `${lon},${lat}`;

function lengthOf(line) {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    sum += Math.hypot((b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180), b[1] - a[1]) * METRES_PER_DEGREE;
  }
  return sum;
}

const drivable = (p) =>
  STREETS.has(p.highway) && !CLOSED.has(p.access) && !CLOSED.has(p.motor_vehicle) && !YARDS.has(p.service);

/** Roundabouts are one-way whether or not somebody said so. */
const onewayOf = (p) => p.oneway ?? (p.junction === 'roundabout' ? 'yes' : 'no');

function cut(feature) {
  const p = feature.properties;
  const coordinates = feature.geometry.coordinates
    .map(rounded)
    .filter((c, i, all) => i === 0 || nodeOf(c) !== nodeOf(all[i - 1]));
  const street = drivable(p);
  return {
    type: 'Feature',
    properties: {
      id: feature.id.replace('way/', 'w'),
      ...(p.name ? { name: p.name } : {}),
      class: p.highway,
      ...(street ? { oneway: onewayOf(p) } : {}),
      ...(p.layer && p.layer !== '0' ? { layer: p.layer } : {}),
      kind: street ? 'street' : 'path',
    },
    geometry: { type: 'LineString', coordinates },
  };
}

/** Nodes reachable from `start` along (or, with `backwards`, against) the permitted directions. */
function reach(streets, start, backwards) {
  const next = new Map();
  const link = (a, b) => next.set(a, [...(next.get(a) ?? []), b]);
  for (const { properties, geometry } of streets) {
    const nodes = geometry.coordinates.map(nodeOf);
    for (let i = 1; i < nodes.length; i++) {
      const [a, b] = backwards ? [nodes[i], nodes[i - 1]] : [nodes[i - 1], nodes[i]];
      if (properties.oneway !== '-1') link(a, b);
      if (properties.oneway !== 'yes') link(b, a);
    }
  }
  const seen = new Set([start]);
  for (const node of seen) for (const other of next.get(node) ?? []) seen.add(other);
  return seen;
}

/** The streets all of whose nodes lie in the strongly connected part around the longest residential street. */
function connected(streets) {
  const residential = streets.filter((street) => street.properties.class === 'residential');
  const longest = residential.reduce((a, b) =>
    lengthOf(b.geometry.coordinates) > lengthOf(a.geometry.coordinates) ? b : a,
  );
  const start = nodeOf(longest.geometry.coordinates[0]);
  for (let before = -1; before !== streets.length;) {
    before = streets.length;
    const [there, back] = [reach(streets, start, false), reach(streets, start, true)];
    streets = streets.filter(({ geometry }) =>
      geometry.coordinates.every((c) => there.has(nodeOf(c)) && back.has(nodeOf(c))),
    );
  }
  return streets;
}

const all = JSON.parse(readFileSync(source, 'utf8')).features.filter(
  ({ geometry }) => geometry.type === 'LineString' && geometry.coordinates.every(inside),
);
const cutAll = all.filter(({ properties: p }) => drivable(p) || PATHS.has(p.highway)).map(cut);
const lines = cutAll.filter(({ geometry }) => geometry.coordinates.length > 1);
const streets = connected(lines.filter(({ properties }) => properties.kind === 'street'));
const paths = lines.filter(
  ({ properties, geometry }) =>
    properties.kind === 'path' && shortestPath_m !== null && lengthOf(geometry.coordinates) >= shortestPath_m,
);
const byId = (a, b) => Number(a.properties.id.slice(1)) - Number(b.properties.id.slice(1));

const head = {
  type: 'FeatureCollection',
  name,
  attribution: '© OpenStreetMap contributors, ODbL 1.0',
  licence: 'https://opendatacommons.org/licenses/odbl/1-0/',
  state: '2016-12-27',
};
const features = [...paths.sort(byId), ...streets.sort(byId)];
const text = `${JSON.stringify(head).slice(0, -1)},"features":[\n${features.map((f) => JSON.stringify(f)).join(',\n')}\n]}\n`;
writeFileSync(target, text);

const named = streets.filter(({ properties }) => properties.name);
const kilometres = (list) => (list.reduce((sum, f) => sum + lengthOf(f.geometry.coordinates), 0) / 1000).toFixed(1);
console.log(
  `${streets.length} streets (${named.length} named, ${kilometres(named)} km; in all ${kilometres(streets)} km), ${paths.length} paths, ${Math.round(text.length / 1000)} kB`,
);
