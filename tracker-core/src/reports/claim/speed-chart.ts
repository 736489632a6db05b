import { INK } from '../pdf/ink.ts';
import type { Paper } from '../pdf/paper.ts';
import { STYLES, type Style } from '../pdf/styles.ts';
import type { PaperFix, PaperPlace, PaperWork } from './claim-paper.ts';
import type { Voice } from './line-text.ts';
import type { Frame } from './map-frame.ts';

const AXIS: Style = { ...STYLES.hint, size: 6.4, leading: 8 };
const SPEED_H = 62;
const LANE_H = 9;
const LANE_GAP = 4;
const LEFT = 68;
/** A column of the curve is so wide, points. */
const COLUMN = 0.7;
const MINUTE_MS = 60_000;
const STEPS_MIN = [5, 10, 15, 30, 60, 120, 180, 360];

export const CHART_HEIGHT = SPEED_H + 2 * (LANE_H + LANE_GAP) + 14;

/** Speed, gear and presence over the window: what the vehicle did, to be held against what is claimed. */
export function drawSpeedChart(paper: Paper, place: PaperPlace, work: PaperWork, y: number, voice: Voice): void {
  const { words, figures, calendar } = voice;
  const [from_ms, to_ms] = [Date.parse(work.from), Date.parse(work.to)];
  const frame: Frame = { x: paper.left + LEFT, y, width: paper.width - LEFT, height: SPEED_H };
  const xOf = (ts_ms: number): number => frame.x + (frame.width * (ts_ms - from_ms)) / (to_ms - from_ms);
  const track = place.track.filter(({ ts_ms }) => ts_ms >= from_ms && ts_ms < to_ms);
  const fastest = track.reduce((most, { speed_kmh }) => Math.max(most, speed_kmh ?? 0), place.band.max_kmh * 1.25);
  const top_kmh = Math.ceil(fastest / 10) * 10;
  const yOf = (speed_kmh: number): number => frame.y + frame.height * (1 - speed_kmh / top_kmh);
  paper.fill(frame.x, frame.y, frame.width, frame.height, INK.raised);
  const { min_kmh, max_kmh } = place.band;
  paper.fill(frame.x, yOf(max_kmh), frame.width, yOf(min_kmh) - yOf(max_kmh), '#e3efeb');
  for (const kmh of [0, max_kmh, top_kmh]) {
    paper.rule(yOf(kmh), kmh === max_kmh ? INK.done : INK.line2, 0.4, frame.x, frame.width);
    const text = figures.fixed(Math.round(kmh * 10), 1).replace(/[.,]0$/, '');
    paper.line(AXIS, text, frame.x - 34, yOf(kmh) - 4, 30, 'right');
  }
  paper.line(AXIS, words.chart.speed, paper.left, frame.y, LEFT - 36);
  drawTicks(paper, frame, from_ms, to_ms, xOf, (ms) => calendar.clock(ms));
  const gaps = gapsOf(track, from_ms, to_ms, place.join_s * 1_000);
  for (const [begin, end] of gaps) hatch(paper, xOf(begin), frame.y, xOf(end) - xOf(begin), frame.height);
  drawCurve(paper, track, place, xOf, yOf);
  const gear = frame.y + frame.height + LANE_GAP;
  const wired = track.some((fix) => fix.gear !== null);
  drawLane(
    paper,
    { ...frame, y: gear },
    words.chart.gear,
    INK.text,
    spansOf(track, place, (fix) => fix.gear === true),
    xOf,
  );
  if (!wired && track.length > 0) paper.line(AXIS, words.chart.noWire, frame.x + 4, gear + 0.5, frame.width - 8);
  const there = gear + LANE_H + LANE_GAP;
  drawLane(
    paper,
    { ...frame, y: there },
    words.chart.there,
    INK.missed,
    spansOf(track, place, (fix) => fix.there),
    xOf,
  );
  if (track.length === 0)
    paper.line(STYLES.hint, words.chart.noFixes, frame.x, frame.y + frame.height / 2 - 5, frame.width, 'centre');
}

function drawTicks(
  paper: Paper,
  { x, y, width, height }: Frame,
  from_ms: number,
  to_ms: number,
  xOf: (ms: number) => number,
  clock: (ms: number) => string,
): void {
  const minutes = STEPS_MIN.find((step) => (to_ms - from_ms) / (step * MINUTE_MS) <= 12) ?? STEPS_MIN.at(-1)!;
  const step_ms = minutes * MINUTE_MS;
  const bottom = y + height + 2 * (LANE_H + LANE_GAP);
  for (let ms = Math.ceil(from_ms / step_ms) * step_ms; ms <= to_ms; ms += step_ms) {
    const at = xOf(ms);
    paper.pen.moveTo(at, y).lineTo(at, bottom).undash().lineWidth(0.3).strokeColor(INK.line2).stroke();
    if (at > x + width - 30 && at < x + width - 1) continue;
    const ends = at > x + width - 12;
    paper.line(AXIS, clock(ms), ends ? x + width - 50 : at - 25, bottom + 2, 50, ends ? 'right' : 'centre');
  }
}

/** Silences longer than what is joined, at the ends of the window too. */
function gapsOf(track: readonly PaperFix[], from_ms: number, to_ms: number, join_ms: number): [number, number][] {
  const gaps: [number, number][] = [];
  let before = from_ms;
  for (const { ts_ms } of track) {
    if (ts_ms - before > join_ms) gaps.push([before, ts_ms]);
    before = ts_ms;
  }
  if (to_ms - before > join_ms) gaps.push([before, to_ms]);
  return gaps;
}

function hatch(paper: Paper, x: number, y: number, width: number, height: number): void {
  const { pen } = paper;
  if (width < 0.3) return;
  pen.save().rect(x, y, width, height).clip();
  paper.fill(x, y, width, height, INK.paper);
  pen.lineWidth(0.4).strokeColor(INK.line2).undash();
  for (let at = x - height; at < x + width; at += 4)
    pen
      .moveTo(at, y + height)
      .lineTo(at + height, y)
      .stroke();
  pen.restore();
}

/** The speed, broken where there is a gap; what was driven on these streets in red. */
function drawCurve(
  paper: Paper,
  track: readonly PaperFix[],
  { join_s }: PaperPlace,
  xOf: (ms: number) => number,
  yOf: (kmh: number) => number,
): void {
  const { pen } = paper;
  pen.lineCap('round').lineJoin('round').lineWidth(0.8).undash();
  let open = false;
  let last: PaperFix | null = null;
  const end = (): void => {
    if (open) pen.strokeColor(last?.there ? INK.missed : INK.second).stroke();
    open = false;
  };
  for (const fix of thinned(track, join_s, xOf)) {
    const [x, y] = [xOf(fix.ts_ms), yOf(fix.speed_kmh!)];
    const gap = last !== null && fix.ts_ms - last.ts_ms > join_s * 1_000;
    if (gap) end();
    if (open) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    open = true;
    if (last !== null && !gap && fix.there !== last.there) {
      end();
      pen.moveTo(x, y);
      open = true;
    }
    last = fix;
  }
  end();
}

/** Of the fixes of one column the first and the last, the slowest and the fastest, in their order: no peak goes missing. */
function thinned(track: readonly PaperFix[], join_s: number, xOf: (ms: number) => number): PaperFix[] {
  const kept: PaperFix[] = [];
  let column: PaperFix[] = [];
  const close = (): void => {
    const speeds = column.map(({ speed_kmh }) => speed_kmh!);
    const [least, most] = [speeds.indexOf(Math.min(...speeds)), speeds.indexOf(Math.max(...speeds))];
    const wanted = new Set([0, least, most, column.length - 1]);
    kept.push(...column.filter((_, i) => wanted.has(i)));
    column = [];
  };
  for (const fix of track) {
    if (fix.speed_kmh === null) continue;
    const first = column[0];
    const last = column.at(-1);
    const goesOn =
      first === undefined ||
      (xOf(fix.ts_ms) - xOf(first.ts_ms) < COLUMN &&
        fix.there === first.there &&
        fix.ts_ms - last!.ts_ms <= join_s * 1_000);
    if (!goesOn) close();
    column.push(fix);
  }
  close();
  return kept;
}

/** Stretches of time for which something holds, from the first fix of which it does to the first of which it does not. */
function spansOf(
  track: readonly PaperFix[],
  { join_s }: PaperPlace,
  holds: (fix: PaperFix) => boolean,
): [number, number][] {
  const spans: [number, number][] = [];
  let open: [number, number] | null = null;
  for (const fix of track) {
    if (open && fix.ts_ms - open[1] <= join_s * 1_000) open[1] = fix.ts_ms;
    else open = null;
    if (!holds(fix)) open = null;
    else if (open === null) spans.push((open = [fix.ts_ms, fix.ts_ms]));
  }
  return spans;
}

function drawLane(
  paper: Paper,
  { x, y, width }: Frame,
  name: string,
  colour: string,
  spans: readonly (readonly [number, number])[],
  xOf: (ms: number) => number,
): void {
  paper.line(AXIS, name, paper.left, y + 0.5, LEFT - 4);
  paper.fill(x, y, width, LANE_H, INK.raised);
  for (const [begin, end] of spans)
    paper.fill(xOf(begin), y + 1.5, Math.max(0.6, xOf(end) - xOf(begin)), LANE_H - 3, colour);
}
