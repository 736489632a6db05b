import { says } from '@sweepline/contract';
import { addPosition, connected, counted, leftOut, unusable, type DrawnLines } from './drawn.ts';
import { readXml, type XmlForm } from './read-xml.ts';
import { worded } from '../refused.ts';

const KML: XmlForm = {
  title: 'KML',
  root: 'kml',
  namespace: /^https?:\/\/(www\.opengis\.net|earth\.google\.com|www\.google\.com)\/kml/i,
};

/** What holds positions but is no line. */
const OTHERS: Readonly<Record<string, string>> = {
  Point: 'point',
  Polygon: 'polygon',
  Model: 'model',
  NetworkLink: 'link to another file',
};

/**
 * The lines of a KML file (2.x): LineString, LinearRing that bounds no polygon, and Track, in the order of the document.
 * @throws Refused `invalid` where it is broken or has none.
 */
export function kmlLines(text: string): DrawnLines {
  const lines: number[][] = [];
  const others = new Map<string, number>();
  let line: number[] | null = null;
  let within: string | null = null;
  readXml(text, KML, {
    open: ({ name }) => {
      if (within !== null) return;
      if (OTHERS[name] !== undefined) {
        within = name;
        others.set(name, (others.get(name) ?? 0) + 1);
      } else if (name === 'LineString' || name === 'LinearRing' || name === 'Track') lines.push((line = []));
    },
    close: (name, content) => {
      if (name === within) within = null;
      if (within !== null || line === null) return;
      if (name === 'coordinates') addTuples(line, content);
      else if (name === 'coord') addTuple(line, content.trim().split(/\s+/), content);
      else if (name === 'LineString' || name === 'LinearRing' || name === 'Track') line = null;
    },
  });
  const drawn = lines.filter(({ length }) => length >= 4);
  const named = [...others].map(([name, count]) => counted(count, OTHERS[name]!));
  if (drawn.length === 0) {
    const instead = named.length > 0 ? `, only ${named.join(', ')}` : '';
    throw unusable(
      worded(
        `the KML has no line of two or more places${instead}: a route needs a LineString or a Track`,
        says('no-line'),
      ),
    );
  }
  const notes = [...others].map(([name, count]) =>
    leftOut(name, count, `${counted(count, OTHERS[name]!)}: no line, left out`),
  );
  const single = lines.length - drawn.length;
  if (single > 0)
    notes.push(leftOut('LineString', single, `${counted(single, 'line')} of fewer than two places, left out`));
  return { lines: connected(drawn), leftOut: notes };
}

/** `lon,lat[,alt]` apart by white space, which some programs also write after the commas. */
function addTuples(line: number[], content: string): void {
  for (const tuple of content
    .replace(/\s*,\s*/g, ',')
    .trim()
    .split(/\s+/)) {
    if (tuple !== '') addTuple(line, tuple.split(','), tuple);
  }
}

function addTuple(line: number[], [lon, lat]: readonly string[], given: string): void {
  const number = (text: string | undefined): number => (text === undefined || text === '' ? NaN : Number(text));
  addPosition(line, number(lon), number(lat), `the position "${given.trim().slice(0, 60)}"`);
}
