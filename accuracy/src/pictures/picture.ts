import {
  clockOf,
  drawClocks,
  drawDriven,
  drawFixes,
  drawLeg,
  drawTold,
  DRIVEN_PX,
  fixDot,
  LEG_LOOK,
  scaleBar,
  takeEvidence,
} from './evidence.ts';
import { frameOf, MAP_WIDTH } from './frame.ts';
import { drawNames } from './labels.ts';
import { Taken } from './taken.ts';
import { nameOf } from './reason.ts';
import type { LegPart, Scene } from './scene.ts';
import { drawStreets, seenStreets } from './streets.ts';
import { element, escaped, group, INK, text, widthOf, wrapped } from './svg.ts';

const MARGIN = 20;
const WIDTH = MAP_WIDTH + 2 * MARGIN;
const HEAD = 96;
const FACE = "Onest, Inter, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif";
const BAR = 200;
const LEGEND_ROW = 22;
const WORDS_ROW = 21;

/** `123 m`, thousands without a sign: legs are short. */
const metres = (value: number): string => `${Math.round(value)} m`;

export const townTitle = (town: string): string =>
  town.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => (dash && ' ') + letter.toUpperCase());

export const legTitle = ({ street, side, pass }: Scene): string => `${nameOf(street)}, ${side} kerb, pass ${pass}`;

/** What was done and what was told, to one scale, with their difference. */
function bars({ true_m, told_m }: Scene): string {
  const most = Math.max(true_m, told_m);
  const left = WIDTH - MARGIN - BAR;
  const row = (y: number, words: string, value: number, colour: string): string =>
    group(
      {},
      text({ x: left - 68, y: y + 4 }, words, { 'text-anchor': 'end', fill: INK.hint }),
      text({ x: left - 10, y: y + 4 }, metres(value), { 'text-anchor': 'end', 'font-weight': '600' }),
      element('rect', { x: left, y: y - 5, width: BAR, height: 10, rx: 2, fill: INK.land }),
      value < 0.5
        ? ''
        : element('rect', { x: left, y: y - 5, width: (BAR * value) / most, height: 10, rx: 2, fill: colour }),
    );
  const less = true_m > told_m;
  const [from, size] = [(BAR * Math.min(true_m, told_m)) / most, (BAR * Math.abs(true_m - told_m)) / most];
  const colour = less ? INK.lost : INK.invented;
  return group(
    { 'font-size': 13 },
    row(26, 'truly done', true_m, INK.agreed),
    row(46, 'told', told_m, INK.told),
    element('path', { d: `M${left + from} 60h${size}`, stroke: colour, 'stroke-width': 4 }),
    text({ x: left - 10, y: 68 }, `${metres(Math.abs(true_m - told_m))} ${less ? 'too little' : 'too much'}`, {
      'text-anchor': 'end',
      'font-weight': '600',
      fill: colour,
    }),
  );
}

function head(scene: Scene): string {
  const { town, scenario, about, seed, vehicle, interval_s, assignment, from_s, to_s } = scene;
  const size = widthOf(legTitle(scene), 21) > 560 ? 17 : 21;
  return group(
    {},
    text({ x: MARGIN, y: 30 }, `${townTitle(town)} · scenario ${scenario}: ${about} · seed ${seed}`, {
      'font-size': 12.5,
      fill: INK.hint,
    }),
    text({ x: MARGIN, y: 57 }, legTitle(scene), {
      'font-size': size,
      'font-weight': '600',
      'letter-spacing': '-.01em',
    }),
    text(
      { x: MARGIN, y: 79 },
      `vehicle ${vehicle} · a fix every ${interval_s} s · assignment ${assignment} · ${clockOf(from_s)}–${clockOf(to_s)} UTC`,
      {
        'font-size': 12.5,
        fill: INK.soft,
      },
    ),
    bars(scene),
  );
}

const VERDICTS: readonly (readonly [LegPart['verdict'], string])[] = [
  ['agreed', 'leg, done and told'],
  ['lost', 'leg, done but not told'],
  ['invented', 'leg, told but not done'],
  ['open', 'leg, not done'],
];

const north = (x: number): string =>
  group(
    {},
    element('circle', { cx: x, cy: 24, r: 19, fill: INK.land }),
    element('path', { d: `M${x} 10l5 13-5-3-5 3z`, fill: INK.soft }),
    text({ x, y: 36 }, 'N', { 'font-size': 11, 'font-weight': '600', 'text-anchor': 'middle', fill: INK.soft }),
  );

/** Only what the picture holds. */
function legend(scene: Scene, y: number): { readonly drawn: string; readonly rows: number } {
  const line = (attributes: Readonly<Record<string, string | number>>): string =>
    element('path', { d: 'M0 0h30', fill: 'none', ...attributes });
  const rows: (readonly [string, string])[] = [
    [line({ stroke: INK.driven, 'stroke-width': DRIVEN_PX }), 'way truly driven'],
    [line({ stroke: INK.told, 'stroke-width': 2.6 }), 'way told'],
    [
      `${line({ stroke: INK.told, 'stroke-width': 0.9, d: 'M12 0h18' })}${fixDot({ x: 12, y: 0 }, true)}`,
      'fix, tied to its place',
    ],
    ...VERDICTS.filter(([verdict]) => scene.leg.some((part) => part.verdict === verdict)).map(
      ([verdict, words]) => [line(LEG_LOOK[verdict]), words] as const,
    ),
  ];
  if (scene.fixes.some(({ place }) => place === null))
    rows.splice(3, 0, [fixDot({ x: 15, y: 0 }, false), 'fix on no street']);
  const cells: string[] = [];
  let [x, row] = [MARGIN, 0];
  for (const [mark, words] of rows) {
    const wide = 38 + Math.round(widthOf(words, 12.5)) + 22;
    if (x + wide > WIDTH) [x, row] = [MARGIN, row + 1];
    const at = { transform: `translate(${x} ${y + row * LEGEND_ROW})` };
    cells.push(group(at, mark, text({ x: 38, y: 4.5 }, words)));
    x += wide;
  }
  return { drawn: group({ 'font-size': 12.5, fill: INK.soft }, ...cells), rows: row + 1 };
}

/** One leg that was told wrongly, as a picture that stands for itself. The same bytes for the same scene. */
export function pictureOf(scene: Scene): string {
  const frame = frameOf(scene.focus);
  const streets = seenStreets(frame, scene.streets);
  const evidence = new Taken();
  takeEvidence(frame, scene, evidence);
  const taken = new Taken();
  takeEvidence(frame, scene, taken);
  for (let i = 0; i < 24; i++) taken.put({ x: MARGIN + 8 * i, y: frame.height - 20 }, 14);
  taken.put({ x: frame.width - 22, y: 26 }, 20);
  const names = drawNames(frame, streets, scene.street.name, taken);
  const clocks = drawClocks(frame, scene, taken);
  const words = wrapped(scene.reason, 15, MAP_WIDTH);
  const below = HEAD + frame.height;
  const keys = legend(scene, below + 44 + WORDS_ROW * words.length);
  const height = below + 44 + WORDS_ROW * words.length + LEGEND_ROW * keys.rows + 2;
  const credit = scene.attribution ?? '';
  const creditWidth = widthOf(credit, 10.5) + 20;
  const map = group(
    { transform: `translate(${MARGIN} ${HEAD})`, 'clip-path': 'url(#map)' },
    element('rect', { width: frame.width, height: frame.height, fill: INK.land }),
    drawStreets(streets, evidence),
    drawDriven(frame, scene),
    drawLeg(frame, scene),
    names,
    drawTold(frame, scene),
    drawFixes(frame, scene),
    clocks,
    north(frame.width - 22),
    scaleBar(frame, { x: 16, y: frame.height - 14 }),
    credit === ''
      ? ''
      : group(
          {},
          element('rect', {
            x: frame.width - creditWidth,
            y: frame.height - 19,
            width: creditWidth,
            height: 19,
            fill: INK.panel,
            'fill-opacity': 0.9,
          }),
          text({ x: frame.width - 7, y: frame.height - 6 }, credit, {
            'font-size': 10.5,
            'text-anchor': 'end',
            fill: INK.soft,
          }),
        ),
  );
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    'font-family': FACE,
    fill: INK.text,
    role: 'img',
  };
  return `${element(
    'svg',
    attributes,
    `\n${[
      `<title>${escaped(`${townTitle(scene.town)}: ${legTitle(scene)}`)}</title>`,
      `<desc>${escaped(`Truly done ${metres(scene.true_m)}, told ${metres(scene.told_m)}. ${scene.reason}`)}</desc>`,
      element('clipPath', { id: 'map' }, element('rect', { width: frame.width, height: frame.height, rx: 6 })),
      element('rect', {
        x: 0.5,
        y: 0.5,
        width: WIDTH - 1,
        height: height - 1,
        rx: 10,
        fill: INK.panel,
        stroke: INK.hairline,
      }),
      head(scene),
      map,
      ...words.map((line, i) => text({ x: MARGIN, y: below + 32 + WORDS_ROW * i }, line, { 'font-size': 15 })),
      keys.drawn,
    ].join('\n')}\n`,
  )}\n`;
}
