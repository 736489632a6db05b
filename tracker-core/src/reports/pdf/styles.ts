import { INK } from './ink.ts';
import type { Weight } from './typeface.ts';

/** How a text is set: points, and points from line to line. */
export interface Style {
  readonly weight: Weight;
  readonly size: number;
  readonly leading: number;
  readonly colour: string;
}

const style = (weight: Weight, size: number, leading: number, colour: string = INK.text): Style => ({
  weight,
  size,
  leading,
  colour,
});

/** The few roles that text has on paper. */
export const STYLES = {
  body: style('regular', 9.5, 13.5),
  strong: style('strong', 9.5, 13.5),
  second: style('regular', 8.5, 12, INK.second),
  hint: style('regular', 7.5, 10.5, INK.hint),
  cell: style('regular', 8.5, 11.5),
  cellStrong: style('strong', 8.5, 11.5),
  cellNote: style('regular', 7.5, 10, INK.hint),
  header: style('strong', 7.5, 10, INK.hint),
  label: style('regular', 8, 11, INK.hint),
  heading: style('strong', 15, 20),
  title: style('strong', 22, 28),
  subtitle: style('strong', 11, 15),
  figure: style('strong', 26, 32),
  foot: style('regular', 7.5, 10, INK.hint),
} as const satisfies Record<string, Style>;

export const coloured = (of: Style, colour: string): Style => ({ ...of, colour });
