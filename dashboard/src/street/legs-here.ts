import type { LegState, LiveAssignment, LiveLeg, UncoveredReason } from '@sweepline/contract';

/** Metres of one assignment's leg on a street that stand alike. */
export interface StretchHere {
  readonly state: LegState;
  readonly reason: UncoveredReason | null;
  readonly length_m: number;
  /** When the last of it was covered. */
  readonly at: string | null;
}

export interface LegHere {
  readonly assignment: LiveAssignment;
  /** Left and right as drawn; null over edges that disagree. */
  readonly side: LiveLeg['side'] | null;
  readonly stretches: readonly StretchHere[];
}

const WORST: readonly LegState[] = ['missed', 'will-miss', 'possible', 'under-way', 'done', 'excused'];

/** What the running plans want on these edges and how that stands, the worst first. */
export function legsHere(
  edges: ReadonlySet<string>,
  assignments: readonly LiveAssignment[],
  legs: ReadonlyMap<string, readonly LiveLeg[]>,
): LegHere[] {
  const found: LegHere[] = [];
  for (const assignment of assignments) {
    const here = (legs.get(assignment.assignment) ?? []).filter(({ edge }) => edges.has(edge));
    if (here.length === 0) continue;
    const stretches = new Map<
      string,
      { state: LegState; reason: UncoveredReason | null; length_m: number; at: string | null }
    >();
    for (const { pieces } of here) {
      for (const { state, reason = null, from_m, to_m, at = null } of pieces) {
        const key = `${state} ${reason}`;
        const known = stretches.get(key);
        if (known === undefined) stretches.set(key, { state, reason, length_m: to_m - from_m, at });
        else {
          known.length_m += to_m - from_m;
          if (at !== null && (known.at === null || at > known.at)) known.at = at;
        }
      }
    }
    const sides = new Set(here.map(({ side }) => side));
    found.push({
      assignment,
      side: edges.size === 1 && sides.size === 1 ? [...sides][0]! : null,
      stretches: [...stretches.values()].sort((a, b) => rank(a.state) - rank(b.state) || b.length_m - a.length_m),
    });
  }
  return found.sort((a, b) => rank(a.stretches[0]?.state) - rank(b.stretches[0]?.state));
}

const rank = (state: LegState | undefined): number => (state === undefined ? WORST.length : WORST.indexOf(state));
