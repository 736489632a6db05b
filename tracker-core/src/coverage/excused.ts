import { centimetresOf, metresOf, type ExcuseStretch, type ExcuseWish, type Leg, type Side } from '@sweepline/contract';

/** What of a plan an excuse concerns, cut to its legs: Σ length over (edge, side, pass), and the wishes that meet none. */
export interface ExcusedStretches {
  readonly stretches: readonly ExcuseStretch[];
  readonly planned_m: number;
  /** Numbers of the wishes that name nothing of the plan. */
  readonly outside: readonly number[];
}

/** Cuts wishes to the legs of a route; without any the whole route. Stretches that overlap become one. */
export function excusedStretches(legs: readonly Leg[], wishes: readonly ExcuseWish[] | null): ExcusedStretches {
  const outside: number[] = [];
  const cut: ExcuseStretch[] = wishes === null ? legs.map(wholeOf) : [];
  for (const [at, wish] of (wishes ?? []).entries()) {
    const found = legs.filter((leg) => leg.edge === wish.edge && names(wish, leg.side)).flatMap(cutBy(wish));
    if (found.length === 0) outside.push(at);
    cut.push(...found);
  }
  const stretches = joined(cut);
  const planned_cm = legs.reduce(
    (sum, leg) => sum + leg.passes * stretches.reduce((length, stretch) => length + overlap_cm(stretch, leg), 0),
    0,
  );
  return { stretches, planned_m: metresOf(planned_cm), outside };
}

const wholeOf = ({ edge, side, from_m, to_m }: Leg): ExcuseStretch => ({ edge, side, from_m, to_m });

const names = ({ side }: ExcuseWish, planned: Side): boolean =>
  side === undefined || side === planned || (side === 'both' && planned !== 'centre');

const cutBy =
  (wish: ExcuseWish) =>
  (leg: Leg): ExcuseStretch[] => {
    const from_m = Math.max(leg.from_m, wish.from_m ?? leg.from_m);
    const to_m = Math.min(leg.to_m, wish.to_m ?? leg.to_m);
    return centimetresOf(to_m) > centimetresOf(from_m) ? [{ ...wholeOf(leg), from_m, to_m }] : [];
  };

function joined(cut: readonly ExcuseStretch[]): ExcuseStretch[] {
  const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const ordered = cut.toSorted((a, b) => before(a.edge, b.edge) || before(a.side, b.side) || a.from_m - b.from_m);
  const whole: ExcuseStretch[] = [];
  for (const stretch of ordered) {
    const last = whole.at(-1);
    if (last?.edge === stretch.edge && last.side === stretch.side && stretch.from_m <= last.to_m)
      whole[whole.length - 1] = { ...last, to_m: Math.max(last.to_m, stretch.to_m) };
    else whole.push(stretch);
  }
  return whole;
}

const overlap_cm = (stretch: ExcuseStretch, leg: Leg): number =>
  stretch.edge === leg.edge && stretch.side === leg.side
    ? Math.max(
        0,
        Math.min(centimetresOf(stretch.to_m), centimetresOf(leg.to_m)) -
          Math.max(centimetresOf(stretch.from_m), centimetresOf(leg.from_m)),
      )
    : 0;
