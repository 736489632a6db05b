import type { StreetNetwork } from '../network/network.ts';
import type { PlannedAssignment, PlannedLeg } from '../pipeline/plan.ts';
import { RULES, type Rules } from '../pipeline/rules.ts';
import type { EdgeNo, Passage, WorkVerdict } from '../pipeline/stages.ts';
import type { EdgeLedger, LaneKind, LaneSide } from './edge-ledger.ts';
import { addPass, newLane, type Apart } from './lane.ts';
import { LATE_EVIDENCE, bitsOf } from './marks.ts';
import { notePaceGain, notePaceWork, startPace, type Pace } from './pace.ts';
import { legStretches } from './stretches.ts';

/** Totals in integer centimetres over (leg, pass). */
export interface LedgerTotals {
  readonly planned_cm: number;
  readonly covered_cm: number;
  readonly excused_cm: number;
}

export interface LedgerOptions {
  readonly drivesOn: 'left' | 'right';
  readonly rules?: Rules;
  /** Whether evidence received too late for a first result counts (a revision that an auditor accepted). */
  readonly lateCounts?: boolean;
}

/** What was covered of one assignment's plan. Grows with each passage credited. */
export interface Ledger {
  readonly plan: PlannedAssignment;
  readonly network: StreetNetwork;
  readonly drivesOn: 'left' | 'right';
  readonly rules: Rules;
  readonly lateCounts: boolean;
  readonly byEdge: ReadonlyMap<EdgeNo, EdgeLedger>;
  readonly planned_cm: number;
  covered_cm: number;
  excused_cm: number;
  readonly changed: Set<EdgeNo>;
  readonly pace: Pace;
}

/** An empty ledger: nothing covered yet. */
export function createLedger(plan: PlannedAssignment, network: StreetNetwork, options: LedgerOptions): Ledger {
  const legs = new Map<EdgeNo, PlannedLeg[]>();
  let planned_cm = 0;
  for (const leg of plan.legs) {
    const there = legs.get(leg.edge);
    if (there === undefined) legs.set(leg.edge, [leg]);
    else there.push(leg);
    planned_cm += (leg.to_cm - leg.from_cm) * leg.passes;
  }
  const byEdge = new Map<EdgeNo, EdgeLedger>();
  for (const [edge, there] of legs) {
    byEdge.set(edge, {
      edge,
      length_cm: network.edges[edge]!.length_cm,
      legs: there,
      excuses: plan.excuses.length === 0 ? plan.excuses : plan.excuses.filter((excuse) => excuse.edge === edge),
      most: there.reduce((sum, leg) => sum + leg.passes, 0),
      lanes: {},
      covered_cm: 0,
      excused_cm: 0,
    });
  }
  const { drivesOn, rules = RULES, lateCounts = false } = options;
  const ledger: Ledger = {
    plan,
    network,
    drivesOn,
    rules,
    lateCounts,
    byEdge,
    planned_cm,
    covered_cm: 0,
    excused_cm: 0,
    changed: new Set(),
    pace: startPace(),
  };
  for (const edge of byEdge.values()) recount(ledger, edge);
  return ledger;
}

/**
 * Credits a passage: inside the window, of the plan's operation, by its vehicle or, where the plan allows it, by another one
 * of the same contractor (the caller hands on no other contractor's). Per vehicle in time order; vehicles in any order.
 * @returns whether anything changed
 */
export function credit(ledger: Ledger, passage: Passage): boolean {
  const { plan, rules } = ledger;
  const { leave_ms } = passage;
  const there = ledger.byEdge.get(passage.edge);
  const works = isWorkOf(ledger, passage);
  if (passage.vehicle === plan.vehicle && leave_ms >= plan.from_ms && leave_ms < plan.to_ms) {
    const late_ms = plan.from_ms + rules.lateStart_ms;
    notePaceWork(ledger.pace, leave_ms, works ? 'works-on-route' : 'under-way', late_ms);
  }
  if (there === undefined || !works) return false;
  if (passage.vehicle !== plan.vehicle && !plan.othersMayCover) return false;
  const part = insideWindow(passage, plan.from_ms, plan.to_ms);
  if (part === null) return false;

  const late = (bitsOf(passage.marks) & LATE_EVIDENCE) !== 0 && !ledger.lateCounts;
  if (late && passage.verdict !== 'worked') return false;
  const kind: LaneKind = late ? 'late' : passage.verdict;
  let changed = false;
  for (const side of lanesOf(passage, there, kind)) {
    const lane = (there.lanes[LANE_KEYS[kind][side]] ??= newLane());
    // Which kerb a drive served is not known here: two drives within minutes may have served one each.
    const open = side === 'undecided';
    const apart: Apart = open ? { by: 'drive' } : { by: 'time', least_ms: rules.newPass_ms };
    const most = open ? there.most * OPEN_DRIVES : there.most;
    if (addPass(lane, part.from_cm, part.to_cm, passage, most, apart)) changed = true;
  }
  if (!changed) return false;
  const gained_cm = recount(ledger, there);
  if (gained_cm > 0) notePaceGain(ledger.pace, passedAt(ledger, passage), gained_cm);
  ledger.changed.add(passage.edge);
  return true;
}

/** Whether a passage may count for the plan, or explain a metre of it: if not now, then where another that is before it goes. */
export const isWorkOf = (
  { plan, byEdge }: Ledger,
  passage: Passage,
): passage is Passage & { verdict: Exclude<WorkVerdict, 'driven'> } =>
  byEdge.has(passage.edge) && passage.verdict !== 'driven' && passage.operation === plan.operation;

const KINDS: readonly LaneKind[] = ['worked', 'gear-off', 'too-fast', 'late'];

/** Names of lanes, made once: a name that is put together anew is looked up among all strings there are. */
const LANE_KEYS = Object.fromEntries(
  KINDS.map((kind) => [
    kind,
    { left: `${kind}/left`, right: `${kind}/right`, undecided: `${kind}/undecided`, any: `${kind}/any` },
  ]),
) as { readonly [Kind in LaneKind]: { readonly [Side in LaneSide]: `${Kind}/${Side}` } };

/** Drives kept for each pass that is asked for, where the time between them may yet make several of them one. */
const OPEN_DRIVES = 4;

function lanesOf({ serves }: Passage, { legs }: EdgeLedger, kind: LaneKind): LaneSide[] {
  const sides: LaneSide[] = [];
  if (serves === 'both') sides.push('left', 'right');
  // Which kerb an undecided drive served is only asked of work; what it failed to do it failed to do on either.
  else if (serves === 'undecided' && kind !== 'worked') sides.push('left', 'right');
  else sides.push(serves);
  if (legs.some((leg) => leg.side === 'centre')) sides.push('any');
  return sides;
}

/** The stretch that was driven between two instants, the passage taken as even; null where none was. */
export function insideWindow(
  { from_cm, to_cm, enter_ms, leave_ms, forward }: Passage,
  opens_ms: number,
  closes_ms: number,
): { from_cm: number; to_cm: number } | null {
  if (enter_ms >= closes_ms || leave_ms < opens_ms || (leave_ms === opens_ms && enter_ms < opens_ms)) return null;
  if (enter_ms >= opens_ms && leave_ms <= closes_ms) return { from_cm, to_cm };
  const per_ms = (to_cm - from_cm) / (leave_ms - enter_ms);
  const early_cm = Math.round(Math.max(0, opens_ms - enter_ms) * per_ms);
  const late_cm = Math.round(Math.max(0, leave_ms - closes_ms) * per_ms);
  const part = forward
    ? { from_cm: from_cm + early_cm, to_cm: to_cm - late_cm }
    : { from_cm: from_cm + late_cm, to_cm: to_cm - early_cm };
  return part.from_cm < part.to_cm ? part : null;
}

/** Counts an edge's covered and excused centimetres anew and brings the totals along. @returns centimetres gained */
function recount(ledger: Ledger, there: EdgeLedger): number {
  let covered_cm = 0;
  let excused_cm = 0;
  for (const leg of there.legs) {
    for (const { from_cm, to_cm, passes, excused } of legStretches(there, leg, ledger)) {
      const count = Math.min(passes.length, leg.passes);
      covered_cm += (to_cm - from_cm) * count;
      if (excused) excused_cm += (to_cm - from_cm) * (leg.passes - count);
    }
  }
  const gained_cm = covered_cm - there.covered_cm;
  ledger.covered_cm += gained_cm;
  ledger.excused_cm += excused_cm - there.excused_cm;
  there.covered_cm = covered_cm;
  there.excused_cm = excused_cm;
  return gained_cm;
}

/** When a pass was over, as far as the window goes. */
export const passedAt = ({ plan }: Ledger, { leave_ms }: Passage): number => Math.min(leave_ms, plan.to_ms);

export const totalsOf = ({ planned_cm, covered_cm, excused_cm }: Ledger): LedgerTotals => ({
  planned_cm,
  covered_cm,
  excused_cm,
});

/** Metres a route needs to be done, in centimetres: its share of what is not excused. */
export const requiredOf = ({ plan, planned_cm, excused_cm }: Ledger): number =>
  Math.ceil(plan.required_share * (planned_cm - excused_cm));

/** The edges whose legs changed since this was last asked. */
export function takeChanged(ledger: Ledger): EdgeNo[] {
  const edges = [...ledger.changed];
  ledger.changed.clear();
  return edges;
}
