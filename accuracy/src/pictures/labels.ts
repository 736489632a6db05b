import type { Point } from '@sweepline/simulator/pure';
import type { Frame } from './frame.ts';
import { stepsAlong, type Line } from './line.ts';
import type { Taken } from './taken.ts';
import type { SeenStreet } from './streets.ts';
import { escaped, element, group, INK, px, text, widthOf } from './svg.ts';

const SIZE = 12;
const TIME_SIZE = 10.5;
const TRY_EVERY_PX = 24;
/** A label bends no more than this along its street, pixels. */
const STRAIGHT_PX = 5;

/** Middles along words of that width, laid in a direction. */
function chainOf({ x, y }: Point, direction: number, width: number): Point[] {
  const count = Math.max(2, Math.ceil(width / 8));
  return Array.from({ length: count }, (_, i) => {
    const along = (i / (count - 1) - 0.5) * width;
    return { x: x + Math.cos(direction) * along, y: y + Math.sin(direction) * along };
  });
}

const isWithin = ({ width, height }: Frame, chain: readonly Point[], margin: number): boolean =>
  chain.every(({ x, y }) => x > margin && x < width - margin && y > margin && y < height - margin);

interface Spot {
  readonly at: Point;
  readonly direction: number;
  readonly chain: readonly Point[];
  readonly cost: number;
  readonly onStreet: boolean;
}

/** Where along a street's lines its name lies straight and meets the least. */
function bestSpot(frame: Frame, lines: readonly (readonly [Line, number])[], width: number, taken: Taken): Spot | null {
  let best: Spot | null = null;
  for (const [line, road] of lines) {
    const steps = stepsAlong(line, TRY_EVERY_PX);
    const half = Math.ceil(width / TRY_EVERY_PX / 2);
    for (let i = half; i < steps.length - half; i++) {
      const [start, { at, direction }, end] = [steps[i - half]!, steps[i]!, steps[i + half]!];
      const bend = Math.hypot((start.at.x + end.at.x) / 2 - at.x, (start.at.y + end.at.y) / 2 - at.y);
      if (bend > STRAIGHT_PX) continue;
      for (const aside of [0, road / 2 + 10, -road / 2 - 10]) {
        const middle = { x: at.x - Math.sin(direction) * aside, y: at.y + Math.cos(direction) * aside };
        const chain = chainOf(middle, direction, width);
        if (!isWithin(frame, chain, 10)) continue;
        const cost = 10 * taken.count(chain, SIZE / 2) + (aside === 0 && road < SIZE ? 3 : 0) + bend / 10;
        if (best === null || cost < best.cost)
          best = { at: middle, direction, chain, cost, onStreet: aside === 0 && road >= SIZE };
      }
    }
  }
  return best;
}

/** One name for each street, where it meets the least of what is drawn; short stretches have none. */
export function drawNames(frame: Frame, streets: readonly SeenStreet[], first: string | null, taken: Taken): string {
  const byName = new Map<string, (readonly [Line, number])[]>();
  for (const { edge, lines, width } of streets) {
    if (edge.name === null) continue;
    byName.set(edge.name, [...(byName.get(edge.name) ?? []), ...lines.map((line) => [line, width] as const)]);
  }
  const names = [...byName].sort(([a], [b]) => Number(b === first) - Number(a === first));
  const labels = names.flatMap(([name, lines]) => {
    const spot = bestSpot(frame, lines, widthOf(name, SIZE) + 6, taken);
    if (spot === null || (spot.cost >= 40 && name !== first)) return [];
    for (const point of spot.chain) taken.put(point, SIZE / 2 + 1);
    const turn = (spot.direction * 180) / Math.PI;
    const upright = turn > 90 || turn <= -90 ? turn + 180 : turn;
    const { x, y } = spot.at;
    return [
      element(
        'text',
        {
          transform: `translate(${px(x)} ${px(y)})rotate(${px(upright)})`,
          dy: '.35em',
          stroke: spot.onStreet ? INK.road : INK.land,
        },
        escaped(name),
      ),
    ];
  });
  const look = { 'font-size': SIZE, 'font-weight': '500', 'text-anchor': 'middle', fill: INK.label };
  return group({ ...look, 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round' }, ...labels);
}

export interface Timed extends Point {
  readonly words: string;
}

/** Times beside their fixes, as many as find room. */
export function drawTimes(frame: Frame, times: readonly Timed[], taken: Taken): string {
  const width = widthOf('00:00:00', TIME_SIZE);
  const labels = times.flatMap(({ x, y, words }) => {
    const spots = [
      [width / 2 + 9, 0],
      [-width / 2 - 9, 0],
      [0, -14],
      [0, 14],
      [width / 2 + 14, -16],
      [width / 2 + 14, 16],
      [-width / 2 - 14, -16],
      [-width / 2 - 14, 16],
      [width / 2 + 30, 0],
      [-width / 2 - 30, 0],
    ].map(([dx, dy]) => ({ x: x + dx!, y: y + dy! }));
    const counted = spots
      .filter((spot) => isWithin(frame, chainOf(spot, 0, width), 8))
      .map((spot) => ({ spot, cost: taken.count(chainOf(spot, 0, width), TIME_SIZE / 2) }));
    const best = counted.reduce<(typeof counted)[number] | null>(
      (a, b) => (a === null || b.cost < a.cost ? b : a),
      null,
    );
    if (best === null || best.cost > 3) return [];
    for (const point of chainOf(best.spot, 0, width)) taken.put(point, TIME_SIZE);
    const side = Math.sign(best.spot.x - x);
    const edge = { x: best.spot.x - (side * width) / 2, y: best.spot.y };
    const leader = element('path', {
      d: `M${px(x)} ${px(y)}L${px(edge.x)} ${px(edge.y)}`,
      stroke: INK.soft,
      'stroke-width': 0.8,
    });
    return [leader, text(best.spot, words, { dy: '.35em' })];
  });
  const look = { 'font-size': TIME_SIZE, 'text-anchor': 'middle', fill: INK.text };
  return group(
    { ...look, 'paint-order': 'stroke', 'stroke-linejoin': 'round' },
    ...labels.map((label) => label.replace('<text', `<text stroke="${INK.land}" stroke-width="3"`)),
  );
}
