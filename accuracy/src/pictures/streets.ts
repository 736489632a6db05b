import type { Edge } from '@sweepline/simulator/pure';
import { insideOf, type Frame } from './frame.ts';
import type { Taken } from './taken.ts';
import { stepsAlong, type Line } from './line.ts';
import { chevron, element, group, INK, stroke } from './svg.ts';

/** Carriageways as they commonly are, metres. */
const WIDTH_M: readonly (readonly [RegExp, number])[] = [
  [/_link$/, 6],
  [/^(motorway|trunk|primary|secondary)/, 9],
  [/^tertiary/, 8],
  [/^(service|track)/, 4],
  [/^living/, 5.5],
];
const OTHER_M = 7;
const [LEAST_PX, MOST_PX] = [3, 26];
const EDGE_PX = 2;
const ARROW_EVERY_PX = 90;

export const roadWidth = ({ perMetre }: Frame, { class: kind }: Edge): number => {
  const width_m = WIDTH_M.find(([of]) => of.test(kind))?.[1] ?? OTHER_M;
  return Math.min(MOST_PX, Math.max(LEAST_PX, width_m * perMetre));
};

export interface SeenStreet {
  readonly edge: Edge;
  readonly lines: readonly Line[];
  readonly width: number;
}

export function seenStreets(frame: Frame, edges: readonly Edge[]): SeenStreet[] {
  return edges
    .filter(({ points }) => frame.isSeen(points))
    .map((edge) => ({
      edge,
      lines: insideOf(frame, edge.points.map(frame.toMap), 20),
      width: roadWidth(frame, edge),
    }))
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => a.width - b.width);
}

/** Arrows along a one-way, beside its middle where something is drawn on that. */
function arrowsOf(line: Line, width: number, along: boolean, evidence: Taken): string[] {
  const size = Math.min(5, width / 3);
  return stepsAlong(line, ARROW_EVERY_PX).flatMap(({ at, direction }) => {
    const spots = [0, width / 3, -width / 3].map((aside) => ({
      x: at.x - Math.sin(direction) * aside,
      y: at.y + Math.cos(direction) * aside,
    }));
    const free = spots.find((spot) => evidence.count([spot], size - 0.5) === 0);
    return free === undefined ? [] : [chevron(free, along ? direction : direction + Math.PI, size)];
  });
}

/** Edges below, then the carriageways, so that streets of one width run into one another; arrows along one-ways. */
export function drawStreets(streets: readonly SeenStreet[], evidence: Taken): string {
  const widths = [...new Set(streets.map(({ width }) => width))];
  const ofWidth = (width: number): readonly Line[] =>
    streets.filter((street) => street.width === width).flatMap(({ lines }) => lines);
  const arrows = streets
    .filter(({ edge }) => edge.oneway !== 'no')
    .flatMap(({ edge, lines, width }) =>
      lines.flatMap((line) => arrowsOf(line, width, edge.oneway === 'yes', evidence)),
    );
  return group(
    { fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
    ...widths.map((width) => stroke(ofWidth(width), { stroke: INK.roadEdge, 'stroke-width': width + EDGE_PX })),
    ...widths.map((width) => stroke(ofWidth(width), { stroke: INK.road, 'stroke-width': width })),
    arrows.length === 0 ? '' : element('path', { d: arrows.join(''), stroke: INK.arrow, 'stroke-width': 1.3 }),
  );
}
