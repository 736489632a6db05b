import type { Point } from '@sweepline/simulator/pure';
import { START_MS } from '../plans.ts';
import { insideOf, type Frame } from './frame.ts';
import { drawTimes } from './labels.ts';
import type { Taken } from './taken.ts';
import { asideOf, stepsAlong, type Line } from './line.ts';
import type { LegPart, Scene } from './scene.ts';
import { roadWidth } from './streets.ts';
import { chevron, element, group, INK, pathOf, px, stroke } from './svg.ts';

export const DRIVEN_PX = 8;
export const LEG_LOOK: Readonly<Record<LegPart['verdict'], Readonly<Record<string, string | number>>>> = {
  open: { stroke: INK.open, 'stroke-width': 3, 'stroke-dasharray': '9 5' },
  agreed: { stroke: INK.agreed, 'stroke-width': 4.5 },
  lost: { stroke: INK.lost, 'stroke-width': 5.5, 'stroke-dasharray': '16 3' },
  invented: { stroke: INK.invented, 'stroke-width': 5.5, 'stroke-dasharray': '6 3' },
};
const TIMES = 9;
/** The leg is drawn so far outside the carriageway: the way driven along the kerb lies inside. */
const KERB_PX = 4.5;

export const clockOf = (t_s: number): string => new Date(START_MS + t_s * 1000).toISOString().slice(11, 19);

/** The planned kerb, beside the carriageway. */
export function drawLeg(frame: Frame, { leg, street, side }: Scene): string {
  const aside = roadWidth(frame, street) / 2 + KERB_PX;
  const lines = leg.map(({ verdict, line }) => ({
    verdict,
    // The map's y runs down: right of a line there is right of it on the ground.
    kerb: insideOf(frame, asideOf(line.map(frame.toMap), side === 'right' ? -aside : aside), 20),
  }));
  return group(
    { fill: 'none', 'stroke-linejoin': 'round' },
    stroke(
      lines.flatMap(({ kerb }) => kerb),
      { stroke: INK.panel, 'stroke-width': 7.5 },
    ),
    ...lines.map(({ verdict, kerb }) => stroke(kerb, LEG_LOOK[verdict])),
  );
}

const arrowsAlong = (lines: readonly Line[], every: number, size: number): string =>
  lines.flatMap((line) => stepsAlong(line, every).map(({ at, direction }) => chevron(at, direction, size))).join('');

/** The way truly driven, pale. */
export function drawDriven(frame: Frame, { driven }: Scene): string {
  const lines = insideOf(frame, driven.map(frame.toMap), 20);
  return group(
    { fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
    stroke(lines, { stroke: INK.driven, 'stroke-width': DRIVEN_PX }),
    element('path', { d: arrowsAlong(lines, 70, 4.5), stroke: INK.drivenEdge, 'stroke-width': 1.5 }),
  );
}

/** The way told, and what ties each fix to its place on it. */
export function drawTold(frame: Frame, { told, fixes }: Scene): string {
  const lines = told.flatMap((line) => insideOf(frame, line.map(frame.toMap), 20));
  const ties = fixes.flatMap((fix) => (fix.place === null ? [] : [[frame.toMap(fix), frame.toMap(fix.place)]]));
  return group(
    { fill: 'none', stroke: INK.told, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
    stroke(ties, { 'stroke-width': 0.9, 'stroke-opacity': 0.65 }),
    stroke(lines, { stroke: INK.panel, 'stroke-width': 4 }),
    stroke(lines, { 'stroke-width': 2.6 }),
    element('path', { d: arrowsAlong(lines, 110, 5.5), 'stroke-width': 2 }),
  );
}

export const fixDot = ({ x, y }: Point, matched: boolean): string =>
  element('circle', {
    cx: x,
    cy: y,
    r: matched ? 3.2 : 3,
    fill: matched ? INK.text : INK.panel,
    stroke: matched ? INK.panel : INK.text,
    'stroke-width': matched ? 1 : 1.4,
  });

export function drawFixes(frame: Frame, { fixes }: Scene): string {
  const dots = fixes.map((fix) => ({ at: frame.toMap(fix), matched: fix.place !== null }));
  return group(
    {},
    element('path', {
      d: pathOf(dots.map(({ at }) => at)),
      fill: 'none',
      stroke: INK.soft,
      'stroke-width': 1,
      'stroke-dasharray': '1 2.5',
      'stroke-linecap': 'round',
    }),
    ...dots.map(({ at, matched }) => fixDot(at, matched)),
  );
}

/** The clock beside every so many fixes. */
export function drawClocks(frame: Frame, { fixes }: Scene, taken: Taken): string {
  const inside = fixes
    .map((fix) => ({ ...frame.toMap(fix), t_s: fix.t_s }))
    .filter(({ x, y }) => x > 0 && x < frame.width && y > 0 && y < frame.height);
  const every = Math.max(1, Math.round(inside.length / TIMES));
  const times = inside.filter((_, i) => i % every === 0).map(({ x, y, t_s }) => ({ x, y, words: clockOf(t_s) }));
  return drawTimes(frame, times, taken);
}

/** What names and times should keep off. */
export function takeEvidence(frame: Frame, { driven, told, fixes, leg }: Scene, taken: Taken): void {
  const lines: readonly (readonly [Line, number])[] = [
    [driven, DRIVEN_PX / 2],
    ...told.map((line) => [line, 2] as const),
    ...leg.map(({ line }) => [line, 10] as const),
  ];
  for (const [line, r] of lines) for (const { at } of stepsAlong(line.map(frame.toMap), 8)) taken.put(at, r);
  for (const fix of fixes) taken.put(frame.toMap(fix), 4);
}

export const scaleBar = (frame: Frame, at: Point): string => {
  const metres = [10, 20, 50, 100, 200, 500].filter((one) => one * frame.perMetre <= 160).at(-1) ?? 10;
  const size = metres * frame.perMetre;
  const line = `M${px(at.x)} ${px(at.y - 5)}v5h${px(size)}v-5`;
  return group(
    {},
    element('path', { d: line, fill: 'none', stroke: INK.land, 'stroke-width': 5 }),
    element('path', { d: line, fill: 'none', stroke: INK.text, 'stroke-width': 1.5 }),
    element(
      'text',
      { x: at.x + size / 2, y: at.y - 7, 'font-size': 11, 'text-anchor': 'middle', fill: INK.text },
      `${metres} m`,
    ),
  );
};
