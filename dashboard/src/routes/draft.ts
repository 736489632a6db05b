import type { Operation, Side } from '@sweepline/contract';
import type { DraftLeg } from './legs.ts';

/** What is drawn, at one moment. */
export interface Draft {
  readonly name: string;
  readonly operation: Operation;
  readonly legs: readonly DraftLeg[];
}

/** Which side a click asks for; `clicked`: the kerb on whose side the pointer is. */
export const PICK_SIDES = ['clicked', 'both', 'left', 'right', 'centre'] as const;
export type PickSide = (typeof PICK_SIDES)[number];

export interface Pick {
  readonly edge: string;
  readonly at_m: number;
  readonly side: Side | 'both';
  readonly passes: number;
  /** Only this part of the street. */
  readonly from_m: number | null;
  readonly to_m: number | null;
}

const nextKey = (legs: readonly DraftLeg[]): number => 1 + Math.max(0, ...legs.map(({ key }) => key));
const holds = (leg: DraftLeg, edge: string, at_m: number): boolean =>
  leg.edge === edge && at_m >= (leg.from_m ?? 0) && at_m <= (leg.to_m ?? Infinity);
const opposite = { left: 'right', right: 'left' } as const;

export interface Picked {
  readonly legs: readonly DraftLeg[];
  /** The leg that was added or grew; null: one was taken away. */
  readonly added: DraftLeg | null;
}

/**
 * A click on a street: what is not in the plan there comes in at the end, what is there goes. One kerb beside the other
 * makes both, and one of both leaves the other.
 */
export function pick(legs: readonly DraftLeg[], { edge, at_m, side, passes, from_m, to_m }: Pick): Picked {
  const there = legs.find((leg) => holds(leg, edge, at_m) && (leg.side === 'centre') === (side === 'centre'));
  const replaced = (leg: DraftLeg): DraftLeg[] => legs.map((one) => (one === there ? leg : one));
  if (there === undefined) {
    const added = { key: nextKey(legs), edge, side, passes, from_m, to_m };
    return { legs: [...legs, added], added };
  }
  if (there.side === side) return { legs: legs.filter((leg) => leg !== there), added: null };
  if (there.side === 'both') {
    const left = { ...there, side: opposite[side as 'left' | 'right'] };
    return { legs: replaced(left), added: null };
  }
  const both = { ...there, side: 'both' as const };
  return { legs: replaced(both), added: both };
}

/** Puts further legs before the one of a key, as the way that leads there. */
export function insertBefore(
  legs: readonly DraftLeg[],
  key: number,
  more: readonly Omit<DraftLeg, 'key'>[],
): readonly DraftLeg[] {
  const at = legs.findIndex((leg) => leg.key === key);
  const first = nextKey(legs);
  const keyed = more.map((leg, i) => ({ ...leg, key: first + i }));
  return at < 0 ? [...legs, ...keyed] : [...legs.slice(0, at), ...keyed, ...legs.slice(at)];
}

export const remove = (legs: readonly DraftLeg[], key: number): readonly DraftLeg[] =>
  legs.filter((leg) => leg.key !== key);

export const change = (
  legs: readonly DraftLeg[],
  key: number,
  part: Partial<Omit<DraftLeg, 'key' | 'edge'>>,
): readonly DraftLeg[] => legs.map((leg) => (leg.key === key ? { ...leg, ...part } : leg));

/** Moves a leg towards the beginning (negative) or the end of the list. */
export function move(legs: readonly DraftLeg[], key: number, by: number): readonly DraftLeg[] {
  const at = legs.findIndex((leg) => leg.key === key);
  const to = Math.min(legs.length - 1, Math.max(0, at + by));
  if (at < 0 || to === at) return legs;
  const others = legs.filter((leg) => leg.key !== key);
  return [...others.slice(0, to), legs[at]!, ...others.slice(to)];
}

/** The next of a row of numbered names that is free: `GM-30` after `GM-29`. */
export function nextId(ids: readonly string[]): string {
  const numbered = ids.map((id) => /^(.*?)(\d+)$/.exec(id)).filter((found) => found !== null);
  const last = numbered.at(-1);
  const taken = new Set(ids);
  const [stem, digits] = last ? [last[1]!, last[2]!.length] : ['R-', 2];
  let no = last ? Number(last[2]) + 1 : 1;
  const name = (): string => stem + String(no).padStart(digits, '0');
  while (taken.has(name())) no++;
  return name();
}
