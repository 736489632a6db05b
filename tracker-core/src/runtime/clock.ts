import { assess } from '../coverage/assess.ts';
import { judgeAssignment } from '../incidents/assignment-rules.ts';
import { startedOn } from '../pipeline/step.ts';
import type { Cases } from './cases.ts';
import { timeOf, type Fleet, type Running } from './fleet.ts';
import { allSilences, type LivePlan } from './live-plan.ts';
import type { Plans } from './plans.ts';
import type { Progress } from './progress.ts';

/** How long a vehicle that was not heard in its window yet is given before it counts as absent. */
const BACKLOG_GRACE_MS = 3 * 60_000;

export interface ClockParts {
  readonly fleet: Fleet;
  readonly plans: Plans;
  readonly cases: Cases;
  readonly progress: Progress;
}

/** One second of the clock: silence, and what the assignments owe by now. */
export function second({ fleet, plans, cases, progress }: ClockParts, now_ms: number): void {
  fleet.tick(now_ms);
  // From ledgers that are still being made again nothing is to be concluded.
  if (!fleet.awake) return;
  for (const live of plans.all()) judge(live, { fleet, cases, progress }, now_ms);
}

/**
 * A vehicle in backlog reached a later instant of its own time: its assignments are judged by that, which cannot be made up
 * for later. Only vehicles of its own contractor have a part in their ledgers.
 */
export function caughtUp(parts: ClockParts, running: Running, now_ms: number): void {
  if (timeOf(running, now_ms) === now_ms || !parts.fleet.isAwake(running.vehicle.contractor)) return;
  for (const { assignment } of running.assignments) {
    const live = parts.plans.find(assignment);
    if (live) judge(live, parts, now_ms);
  }
}

function judge(live: LivePlan, { fleet, cases, progress }: Omit<ClockParts, 'plans'>, clock_ms: number): void {
  const { plan, ledger } = live;
  live.awaits = live.awaits.filter((vehicle) => fleet.isMaking(vehicle));
  if (live.awaits.length > 0) return;
  const running = fleet.find(plan.vehicle);
  const now_ms = running ? timeOf(running, clock_ms) : clock_ms;
  if (now_ms < plan.from_ms || live.over) return;
  // A plan just taken up, or a service just started: the vehicle's backlog may be on its way.
  const heard = running !== undefined && running.head_ms >= plan.from_ms;
  if (!heard && clock_ms - live.taken_ms < BACKLOG_GRACE_MS) return;
  const closed = now_ms >= plan.to_ms;
  const found = judgeAssignment(live.judge, {
    ledger,
    started_ms: running ? startedOn(running.state, plan.assignment) : null,
    now_ms,
    assessment: closed ? assess(ledger, live.network, { silences: allSilences(live) }) : null,
  });
  if (found.length > 0) cases.take(found);
  // Once closed nothing but new evidence changes it; until then its forecast goes with the time.
  if (closed) live.over = true;
  progress.mark(live);
}
