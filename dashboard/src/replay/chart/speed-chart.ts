import type UPlot from 'uplot';
import { AXIS_PX, colour } from './colour.ts';
import { drawLanes, drawSilences, drawTimes, drawWorkingBand, laneSpace_px } from './drawing.ts';
import type { ChartInput } from './input.ts';

export interface ChartEvents {
  readonly onhover: (at_ms: number | null) => void;
  readonly onseek: (at_ms: number) => void;
  readonly onselect: (from_ms: number, to_ms: number) => void;
  /** The plot stands within its element so. */
  readonly onplaced: (left_px: number, width_px: number) => void;
}

/** Wider than a trembling click, px. */
const DRAG_PX = 6;
const RIGHT_PX = 16;
/** Room for the unit above the numbers. */
const TOP_PX = 18;
const LEAST_TOP = { kmh: 20, counts: 4 };

/** Speeds over time with the working band, and the lanes of the gears below. */
export class SpeedChart {
  readonly #UPlot: typeof UPlot;
  readonly #element: HTMLElement;
  readonly #events: ChartEvents;
  readonly #resized: ResizeObserver;
  #plot: UPlot | null = null;
  #input: ChartInput | null = null;
  #dragged = false;

  constructor(Plot: typeof UPlot, element: HTMLElement, events: ChartEvents) {
    this.#UPlot = Plot;
    this.#element = element;
    this.#events = events;
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(element);
  }

  /** New data comes into the same plot, so that a drag over it goes on; what has another shape is drawn anew. */
  show(input: ChartInput): void {
    const before = this.#input;
    this.#input = input;
    const data = input.data as UPlot.AlignedData;
    if (this.#plot !== null && before !== null && sameShape(before, input)) {
      this.#plot.setData(data);
      return;
    }
    this.#plot?.destroy();
    const { clientWidth: width, clientHeight: height } = this.#element;
    this.#plot = new this.#UPlot(this.#options(input, width, height), data, this.#element);
  }

  remove(): void {
    this.#resized.disconnect();
    this.#plot?.destroy();
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#element;
    if (this.#plot === null || width === 0) return;
    this.#plot.setSize({ width, height });
  }

  #place({ bbox, width, ctx }: UPlot): void {
    const ratio = ctx.canvas.width / width;
    this.#events.onplaced(bbox.left / ratio, bbox.width / ratio);
  }

  #options(input: ChartInput, width: number, height: number): UPlot.Options {
    const { from_ms, to_ms, band, counts } = input;
    const least = counts ? LEAST_TOP.counts : Math.max(LEAST_TOP.kmh, (band?.max_kmh ?? 0) * 1.5);
    const axis = colour('t3');
    return {
      width,
      height,
      ms: 1,
      padding: [TOP_PX, RIGHT_PX, laneSpace_px(input.lanes.length), 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [from_ms, to_ms] },
        y: { range: (_plot, _min, max) => [0, Math.max(least, (max ?? 0) * 1.1)] },
      },
      axes: [
        { show: false },
        {
          size: AXIS_PX,
          stroke: axis,
          font: `11px ${getComputedStyle(document.body).fontFamily}`,
          ticks: { show: false },
          grid: { show: false },
          gap: 8,
          splits: (_plot, _axis, min, max) => ySplits(min, max, band?.max_kmh ?? null, counts),
          values: (_plot, splits) => splits.map((value) => input.number(value)),
        },
      ],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: DRAG_PX },
        bind: {
          mousedown: (_plot, _target, handler) => (event) => {
            this.#dragged = false;
            handler(event);
            return null;
          },
        },
      },
      series: [{}, ...seriesOf(input)],
      hooks: {
        drawClear: [
          (plot) => {
            if (band !== null) drawWorkingBand(plot, band);
            drawSilences(plot, this.#input!.silences);
            drawTimes(plot, this.#input!);
          },
        ],
        draw: [
          (plot) => {
            drawLanes(plot, this.#input!);
            this.#place(plot);
          },
        ],
        setCursor: [
          (plot) => {
            const { left } = plot.cursor;
            const inside = left !== undefined && left >= 0;
            this.#events.onhover(inside ? plot.posToVal(left, 'x') : null);
          },
        ],
        setSelect: [
          ({ select, posToVal }) => {
            if (select.width < DRAG_PX) return;
            this.#dragged = true;
            this.#events.onselect(posToVal(select.left, 'x'), posToVal(select.left + select.width, 'x'));
          },
        ],
        ready: [
          (plot) =>
            plot.over.addEventListener('click', (event) => {
              if (this.#dragged) this.#dragged = false;
              else this.#events.onseek(plot.posToVal(event.offsetX, 'x'));
            }),
        ],
      },
    };
  }
}

const sameShape = (one: ChartInput, other: ChartInput): boolean =>
  one.look === other.look &&
  one.from_ms === other.from_ms &&
  one.to_ms === other.to_ms &&
  one.lines === other.lines &&
  one.counts === other.counts &&
  one.lanes.length === other.lanes.length &&
  one.band === other.band;

/** Round numbers, and the limit among them: what lies too near to it gives way. */
function ySplits(min: number, max: number, limit: number | null, counts: boolean): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200].find((wide) => (max - min) / wide <= 3) ?? 500;
  const splits: number[] = [];
  for (let at = 0; at <= max; at += step) if (limit === null || Math.abs(at - limit) > (max - min) / 7) splits.push(at);
  if (limit !== null && !counts) splits.push(limit);
  return splits.sort((a, b) => a - b);
}

/** Compared lines are told apart by their dashes: hue belongs to what counts. */
const DASHES: readonly (number[] | undefined)[] = [undefined, [7, 3], [3, 3], [9, 3, 2, 3]];

function seriesOf({ lines, counts }: ChartInput): UPlot.Series[] {
  if (counts)
    return [
      {
        stroke: colour('leg-done'),
        width: 1.5,
        fill: `color-mix(in srgb, ${colour('leg-done')} 24%, transparent)`,
        points: { show: false },
      },
    ];
  const plain = (line: number): UPlot.Series => ({
    stroke: colour(line === 0 ? 't1' : 't3'),
    width: line === 0 ? 1.5 : 1.25,
    ...(DASHES[line] === undefined ? {} : { dash: DASHES[line] }),
    points: { show: false },
  });
  const refused: UPlot.Series = { stroke: colour('ink-missed'), width: 2, points: { show: false } };
  return Array.from({ length: lines }, (_, line) => [plain(line), refused]).flat();
}
