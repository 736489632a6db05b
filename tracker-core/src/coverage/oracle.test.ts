import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlannedAssignment, PlannedLeg } from '../pipeline/plan.ts';
import type { Passage } from '../pipeline/stages.ts';
import { assess } from './assess.ts';
import { createLedger, credit } from './ledger.ts';
import { scene, town } from './testing/random-work.ts';

const NEW_PASS_MS = 120_000;

/** A drive over one centimetre: which kerb it served, and when it was there. */
interface Visit {
  readonly vehicle: string;
  readonly drive_ms: number;
  readonly at_ms: number;
  readonly serves: Passage['serves'];
  readonly kerb: 'left' | 'right';
  readonly lean_m: number;
}

/** Straight from the words of the rules, one centimetre at a time: the drives over it that worked inside the window. */
function visits(plan: PlannedAssignment, driven: readonly Passage[], edge: number, at_cm: number): Visit[] {
  return driven.flatMap(({ vehicle, from_cm, to_cm, forward, enter_ms, leave_ms, ...passage }): Visit[] => {
    const { verdict, serves, lean_m } = passage;
    if (passage.edge !== edge || verdict !== 'worked' || at_cm < from_cm || at_cm >= to_cm) return [];
    const per_ms = (to_cm - from_cm) / (leave_ms - enter_ms);
    // To the centimetre, a drive begins and ends where the window does.
    const early_cm = Math.round(Math.max(0, plan.from_ms - enter_ms) * per_ms);
    const late_cm = Math.round(Math.max(0, leave_ms - plan.to_ms) * per_ms);
    const gone_cm = forward ? at_cm - from_cm : to_cm - 1 - at_cm;
    const outside =
      enter_ms >= plan.to_ms || leave_ms < plan.from_ms || (leave_ms === plan.from_ms && leave_ms > enter_ms);
    if (outside || gone_cm < early_cm || gone_cm >= to_cm - from_cm - late_cm) return [];
    const share = (at_cm - from_cm) / (to_cm - from_cm);
    const at_ms = enter_ms + (leave_ms - enter_ms) * (forward ? share : 1 - share);
    const kerb = lean_m === 0 ? (forward ? 'right' : 'left') : lean_m > 0 ? 'right' : 'left';
    return [{ vehicle, drive_ms: passage.drive_ms, at_ms, serves, kerb, lean_m: Math.abs(lean_m) }];
  });
}

const byTime = (a: Visit, b: Visit) => a.at_ms - b.at_ms || (a.vehicle < b.vehicle ? -1 : 1);

/** Visits that are one with one that counted are that one. */
function counting(all: readonly Visit[], one = isOne): Visit[] {
  const counted: Visit[] = [];
  for (const visit of all) if (!counted.some((other) => one(visit, other))) counted.push(visit);
  return counted.sort(byTime);
}

/** Of one vehicle within two minutes; where the kerb is not known, of one drive. */
const isOne = (a: Visit, b: Visit) => a.vehicle === b.vehicle && Math.abs(a.at_ms - b.at_ms) < NEW_PASS_MS;
const isOneDrive = (a: Visit, b: Visit) => a.vehicle === b.vehicle && a.drive_ms === b.drive_ms;

function passesAt(plan: PlannedAssignment, driven: readonly Passage[], leg: PlannedLeg, at_cm: number): number {
  const all = visits(plan, driven, leg.edge, at_cm);
  if (leg.side === 'centre') return counting(all).length;
  const of = (side: 'left' | 'right') => counting(all.filter(({ serves }) => serves === side || serves === 'both'));
  const sides = { left: of('left'), right: of('right') };
  const asked = (side: 'left' | 'right') =>
    plan.legs
      .filter((own) => own.edge === leg.edge && own.side === side && own.from_cm <= at_cm && at_cm < own.to_cm)
      .reduce((sum, { passes }) => sum + passes, 0);
  // A side nothing shows, the drive that leans most first: where a pass is missing, then where it leans, then where there are fewest.
  const undecided = counting(
    all.filter(({ serves }) => serves === 'undecided'),
    isOneDrive,
  ).sort((a, b) => b.lean_m - a.lean_m);
  for (const visit of undecided) {
    const rank = (side: 'left' | 'right') =>
      [
        asked(side) === 0 ? 2 : sides[side].length < asked(side) ? 0 : 1,
        side === visit.kerb || visit.lean_m === 0 ? 0 : 1,
        sides[side].length,
        side === visit.kerb ? 0 : 1,
      ] as const;
    const [l, r] = [rank('left'), rank('right')];
    const side = (l[0] - r[0] || l[1] - r[1] || l[2] - r[2] || l[3] - r[3]) < 0 ? 'left' : 'right';
    if (!sides[side].some((other) => isOne(visit, other))) sides[side].push(visit);
  }
  return sides[leg.side].length;
}

it('every centimetre has the passes that the rules give it, counted one drive at a time', () => {
  fc.assert(
    fc.property(
      scene,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
      ({ plan, driven }, shares) => {
        const ledger = createLedger(plan, town, { drivesOn: 'right' });
        for (const one of driven) credit(ledger, one);
        const { legs } = assess(ledger, town);
        for (const leg of plan.legs) {
          const own = legs.filter((assessed) => assessed.leg === leg);
          for (const share of shares) {
            const at_cm = Math.min(leg.to_cm - 1, leg.from_cm + Math.floor(share * (leg.to_cm - leg.from_cm)));
            const covered = own.filter(({ pieces }) =>
              pieces.some((piece) => piece.state === 'covered' && piece.from_cm <= at_cm && at_cm < piece.to_cm),
            );
            expect([at_cm, covered.length]).toEqual([at_cm, Math.min(leg.passes, passesAt(plan, driven, leg, at_cm))]);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});
