import type { LiveLeg, Side, StretchBody } from '@sweepline/contract';

/** What is left of a leg, all its passes; `street` as people call it. */
export interface OpenLeg {
  readonly key: string;
  readonly stretch: StretchBody;
  readonly street: string | null;
  readonly open_m: number;
  /** Its passes, with what is left of each. */
  readonly passes: readonly LiveLeg[];
}

/** What is left of a route, in its order. */
export function openLegs(legs: readonly LiveLeg[], nameOf: (edge: string) => string | null): readonly OpenLeg[] {
  const open = new Map<string, OpenLeg>();
  for (const leg of legs) {
    const { edge, side, from_m, to_m } = leg;
    const pieces = leg.pieces.filter(({ state }) => state !== 'done' && state !== 'excused');
    const open_m = pieces.reduce((sum, piece) => sum + piece.to_m - piece.from_m, 0);
    if (open_m <= 0) continue;
    const key = keyOf(edge, side, from_m);
    const known = open.get(key);
    const stretch = { edge, side, from_m, to_m };
    open.set(key, {
      key,
      stretch,
      street: nameOf(edge),
      open_m: open_m + (known?.open_m ?? 0),
      passes: [...(known?.passes ?? []), { ...leg, pieces }],
    });
  }
  return [...open.values()];
}

const keyOf = (edge: string, side: Side, from_m: number): string => `${edge}\n${side}\n${from_m}`;

export interface OpenStreet {
  readonly street: string | null;
  readonly keys: readonly string[];
  readonly open_m: number;
}

/** The same by street, each where the route first comes to it; those without a name are one. */
export function openStreets(legs: readonly OpenLeg[]): readonly OpenStreet[] {
  const streets = new Map<string | null, OpenStreet>();
  for (const { key, street, open_m } of legs) {
    const known = streets.get(street) ?? { street, keys: [], open_m: 0 };
    streets.set(street, { street, keys: [...known.keys, key], open_m: known.open_m + open_m });
  }
  return [...streets.values()];
}

export const metresIn = (legs: readonly OpenLeg[], chosen: ReadonlySet<string>): number =>
  legs.reduce((sum, { key, open_m }) => sum + (chosen.has(key) ? open_m : 0), 0);

/** The end of the route: as many whole legs as come nearest to the wanted metres, and never none or all of several. */
export function lastLegs(legs: readonly OpenLeg[], wanted_m: number): ReadonlySet<string> {
  const taken = new Set<string>();
  let sum_m = 0;
  for (const { key, open_m } of legs.slice(1).reverse()) {
    if (taken.size > 0 && sum_m + open_m / 2 > wanted_m) break;
    taken.add(key);
    sum_m += open_m;
  }
  return taken;
}

/** A machine as it would go on. */
export interface Hand {
  readonly pace_m_per_min: number;
  /** Minutes until it is there. */
  readonly way_min: number;
}

/** What it reaches of so many metres within the minutes of the window, and after how many minutes it is done. */
export interface Outlook {
  readonly share: number;
  readonly done_min: number;
}

export function outlook(open_m: number, { pace_m_per_min, way_min }: Hand, minutes: number): Outlook | null {
  if (pace_m_per_min <= 0 || open_m <= 0) return null;
  const share = Math.min(1, (Math.max(0, minutes - way_min) * pace_m_per_min) / open_m);
  return { share, done_min: way_min + open_m / pace_m_per_min };
}

/** How many of the metres the first takes so that both are done at the same time; half of them where no pace is known. */
export function fairMetres(open_m: number, first: Hand | null, second: Hand | null): number {
  if (first === null || second === null || first.pace_m_per_min <= 0 || second.pace_m_per_min <= 0) return open_m / 2;
  const minutes_a_metre = 1 / first.pace_m_per_min + 1 / second.pace_m_per_min;
  const fair_m = (open_m / second.pace_m_per_min + second.way_min - first.way_min) / minutes_a_metre;
  return Math.min(open_m, Math.max(0, fair_m));
}
