import type UPlot from 'uplot';
import { AXIS_PX, colour } from './colour.ts';
import type { ChartInput } from './input.ts';
import type { Stretch } from './series.ts';
import { timeTicks } from './ticks.ts';

const LANE_PX = 14;
const BAR_PX = 8;
const TIMES_PX = 22;
const TICK_EVERY_PX = 76;

/** Pixels below the plot: the lanes and the times under them. */
export const laneSpace_px = (lanes: number): number => lanes * LANE_PX + TIMES_PX + (lanes > 0 ? 6 : 0);

type Brush = CanvasRenderingContext2D;

/** The plot in canvas pixels, and CSS pixels in them. */
const frameOf = ({ bbox, width, ctx }: UPlot) => ({ ...bbox, ratio: ctx.canvas.width / width });

const pos = (plot: UPlot, ms: number): number => plot.valToPos(ms, 'x', true);

export function drawWorkingBand(plot: UPlot, { min_kmh, max_kmh }: { min_kmh: number; max_kmh: number }): void {
  const { ctx } = plot;
  const { left, width, ratio } = frameOf(plot);
  const top = plot.valToPos(max_kmh, 'y', true);
  const bottom = plot.valToPos(min_kmh, 'y', true);
  ctx.save();
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = colour('leg-done');
  ctx.fillRect(left, top, width, bottom - top);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colour('leg-done');
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(left, top);
  ctx.lineTo(left + width, top);
  ctx.stroke();
  ctx.restore();
}

/** Diagonals over a rectangle. */
function hatch(ctx: Brush, x: number, y: number, width: number, height: number, step: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.beginPath();
  for (let at = x - height; at < x + width; at += step) {
    ctx.moveTo(at, y + height);
    ctx.lineTo(at + height, y);
  }
  ctx.stroke();
  ctx.restore();
}

/** Where nothing is known: hatched, from the top of the plot through the lanes. */
export function drawSilences(plot: UPlot, silences: readonly Stretch[]): void {
  const { ctx } = plot;
  const { top, height, left, width, ratio } = frameOf(plot);
  ctx.save();
  ctx.strokeStyle = colour('line2');
  ctx.lineWidth = ratio;
  for (const [from, to] of silences) {
    const x = Math.max(left, pos(plot, from));
    const end = Math.min(left + width, pos(plot, to));
    if (end > x) hatch(ctx, x, top, end - x, height, 7 * ratio);
  }
  ctx.restore();
}

/** Marks of the time axis at the very bottom, and lines up from them. */
export function drawTimes(plot: UPlot, { from_ms, to_ms, hm }: ChartInput): void {
  const { ctx } = plot;
  const { left, top, width, height, ratio } = frameOf(plot);
  const bottom = ctx.canvas.height;
  ctx.save();
  ctx.font = `${11 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  ctx.lineWidth = ratio;
  for (const tick of timeTicks(from_ms, to_ms, width / ratio / TICK_EVERY_PX, hm)) {
    const x = Math.round(pos(plot, tick));
    ctx.strokeStyle = colour('line');
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.fillStyle = colour('t3');
    const half = ctx.measureText(hm(tick)).width / 2;
    ctx.fillText(hm(tick), Math.min(left + width - half, Math.max(half, x)), bottom - 2 * ratio);
  }
  ctx.restore();
}

const LANE_COLOUR: Readonly<Record<string, string>> = { water: 'vehicle-driving', engine: 'line2' };

/** A bar for each stretch in which a gear was on; a gear that nothing tells of is hatched. */
export function drawLanes(plot: UPlot, { lanes }: ChartInput): void {
  const { ctx } = plot;
  const { left, top, width, height, ratio } = frameOf(plot);
  ctx.save();
  ctx.font = `${11 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const [row, { name, label, wired, on }] of lanes.entries()) {
    const y = top + height + (6 + row * LANE_PX) * ratio;
    ctx.fillStyle = colour('t3');
    ctx.fillText(label, left - 8 * ratio, y + (BAR_PX / 2) * ratio, (AXIS_PX - 8) * ratio);
    if (!wired) {
      ctx.strokeStyle = colour('line2');
      ctx.lineWidth = ratio;
      hatch(ctx, left, y, width, BAR_PX * ratio, 6 * ratio);
      continue;
    }
    ctx.fillStyle = colour('raised');
    ctx.fillRect(left, y, width, BAR_PX * ratio);
    ctx.fillStyle = colour(LANE_COLOUR[name] ?? 'vehicle-working');
    for (const [from, to] of on) {
      const x = Math.max(left, pos(plot, from));
      const end = Math.min(left + width, pos(plot, to));
      if (end > x) ctx.fillRect(x, y, Math.max(ratio, end - x), BAR_PX * ratio);
    }
  }
  ctx.restore();
}
