import { UNCOVERED_REASONS, type FulfilmentGroup, type UncoveredReason } from '@sweepline/contract';

/** Parts of a day's bar from the ground up: what was not done stands above, by its reasons. */
export type BarPart = 'done' | 'excused' | 'open' | UncoveredReason;

export interface Bar {
  readonly date: string;
  readonly day: FulfilmentGroup | null;
  /** In the bars' own order, in metres from the ground. */
  readonly parts: readonly { readonly part: BarPart; readonly from_m: number; readonly to_m: number }[];
}

/** Every day of the span has its bar, also the one without a plan. */
export function barsOfDays(dates: readonly string[], groups: readonly FulfilmentGroup[]): Bar[] {
  const byDate = new Map(groups.map((group) => [group.key, group]));
  return dates.map((date) => {
    const day = byDate.get(date) ?? null;
    const parts: Bar['parts'][number][] = [];
    let from_m = 0;
    const put = (part: BarPart, size_m: number) => {
      if (size_m <= 0) return;
      parts.push({ part, from_m, to_m: from_m + size_m });
      from_m += size_m;
    };
    if (day !== null) {
      put('done', day.covered_m);
      put('excused', day.excused_m);
      put('open', day.open_m);
      for (const reason of UNCOVERED_REASONS) put(reason, day.uncovered_m[reason]);
    }
    return { date, day, parts };
  });
}

/** Round steps up to the highest bar, some four of them: 0, 10 km, 20 km … */
export function stepsTo(most_m: number): number[] {
  if (most_m <= 0) return [0];
  const rough = most_m / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough)!;
  return Array.from({ length: Math.ceil(most_m / step - 1e-9) + 1 }, (_, n) => n * step);
}
