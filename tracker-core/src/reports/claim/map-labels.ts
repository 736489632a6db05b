import type { Frame, Spot } from './map-frame.ts';

/** Where a street's name stands: its middle, and the angle along the street, degrees clockwise, never upside down. */
export interface Label {
  readonly name: string;
  readonly at: Spot;
  readonly angle: number;
  readonly width: number;
}

interface Wish {
  readonly name: string;
  readonly first: boolean;
  readonly path: readonly Spot[];
  readonly length: number;
}

const MOST = 16;
const STEP = 12;
/** Chord against arc: a name does not go round a corner. */
const STRAIGHT = 0.985;

/**
 * Names beside their streets, those of `first` before the others and long streets before short ones; none over another, none
 * over the frame's edge, and over what is drawn only those of `first` that have no other place. Ways of one name are joined first: alone they are too short to carry it.
 */
export function labelsOf(
  streets: readonly { readonly name: string | null; readonly path: readonly Spot[] }[],
  first: ReadonlySet<string>,
  frame: Frame,
  {
    widthOf,
    beside,
    drawn,
  }: {
    readonly widthOf: (name: string) => number;
    readonly beside: number;
    /** What is drawn in the streets: a name is not written over it where there is another place. */
    readonly drawn: readonly (readonly Spot[])[];
  },
): Label[] {
  const byName = new Map<string, Spot[][]>();
  for (const { name, path } of streets) {
    if (name === null || path.length < 2) continue;
    const known = byName.get(name);
    if (known) known.push([...path]);
    else byName.set(name, [[...path]]);
  }
  const wishes: Wish[] = [];
  for (const [name, paths] of byName)
    for (const path of joined(paths)) wishes.push({ name, first: first.has(name), path, length: lengthOf(path) });
  wishes.sort((a, b) => Number(b.first) - Number(a.first) || b.length - a.length || (a.name < b.name ? -1 : 1));
  const labels: Label[] = [];
  const named = new Set<string>();
  for (const { name, first: needed, path, length } of wishes) {
    if (labels.length >= MOST) break;
    if (named.has(name)) continue;
    const room = { width: widthOf(name), beside, frame, labels };
    const label = placed(name, path, length, { ...room, drawn }) ?? (needed ? placed(name, path, length, room) : null);
    if (label === null) continue;
    labels.push(label);
    named.add(name);
  }
  return labels;
}

/** Paths that end where another begins become one. */
function joined(paths: Spot[][]): Spot[][] {
  const open = [...paths];
  const made: Spot[][] = [];
  while (open.length > 0) {
    let path = open.shift()!;
    for (let grown = true; grown;) {
      grown = false;
      for (const [i, other] of open.entries()) {
        const longer = continued(path, other) ?? continued([...path].reverse(), other);
        if (longer === null) continue;
        path = longer;
        open.splice(i, 1);
        grown = true;
        break;
      }
    }
    made.push(path);
  }
  return made;
}

function continued(path: Spot[], other: Spot[]): Spot[] | null {
  if (near(path.at(-1)!, other[0]!)) return [...path, ...other.slice(1)];
  return near(path.at(-1)!, other.at(-1)!) ? [...path, ...[...other].reverse().slice(1)] : null;
}

const near = (a: Spot, b: Spot): boolean => Math.hypot(a.x - b.x, a.y - b.y) < 0.3;
const lengthOf = (path: readonly Spot[]): number =>
  path.slice(1).reduce((sum, to, i) => sum + Math.hypot(to.x - path[i]!.x, to.y - path[i]!.y), 0);

function placed(
  name: string,
  path: readonly Spot[],
  length: number,
  {
    width,
    beside,
    frame,
    labels,
    drawn = [],
  }: { width: number; beside: number; frame: Frame; labels: readonly Label[]; drawn?: readonly (readonly Spot[])[] },
): Label | null {
  const wanted = width + 6;
  const middle = (length - wanted) / 2;
  const starts: number[] = [];
  for (let away = 0; away <= middle; away += STEP) starts.push(middle + away, middle - away);
  for (const start of starts) {
    const from = along(path, start);
    const to = along(path, start + wanted);
    const chord = Math.hypot(to.x - from.x, to.y - from.y);
    if (chord < STRAIGHT * wanted) continue;
    let degrees = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
    if (degrees > 90) degrees -= 180;
    else if (degrees <= -90) degrees += 180;
    const turn = (degrees * Math.PI) / 180;
    const centre = along(path, start + wanted / 2);
    for (const away of [beside, -beside]) {
      const at = { x: centre.x + Math.sin(turn) * away, y: centre.y - Math.cos(turn) * away };
      const label = { name, at, angle: degrees, width };
      const spots = spotsOf(label);
      if (!spots.every((spot) => inside(spot, frame)) || !labels.every((other) => apart(label, other))) continue;
      if (drawn.every((line) => clears(spots, line))) return label;
    }
  }
  return null;
}

function along(path: readonly Spot[], at: number): Spot {
  let left = at;
  for (let i = 1; i < path.length; i++) {
    const [from, to] = [path[i - 1]!, path[i]!];
    const size = Math.hypot(to.x - from.x, to.y - from.y);
    if (left <= size)
      return { x: from.x + ((to.x - from.x) * left) / size, y: from.y + ((to.y - from.y) * left) / size };
    left -= size;
  }
  return path.at(-1)!;
}

/** Points along a name, close enough that two names whose points keep apart do not touch. */
function spotsOf({ at, angle, width }: Label): Spot[] {
  const turn = (angle * Math.PI) / 180;
  const count = Math.max(2, Math.ceil(width / 6));
  return Array.from({ length: count + 1 }, (_, i) => {
    const along = (i / count - 0.5) * width;
    return { x: at.x + Math.cos(turn) * along, y: at.y + Math.sin(turn) * along };
  });
}

/** A name of this size beside a line as wide as a missed leg's. */
const CLEAR = 5.5;

const clears = (spots: readonly Spot[], line: readonly Spot[]): boolean =>
  line.every((to, i) => i === 0 || spots.every((spot) => fromSegment(spot, line[i - 1]!, to) > CLEAR));

function fromSegment({ x, y }: Spot, a: Spot, b: Spot): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / square));
  return Math.hypot(x - a.x - dx * share, y - a.y - dy * share);
}

/** In the frame, above the scale and the attribution, beside the mark of the north. */
const inside = ({ x, y }: Spot, frame: Frame): boolean =>
  x > frame.x + 6 &&
  x < frame.x + frame.width - 6 &&
  y > frame.y + 6 &&
  y < frame.y + frame.height - 21 &&
  (x < frame.x + frame.width - 26 || y > frame.y + 36);

function apart(a: Label, b: Label): boolean {
  const others = spotsOf(b);
  return spotsOf(a).every((spot) => others.every((other) => Math.hypot(spot.x - other.x, spot.y - other.y) > 10));
}
