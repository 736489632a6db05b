import { says, type LineWarning, type Saying } from '@sweepline/contract';
import { Refused, worded } from '../refused.ts';
import { metresBetween } from '../geometry/ruler.ts';

/** Lines as they were drawn or recorded, in their order, each as flat lon, lat pairs without repetitions. */
export interface DrawnLines {
  readonly lines: readonly Float64Array[];
  /** What of the file is no line and was left out. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut extends LineWarning {
  /** What it is, in the file's own terms, and how often: "wpt × 3". */
  readonly part: string;
}

export const leftOut = (name: string, count: number, detail: string): LeftOut => ({
  code: 'left-out',
  detail,
  part: partOf(name, count),
});

export const partOf = (name: string, count: number): string => `${name} × ${count}`;

/** "3 waypoints", "1 waypoint" */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const unusable = (said: Saying, cause?: unknown): Refused => new Refused('invalid', said, undefined, cause);

/** Adds a position, unless it repeats the last one. @throws Refused `invalid` where it is no place on the earth. */
export function addPosition(line: number[], lon: unknown, lat: unknown, where: string): void {
  if (typeof lon !== 'number' || typeof lat !== 'number' || !Number.isFinite(lon) || !Number.isFinite(lat))
    throw unusable(worded(`${where} is not longitude and latitude as numbers`, says('bad-position')));
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) {
    const hint =
      Math.abs(lat) <= 180 && Math.abs(lon) <= 90
        ? 'it looks like latitude before longitude'
        : 'positions are WGS84 degrees, not metres of a map projection';
    const message = `${where}, longitude ${lon} and latitude ${lat}, is not on the earth: ${hint}`;
    throw unusable(worded(message, says('off-the-earth', { lon, lat })));
  }
  const n = line.length;
  if (n === 0 || line[n - 2] !== lon || line[n - 1] !== lat) line.push(lon, lat);
}

/** Lines whose ends lie this near to one another were meant to go on: as well as lines are drawn. */
const TOUCH_M = 8;

/** The lines with those joined that go on where the one before ended. */
export function connected(lines: readonly (readonly number[])[]): Float64Array[] {
  const joined: number[][] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const touches = last !== undefined && metresBetween(last.at(-2)!, last.at(-1)!, line[0]!, line[1]!) <= TOUCH_M;
    if (touches) for (let i = 0; i < line.length; i += 2) addPosition(last, line[i], line[i + 1], '');
    else joined.push([...line]);
  }
  return joined.map((line) => Float64Array.from(line));
}
