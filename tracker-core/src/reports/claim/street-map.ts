import type { Side } from '@sweepline/contract';
import { INK } from '../pdf/ink.ts';
import type { Paper } from '../pdf/paper.ts';
import { STYLES, type Style } from '../pdf/styles.ts';
import type { PaperPiece, PaperPlace } from './claim-paper.ts';
import type { Voice } from './line-text.ts';
import { projectionOf, shifted, touches, type Frame, type Projection, type Spot } from './map-frame.ts';
import { labelsOf } from './map-labels.ts';

/** How wide a street is drawn, metres; paths only as a dashed line. */
type Road = 'main' | 'minor' | 'service' | 'path';
const WIDTH_M: Readonly<Record<Road, number>> = { main: 12, minor: 8, service: 4.5, path: 0 };
const LEAST: Readonly<Record<Road, number>> = { main: 3.4, minor: 2.4, service: 1.2, path: 0 };
const MOST = 15;

const SIGN: Readonly<Record<Side, number>> = { left: -1, right: 1, centre: 0 };
const NAME: Style = { ...STYLES.hint, size: 6.6, leading: 8, colour: INK.label, weight: 'medium' };
const SMALL: Style = { ...STYLES.hint, size: 6.2, leading: 8, colour: INK.second };

function roadOf(given: string | null): Road {
  const of = (given ?? '').replace(/_link$/, '');
  if (/^(motorway|trunk|primary|secondary|tertiary)$/.test(of)) return 'main';
  if (/^(service|track)$/.test(of)) return 'service';
  return /^(footway|path|cycleway|steps|bridleway|corridor)$/.test(of) ? 'path' : 'minor';
}

const widthOf = (road: Road, { metresPerPoint }: Projection): number =>
  Math.min(MOST, Math.max(LEAST[road], WIDTH_M[road] / metresPerPoint));

/** The missed legs on the street plan; false where none of them lies on it. */
export function drawStreetMap(paper: Paper, place: PaperPlace, frame: Frame, voice: Voice): boolean {
  const projection = projectionOf(place, frame);
  if (projection === null) return false;
  const { pen } = paper;
  pen.save().roundedRect(frame.x, frame.y, frame.width, frame.height, 4).clip();
  paper.fill(frame.x, frame.y, frame.width, frame.height, INK.land);
  const streets = place.streets
    .map(({ name, class: given, line }) => ({ name, road: roadOf(given), path: projection.path(line) }))
    .filter(({ path }) => touches(path, frame));
  drawRoads(paper, streets, projection);
  const kerb = widthOf('minor', projection) / 2 + 0.4;
  const drawn: Spot[][] = [];
  for (const piece of [...place.pieces].sort((a, b) => rankOf(a) - rankOf(b))) {
    const path = shifted(projection.path(piece.line), SIGN[piece.side] * kerb);
    if (path.length < 2 || !touches(path, frame)) continue;
    drawPiece(paper, piece, path, legScale(projection));
    drawn.push(path);
  }
  const charged = new Set(place.pieces.filter((piece) => piece.charged).map(({ edge }) => edge));
  drawNames(paper, place, streets, { charged, drawn }, projection);
  drawFurniture(paper, projection, voice);
  pen.restore();
  pen
    .roundedRect(frame.x, frame.y, frame.width, frame.height, 4)
    .undash()
    .lineWidth(0.6)
    .strokeColor(INK.line2)
    .stroke();
  return true;
}

function trace({ pen }: Paper, path: readonly Spot[]) {
  pen.moveTo(path[0]!.x, path[0]!.y);
  for (const { x, y } of path.slice(1)) pen.lineTo(x, y);
  return pen;
}

function drawRoads(
  paper: Paper,
  streets: readonly { readonly road: Road; readonly path: readonly Spot[] }[],
  projection: Projection,
): void {
  paper.pen.lineCap('round').lineJoin('round');
  for (const { road, path } of streets)
    if (road === 'path') trace(paper, path).dash(2, { space: 2 }).lineWidth(0.6).strokeColor(INK.roadEdge).stroke();
  paper.pen.undash();
  const order: readonly Road[] = ['service', 'minor', 'main'];
  for (const edge of [true, false])
    for (const road of order) {
      const width = widthOf(road, projection);
      const colour = edge ? INK.roadEdge : road === 'service' ? INK.service : INK.road;
      for (const street of streets)
        if (street.road === road)
          trace(paper, street.path)
            .lineWidth(edge ? width + 1 : width)
            .strokeColor(colour)
            .stroke();
    }
}

/** What is claimed lies on top, then what else was missed, then excused. */
const rankOf = ({ state, charged }: PaperPiece): number =>
  state === 'covered' ? 0 : state === 'excused' ? 1 : charged ? 3 : 2;

/** Of a town seen from far its legs are thinner, so that two kerbs stay two lines. */
const legScale = ({ metresPerPoint }: Projection): number => (metresPerPoint > 4 ? 0.5 : metresPerPoint > 2 ? 0.75 : 1);

function drawPiece(paper: Paper, { state, charged }: PaperPiece, path: readonly Spot[], scale: number): void {
  const { pen } = paper;
  const width = (state === 'uncovered' && charged ? 2.8 : 2) * scale;
  pen.lineJoin('round').lineCap('butt').undash();
  trace(paper, path)
    .lineWidth(width * 1.7)
    .strokeColor(INK.paper)
    .stroke();
  if (state === 'covered') trace(paper, path).lineWidth(width).strokeColor(INK.done).stroke();
  else if (state === 'excused') {
    pen.lineCap('round');
    trace(paper, path)
      .dash(0.01, { space: width * 1.5 })
      .lineWidth(width)
      .strokeColor(INK.excused)
      .stroke();
  } else if (charged) {
    trace(paper, path).lineWidth(width).strokeColor(INK.missed).stroke();
    trace(paper, path)
      .dash(1.2, { space: width * 4 })
      .lineWidth(width)
      .strokeColor(INK.paper)
      .stroke();
  } else
    trace(paper, path)
      .dash(3, { space: 1.6 })
      .lineWidth(1.3 * scale)
      .strokeColor(INK.missed)
      .stroke();
  pen.undash().lineCap('butt');
}

function drawNames(
  paper: Paper,
  { pieces, streets }: PaperPlace,
  shown: readonly { readonly name: string | null; readonly road: Road; readonly path: readonly Spot[] }[],
  { charged, drawn }: { readonly charged: ReadonlySet<string>; readonly drawn: readonly (readonly Spot[])[] },
  projection: Projection,
): void {
  const first = new Set(pieces.flatMap(({ edge, street }) => (charged.has(edge) && street !== null ? [street] : [])));
  if (streets.length === 0) return;
  const labels = labelsOf(shown, first, projection.frame, {
    widthOf: (name) => paper.widthOf(NAME, name),
    beside: widthOf('minor', projection) / 2 + 8,
    drawn,
  });
  const { pen } = paper;
  for (const { name, at, angle, width } of labels) {
    pen.save().rotate(angle, { origin: [at.x, at.y] });
    pen
      .font(NAME.weight)
      .fontSize(NAME.size)
      .lineJoin('round')
      .lineWidth(2)
      .strokeColor(INK.land)
      .fillColor(NAME.colour);
    const [x, y] = [at.x - width / 2, at.y - NAME.size * 0.64];
    pen.text(name, x, y, { lineBreak: false, stroke: true, fill: false });
    pen.text(name, x, y, { lineBreak: false, stroke: false, fill: true });
    pen.restore();
  }
}

/** Scale bar, north and whose map it is. */
function drawFurniture(paper: Paper, { frame, metresPerPoint }: Projection, { words, figures, locale }: Voice): void {
  const { pen } = paper;
  const steps = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
  const length_m = steps.findLast((step) => step / metresPerPoint <= 90) ?? steps[0]!;
  const length = length_m / metresPerPoint;
  const text = `${figures.whole(length_m)}\u00a0${locale === 'ru' ? 'м' : 'm'}`;
  const panel = length + paper.widthOf(SMALL, text) + 16;
  const [x, y] = [frame.x + 6, frame.y + frame.height - 17];
  paper.fill(x, y, panel, 12, INK.paper, 2);
  pen.lineCap('butt').lineJoin('miter').lineWidth(1).strokeColor(INK.text);
  pen
    .moveTo(x + 5, y + 4)
    .lineTo(x + 5, y + 8)
    .lineTo(x + 5 + length, y + 8)
    .lineTo(x + 5 + length, y + 4)
    .stroke();
  paper.line(SMALL, text, x + length + 10, y + 2);
  const credit = paper.widthOf(SMALL, words.attribution);
  paper.fill(frame.x + frame.width - credit - 14, y, credit + 8, 12, INK.paper, 2);
  paper.line(SMALL, words.attribution, frame.x + frame.width - credit - 10, y + 2);
  const [nx, ny] = [frame.x + frame.width - 14, frame.y + 8];
  paper.fill(nx - 7, ny - 3, 16, 26, INK.paper, 2);
  pen
    .moveTo(nx + 1, ny)
    .lineTo(nx + 4.5, ny + 10)
    .lineTo(nx + 1, ny + 7.6)
    .lineTo(nx - 2.5, ny + 10)
    .fillColor(INK.text)
    .fill();
  paper.line(SMALL, words.north, nx - 7, ny + 12, 16, 'centre');
}
