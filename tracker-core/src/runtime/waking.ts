import type { Vehicle } from '@sweepline/contract';
import type { Db } from '../store/db.ts';
import { onceRead } from '../store/reaching.ts';
import { findAssignment } from '../store/objects/assignments.ts';
import { lastFixes } from '../store/series/fix-counts.ts';
import { resumeReports } from '../incidents/resume.ts';
import type { Cases } from './cases.ts';
import type { Directory } from './directory.ts';
import { CONTEXT_MS } from '../pipeline/proof/evidence.ts';
import type { EvidenceReader } from './evidence.ts';
import type { Fleet, Shift } from './fleet.ts';
import type { Plans } from './plans.ts';

/** Fixes are accepted so far ahead of the clock. */
const AHEAD_MS = 120_000;

/**
 * Reads what a vehicle's live state is made again from: the time of every window that holds the instant or ends after it, and
 * of what has lasted since before. A database that restarts is waited for: of a shift that cannot be read nothing is known, and
 * what was done in it would be told as missing.
 */
export const shiftReader =
  (evidence: EvidenceReader, plans: Plans, cases: Cases, now: () => number) =>
  async (vehicle: Vehicle, from_ms: number): Promise<Shift> => {
    let since_ms = from_ms;
    for (const plan of plans.assignmentsOf(vehicle.id))
      if (plan.to_ms > from_ms && plan.from_ms < since_ms) since_ms = plan.from_ms;
    since_ms = Math.min(since_ms, cases.lastsSince(vehicle.id, now()) ?? Infinity) - CONTEXT_MS;
    const stored = await onceRead(() => evidence.stored(vehicle.id, since_ms, now() + AHEAD_MS));
    const reports = await onceRead(() => evidence.reports(vehicle.id, since_ms, now() + AHEAD_MS));
    return { since_ms, fixes: stored.map((fix) => evidence.fixOf(fix)), reports };
  };

export interface WakingParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly fleet: Fleet;
  readonly plans: Plans;
  readonly cases: Cases;
  readonly now_ms: number;
}

/** After a start: every vehicle at its last place, and the shifts that matter to a shown assignment made again behind it. */
export async function wakeFleet({ db, directory, fleet, plans, cases, now_ms }: WakingParts): Promise<void> {
  for (const live of plans.all()) cases.resume(live);
  for (const assignment of cases.lasting()) {
    if (plans.find(assignment)) continue;
    const stored = await findAssignment(db, assignment);
    cases.endOf(assignment, stored ? Math.min(now_ms, Date.parse(stored.to)) : now_ms);
  }
  // Who helped another may have had no window of its own.
  const opens = new Map<string, number>();
  for (const live of plans.all())
    for (const vehicle of await plans.othersOn(live))
      opens.set(vehicle, Math.min(opens.get(vehicle) ?? Infinity, live.plan.from_ms));
  // Of those out of use only they have a part in what is shown.
  const vehicles = [...directory.allVehicles()].filter(
    ({ id, retiredAt }) => retiredAt === undefined || opens.has(id) || plans.assignmentsOf(id).length > 0,
  );
  const deviceOf = new Map<string, string>();
  for (const { id } of vehicles) for (const { device } of directory.timesOf(id)) deviceOf.set(device, id);
  const last = new Map<string, number>();
  for (const { device, ts_ms } of await lastFixes(db, [...deviceOf.keys()])) {
    const vehicle = directory.vehicleAt(device, ts_ms)?.id;
    if (vehicle !== undefined) last.set(vehicle, Math.max(ts_ms, last.get(vehicle) ?? -Infinity));
  }
  for (const vehicle of vehicles) {
    const running = fleet.enlist(vehicle);
    resumeReports(running.state.judge.reports, cases.told(vehicle.id), now_ms, running.state.rules);
    const last_ms = last.get(vehicle.id);
    if (last_ms === undefined) continue;
    running.head_ms = last_ms;
    // Its backlog may be on the way: for a moment it is judged by its own time, not by how long the service was away.
    running.lastReceived_ms = now_ms;
    const helped_ms = Math.min(last_ms, opens.get(vehicle.id) ?? Infinity);
    const opens_ms = plans
      .assignmentsOf(vehicle.id)
      .reduce((first, { from_ms }) => Math.min(first, from_ms), helped_ms);
    fleet.wake(vehicle.id, opens_ms);
  }
}
