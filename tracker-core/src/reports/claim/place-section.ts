import { INK } from '../pdf/ink.ts';
import type { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import type { ClaimPaper, PaperPlace } from './claim-paper.ts';
import { amountOf } from './listed-lines.ts';
import { arithmeticText, placeText, reasonText, type Voice } from './line-text.ts';
import { MAP } from './map-frame.ts';
import { CHART_HEIGHT, drawSpeedChart } from './speed-chart.ts';
import { drawStreetMap } from './street-map.ts';

/** Where it was missed, on the streets, and what the vehicle did meanwhile: two places to a page. */
export function* drawPlaces(paper: Paper, given: ClaimPaper, voice: Voice): Generator<void, void> {
  if (given.places.length === 0) return;
  const { words } = voice;
  paper.newPage();
  paper.heading(words.bySection.places);
  drawLegend(paper, voice);
  paper.paragraph(STYLES.hint, words.chart.legend);
  for (const place of given.places) {
    paper.skip(place === given.places[0] ? 4 : 12);
    drawPlace(paper, given, place, voice);
    yield;
  }
}

function drawLegend(paper: Paper, { words }: Voice): void {
  const { pen } = paper;
  paper.skip(4);
  let x = paper.left;
  const y = paper.y + 6;
  const item = (name: string, draw: (x: number) => void): void => {
    pen.undash().lineCap('butt').lineWidth(2.4);
    draw(x);
    pen.undash().lineCap('butt');
    paper.line(STYLES.hint, name, x + 28, paper.y + 0.5);
    x += 40 + paper.widthOf(STYLES.hint, name);
  };
  const stroke = (from: number, colour: string): void => {
    pen
      .moveTo(from, y)
      .lineTo(from + 22, y)
      .strokeColor(colour)
      .stroke();
  };
  item(words.mapLegend.missed, (at) => {
    stroke(at, INK.missed);
    pen.dash(1.2, { space: 9 });
    stroke(at, INK.paper);
  });
  item(words.mapLegend.other, (at) => {
    pen.lineWidth(1.3).dash(3, { space: 1.6 });
    stroke(at, INK.missed);
  });
  item(words.mapLegend.excused, (at) => {
    pen.lineCap('round').dash(0.01, { space: 3.6 });
    stroke(at, INK.excused);
  });
  item(words.mapLegend.done, (at) => stroke(at, INK.done));
  paper.skip(14);
}

const ABOUT_LEADING = 14;
const MAP_GAP = 8;
/** Above a place's arithmetic and below it, up to its map. */
const ABOUT_HEIGHT = 8 + STYLES.subtitle.leading + ABOUT_LEADING + 4;

function drawPlace(paper: Paper, given: ClaimPaper, place: PaperPlace, voice: Voice): void {
  const { words, calendar, figures, currency } = voice;
  const lines = given.told.listed.filter(({ no }) => place.lines.includes(no));
  const work = given.works.get(place.assignment);
  const first = lines[0];
  if (first === undefined || work === undefined) return;
  const sums = lines.map((line) => {
    const reason = reasonText(line, voice);
    const [arithmetic, amount] = [arithmeticText(line.arithmetic, voice), figures.money(line.amount, currency)];
    const sum = arithmetic === amount ? amount : `${arithmetic} = ${amount}`;
    const left = amountOf(line) === line.amount ? '' : `; ${words.leaves(figures.money(amountOf(line), currency))}`;
    return `${words.lineOf(String(line.no))}${reason === '' ? '' : `, ${reason.toLowerCase()}`}: ${sum}${left}`;
  });
  const sumLines = sums.flatMap((text) => paper.lines(STYLES.second, text, paper.width)).slice(0, 8);
  paper.ensure(ABOUT_HEIGHT + sumLines.length * STYLES.second.leading + MAP.height + MAP_GAP + CHART_HEIGHT);
  paper.rule(paper.y, INK.line2);
  paper.skip(8);
  const places = [...new Set(lines.map((line) => placeText(line, voice)))].join('; ');
  paper.line(STYLES.subtitle, places, paper.left, paper.y, paper.width);
  paper.y += STYLES.subtitle.leading;
  const plate = given.plates.get(work.vehicle) ?? work.vehicle;
  const about = [
    calendar.longDate(work.date),
    calendar.window(work.from, work.to),
    `${work.route}, ${words.planVersion(work.routeVersion)}`,
    plate,
    words.gradeIs(work.quality.grade),
  ];
  paper.line(STYLES.hint, about.join(' · '), paper.left, paper.y, paper.width);
  paper.y += ABOUT_LEADING;
  paper.y += paper.block(STYLES.second, sumLines, paper.left, paper.y);
  paper.skip(4);
  const frame = { x: paper.left, y: paper.y, ...MAP };
  if (drawStreetMap(paper, place, frame, voice)) paper.y += MAP.height + MAP_GAP;
  else paper.paragraph(STYLES.hint, words.noMap, { after: 4 });
  drawSpeedChart(paper, place, work, paper.y, voice);
  paper.y += CHART_HEIGHT;
}
