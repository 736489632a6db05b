import { says } from '@sweepline/contract';
import { addPosition, connected, counted, leftOut, unusable, type DrawnLines, type LeftOut } from './drawn.ts';
import { readXml, type XmlForm } from './read-xml.ts';
import { worded } from '../refused.ts';

const GPX: XmlForm = { title: 'GPX', root: 'gpx', namespace: /^https?:\/\/(www\.)?topografix\.com\/GPX\//i };

/**
 * The lines of a GPX file (1.0 or 1.1): its tracks, each segment a line; without tracks its routes, with the way points
 * that Garmin's extension puts between theirs.
 * @throws Refused `invalid` where it is broken or has neither.
 */
export function gpxLines(text: string): DrawnLines {
  const tracks: number[][] = [];
  const routes: number[][] = [];
  let line: number[] | null = null;
  let waypoints = 0;
  readXml(text, GPX, {
    open: ({ name, own, attributes }) => {
      if (name === 'rpt' && line !== null) return place(line, name, attributes);
      if (!own) return;
      if (name === 'trkseg') tracks.push((line = []));
      else if (name === 'rte') routes.push((line = []));
      else if ((name === 'trkpt' || name === 'rtept') && line !== null) place(line, name, attributes);
      else if (name === 'wpt') waypoints++;
    },
    close: (name) => {
      if (name === 'trkseg' || name === 'rte') line = null;
    },
  });
  const [drawnTracks, drawnRoutes] = [tracks.filter(isLine), routes.filter(isLine)];
  const drawn = drawnTracks.length > 0 ? drawnTracks : drawnRoutes;
  if (drawn.length === 0) {
    const instead = waypoints > 0 ? `, only ${counted(waypoints, 'waypoint')}` : '';
    throw unusable(
      worded(
        `the GPX has no track and no route of two or more points${instead}: a route needs a line`,
        says('no-line'),
      ),
    );
  }
  const others: LeftOut[] = [];
  if (drawnTracks.length > 0 && drawnRoutes.length > 0)
    others.push(
      leftOut(
        'rte',
        drawnRoutes.length,
        `${counted(drawnRoutes.length, 'route')} beside the tracks: the same way drawn coarser, left out`,
      ),
    );
  const single = tracks.length - drawnTracks.length;
  if (single > 0)
    others.push(leftOut('trkseg', single, `${counted(single, 'track segment')} of fewer than two places, left out`));
  if (waypoints > 0) others.push(leftOut('wpt', waypoints, `${counted(waypoints, 'waypoint')}: no line, left out`));
  return { lines: connected(drawn), leftOut: others };
}

const isLine = (line: readonly number[]): boolean => line.length >= 4;

function place(line: number[], name: string, attributes: Readonly<Record<string, string>>): void {
  const number = (text: string | undefined): number => (text === undefined || text.trim() === '' ? NaN : Number(text));
  addPosition(line, number(attributes['lon']), number(attributes['lat']), `<${name}> ${line.length / 2}`);
}
