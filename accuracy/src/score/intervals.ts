/** Metres [from, to) along a line. */
export type Interval = readonly [from_m: number, to_m: number];

/** The same metres, in order and without overlaps. */
export function unionOf(intervals: readonly Interval[]): Interval[] {
  const union: [number, number][] = [];
  for (const [from_m, to_m] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = union.at(-1);
    if (last !== undefined && from_m <= last[1]) last[1] = Math.max(last[1], to_m);
    else if (to_m > from_m) union.push([from_m, to_m]);
  }
  return union;
}

/** What two unions have in common. */
export function commonOf(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return a.flatMap(([from_m, to_m]) =>
    b.map(([low, high]): Interval => [Math.max(from_m, low), Math.min(to_m, high)]).filter(([low, high]) => high > low),
  );
}

/** What of a union another leaves. */
export function withoutOf(whole: readonly Interval[], taken: readonly Interval[]): Interval[] {
  let left: Interval[] = [...whole];
  for (const [low, high] of taken) {
    left = left.flatMap(([from_m, to_m]): Interval[] =>
      high <= from_m || low >= to_m
        ? [[from_m, to_m]]
        : [[from_m, Math.min(low, to_m)] as const, [Math.max(high, from_m), to_m] as const].filter(
            ([from, to]) => to > from,
          ),
    );
  }
  return left;
}

export const lengthOf = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, [from_m, to_m]) => sum + to_m - from_m, 0);
