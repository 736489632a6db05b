import type { Point } from '@sweepline/simulator/pure';
import { thinned, type Line } from './line.ts';

/** Colours of the light theme; the hue of what was done, of driving, of what was missed. */
export const INK = {
  panel: '#FFFFFF',
  land: '#EFF0EC',
  road: '#FFFFFF',
  roadEdge: '#CDD2CC',
  hairline: '#D5D9D3',
  arrow: '#98A2A5',
  label: '#5A6467',
  text: '#14191B',
  soft: '#485255',
  hint: '#626C70',
  driven: '#A5D8CB',
  drivenEdge: '#287964',
  agreed: '#287964',
  told: '#0B63A8',
  lost: '#A21D12',
  invented: '#BF7700',
  open: '#808AB8',
} as const;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!);

/** A tenth of a pixel, without a minus before nought. */
export const px = (value: number): string => String(Math.round(value * 10) / 10 + 0);

type Attributes = Readonly<Record<string, string | number>>;
const written = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? px(value) : escaped(value)}"`)
    .join('');

export const element = (name: string, attributes: Attributes, inside = ''): string =>
  `<${name}${written(attributes)}${inside === '' ? '/>' : `>${inside}</${name}>`}`;

export const group = (attributes: Attributes, ...inside: readonly string[]): string =>
  element('g', attributes, `\n${inside.filter((one) => one !== '').join('\n')}\n`);

export const text = (at: Point, words: string, attributes: Attributes = {}): string =>
  element('text', { x: at.x, y: at.y, ...attributes }, escaped(words));

/** A path through points of the map. */
export const pathOf = (line: Line): string =>
  thinned(line, 0.3)
    .map(({ x, y }, i) => `${i === 0 ? 'M' : i === 1 ? 'L' : ' '}${px(x)} ${px(y)}`)
    .join('');

export const stroke = (lines: readonly Line[], attributes: Attributes = {}): string =>
  lines.length === 0 ? '' : element('path', { d: lines.map(pathOf).join(''), ...attributes });

/** A chevron that points along a direction of the map, radians. */
export const chevron = ({ x, y }: Point, direction: number, size: number): string => {
  const [c, s] = [Math.cos(direction) * size, Math.sin(direction) * size];
  const corner = (along: number, aside: number): string =>
    `${px(x + along * c - aside * s)} ${px(y + along * s + aside * c)}`;
  return `M${corner(-0.6, -0.8)}L${corner(0.4, 0)} ${corner(-0.6, 0.8)}`;
};

/** Pixels that words take in a sans-serif face of that size: near enough to lay out by. */
export const widthOf = (words: string, size: number): number => words.length * size * 0.5;

export function wrapped(words: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
