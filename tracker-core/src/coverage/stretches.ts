import type { PlannedLeg } from '../pipeline/plan.ts';
import type { Rules } from '../pipeline/rules.ts';
import type { Passage } from '../pipeline/stages.ts';
import type { EdgeLedger } from './edge-ledger.ts';
import { cutWhereTheyMeet, earlierAt, isSamePass, NO_PASSES, passesAt, type Lane } from './lane.ts';
import { bitsOf, marksOf, SIDE_ASSUMED } from './marks.ts';
import { drivingKerb } from './sides.ts';

/** A stretch of a leg along which nothing changes. */
export interface Stretch {
  readonly from_cm: number;
  readonly to_cm: number;
  /** The passes that count for the leg's side, earliest first; may be more than it asks for. */
  readonly passes: readonly Passage[];
  readonly excused: boolean;
}

/** What of a ledger the sides are told by. */
interface Judging {
  readonly rules: Rules;
  readonly drivesOn: 'left' | 'right';
}

/** The leg cut wherever its passes or excuses change. Coverage by each pass number can be read off it. */
export function legStretches(there: EdgeLedger, leg: PlannedLeg, how: Judging): Stretch[] {
  const { lanes } = there;
  if (there.excuses.length === 0 && (leg.side === 'centre' || lanes['worked/undecided'] === undefined))
    return alongLane(lanes[LANE_OF[leg.side]], leg);
  const cuts = new Set([leg.from_cm, leg.to_cm]);
  if (leg.side === 'centre') cutsOf(lanes['worked/any'], leg, cuts);
  else {
    cutsOf(lanes[`worked/${leg.side}`], leg, cuts);
    const undecided = lanes['worked/undecided'];
    if (undecided !== undefined) {
      // The side an undecided drive goes to depends on what both are short of.
      cutsOf(undecided, leg, cuts);
      cutsOf(lanes[leg.side === 'left' ? 'worked/right' : 'worked/left'], leg, cuts);
      const decided = [...passesWithin(lanes['worked/left'], leg), ...passesWithin(lanes['worked/right'], leg)];
      const all = [...passesWithin(undecided, leg), ...decided];
      all.forEach((pass, i) => {
        for (const other of all.slice(i + 1)) {
          for (const apart of [{ by: 'drive' }, { by: 'time', least_ms: how.rules.newPass_ms }] as const) {
            cutWhereTheyMeet(pass, other, apart, (at_cm) => cut(at_cm, leg, cuts));
          }
        }
      });
      cutAtEnds(there.legs, leg, cuts);
    }
  }
  cutAtEnds(there.excuses, leg, cuts);
  const ends = [...cuts].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (let i = 1; i < ends.length; i++) {
    const from_cm = ends[i - 1]!;
    stretches.push({
      from_cm,
      to_cm: ends[i]!,
      passes: countingAt(there, leg.side, from_cm, how),
      excused: there.excuses.some((e) => e.side === leg.side && e.from_cm <= from_cm && from_cm < e.to_cm),
    });
  }
  return stretches;
}

const LANE_OF = { left: 'worked/left', right: 'worked/right', centre: 'worked/any' } as const;

/** The usual leg: nothing is excused, and every pass over it has its side. */
function alongLane(lane: Lane | undefined, { from_cm, to_cm }: PlannedLeg): Stretch[] {
  const stretches: Stretch[] = [];
  let at_cm = from_cm;
  const count = lane === undefined ? 0 : lane.from_cm.length;
  for (let i = 0; i < count && lane!.from_cm[i]! < to_cm; i++) {
    const end_cm = Math.min(lane!.to_cm[i]!, to_cm);
    if (end_cm <= at_cm) continue;
    const start_cm = lane!.from_cm[i]!;
    if (start_cm > at_cm) stretches.push({ from_cm: at_cm, to_cm: start_cm, passes: NO_PASSES, excused: false });
    stretches.push({ from_cm: Math.max(start_cm, at_cm), to_cm: end_cm, passes: lane!.passes[i]!, excused: false });
    at_cm = end_cm;
  }
  if (at_cm < to_cm) stretches.push({ from_cm: at_cm, to_cm, passes: NO_PASSES, excused: false });
  return stretches;
}

/** Adds the places where a lane changes within a leg. */
export function cutsOf(lane: Lane | undefined, leg: PlannedLeg, cuts: Set<number>): void {
  if (lane === undefined) return;
  for (let i = 0; i < lane.from_cm.length; i++) {
    cut(lane.from_cm[i]!, leg, cuts);
    cut(lane.to_cm[i]!, leg, cuts);
  }
}

/** Every pass over part of a leg, once. */
function passesWithin(lane: Lane | undefined, leg: PlannedLeg): Set<Passage> {
  const found = new Set<Passage>();
  lane?.passes.forEach((passes, i) => {
    if (lane.from_cm[i]! < leg.to_cm && leg.from_cm < lane.to_cm[i]!) for (const pass of passes) found.add(pass);
  });
  return found;
}

/** Adds the ends of other stretches that lie within a leg. */
export function cutAtEnds(
  stretches: readonly { readonly from_cm: number; readonly to_cm: number }[],
  leg: PlannedLeg,
  cuts: Set<number>,
): void {
  for (const { from_cm, to_cm } of stretches) {
    cut(from_cm, leg, cuts);
    cut(to_cm, leg, cuts);
  }
}

function cut(at_cm: number, leg: PlannedLeg, cuts: Set<number>): void {
  if (at_cm > leg.from_cm && at_cm < leg.to_cm) cuts.add(at_cm);
}

/** How many passes the plan asks of one side at a place of an edge. */
export function askedAt(legs: readonly PlannedLeg[], side: PlannedLeg['side'], at_cm: number): number {
  let asked = 0;
  for (const leg of legs) if (leg.side === side && leg.from_cm <= at_cm && at_cm < leg.to_cm) asked += leg.passes;
  return asked;
}

function countingAt(there: EdgeLedger, side: PlannedLeg['side'], at_cm: number, how: Judging): readonly Passage[] {
  const { lanes } = there;
  if (side === 'centre') return passesAt(lanes['worked/any'], at_cm);
  const undecided = passesAt(lanes['worked/undecided'], at_cm);
  const decided = passesAt(lanes[`worked/${side}`], at_cm);
  if (undecided.length === 0) return decided;
  return assumed(there, undecided, at_cm, how)[side];
}

/**
 * Gives each drive whose side nothing shows to a planned side, those that lean most to a kerb first: a side on which it is a
 * pass of its own before one that the vehicle served minutes before, a side still short of passes before one that is not,
 * then the kerb it leans to, then the one with fewest, then the driving side.
 */
function assumed(
  { lanes, legs }: EdgeLedger,
  undecided: readonly Passage[],
  at_cm: number,
  { rules: { newPass_ms }, drivesOn }: Judging,
): { left: readonly Passage[]; right: readonly Passage[] } {
  const sides = {
    left: [...passesAt(lanes['worked/left'], at_cm)],
    right: [...passesAt(lanes['worked/right'], at_cm)],
  };
  const asked = { left: askedAt(legs, 'left', at_cm), right: askedAt(legs, 'right', at_cm) };
  const again = (side: 'left' | 'right', pass: Passage) =>
    sides[side].some((other) => isSamePass(pass, other, at_cm, { by: 'time', least_ms: newPass_ms }));
  const rank = (side: 'left' | 'right', pass: Passage) =>
    (asked[side] === 0 ? 4e6 : again(side, pass) ? 2e6 : sides[side].length < asked[side] ? 0 : 1e6) +
    (pass.lean_m === 0 || side === kerbOf(pass, drivesOn) ? 0 : 1e3) +
    sides[side].length * 2 +
    (side === kerbOf(pass, drivesOn) ? 0 : 1);
  const surest =
    undecided.length === 1 ? undecided : undecided.toSorted((a, b) => Math.abs(b.lean_m) - Math.abs(a.lean_m));
  for (const pass of surest) {
    const side = rank('left', pass) < rank('right', pass) ? 'left' : 'right';
    if (!again(side, pass)) sides[side].push({ ...pass, marks: marksOf(bitsOf(pass.marks) | SIDE_ASSUMED) });
  }
  const earlier = earlierAt(at_cm);
  return { left: sides.left.sort(earlier), right: sides.right.sort(earlier) };
}

/** The kerb that a pass is likelier to have served where nothing shows it: to which it leans, else the one on its driving side. */
const kerbOf = ({ lean_m, forward }: Passage, drivesOn: 'left' | 'right'): 'left' | 'right' =>
  lean_m === 0 ? drivingKerb(drivesOn, forward) : lean_m > 0 ? 'right' : 'left';
