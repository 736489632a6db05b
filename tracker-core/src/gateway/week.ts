import {
  addDays,
  instantOf,
  instantOfLocal,
  localOf,
  type WeekAnswer,
  type WeekAssignment,
  type WeekOccurrence,
} from '@sweepline/contract';
import { planConflicts, type PlanBlock, type PlanVehicle } from '../planning/conflicts.ts';
import { occurrencesOf } from '../planning/occurrences.ts';
import { openDays, type ScheduledBlock } from '../planning/open-days.ts';
import { RULES, workingSpeeds } from '../pipeline/rules.ts';
import type { Db } from '../store/db.ts';
import { allSchedules, daysMade, type StoredSchedule } from '../store/objects/schedules.ts';
import type { Scope } from '../store/objects/scope.ts';
import { assignmentsTouching, routeSummaries, vehicleSummaries, type RouteSummary } from '../store/objects/week.ts';
import { within } from './access.ts';

const SPEEDS = workingSpeeds(RULES);
const TOP_KMH = {
  sweep: SPEEDS.sweep.max_kmh,
  wash: SPEEDS.wash.max_kmh,
  plough: SPEEDS.plough.max_kmh,
  grit: SPEEDS.grit.max_kmh,
  haul: SPEEDS.haul.max_kmh,
};

/** A plan over local dates [from, to). */
export interface PlannedDays {
  readonly assignments: readonly WeekAssignment[];
  readonly occurrences: readonly WeekOccurrence[];
  readonly vehicles: ReadonlyMap<string, PlanVehicle>;
}

interface Town {
  readonly id: string;
  readonly timezone: string;
}

export const blockOf = (item: WeekAssignment | WeekOccurrence): PlanBlock => ({
  id: item.id,
  route: item.route,
  operation: item.operation,
  planned_m: item.planned_m,
  vehicle: item.vehicle,
  crew: item.crew,
  from_ms: Date.parse(item.from),
  to_ms: Date.parse(item.to),
});

/** Assignments whose window touches the days, and the scheduled windows that begin on them and have none. */
export async function plannedDays(db: Db, town: Town, scope: Scope, from: string, to: string): Promise<PlannedDays> {
  const { id, timezone: zone } = town;
  const seen = within(scope, id);
  const [from_ms, to_ms] = [instantOfLocal(zone, from, 0), instantOfLocal(zone, to, 0)];
  const assignments = await assignmentsTouching(db, seen, from_ms, to_ms);
  const schedules = await allSchedules(db, seen);
  const routes = await routeSummaries(db, [...new Set(schedules.map(({ route }) => route))]);
  const made = await daysMade(
    db,
    schedules.map((schedule) => schedule.id),
    from,
    to,
  );
  const scheduled = schedules.flatMap((schedule) => windowsOf(schedule, routes.get(schedule.route), zone, from, to));
  const dated = assignments.map((one): ScheduledBlock => {
    const block = blockOf(one);
    return { ...block, date: localOf(zone, block.from_ms).date };
  });
  const occurrences = openDays(scheduled, dated).map(({ from_ms, to_ms, ...rest }): WeekOccurrence => ({
    ...rest,
    // What was made and is gone was taken away by a person: it waits for somebody again.
    state: rest.vehicle === null || made.has(`${rest.schedule} ${rest.date}`) ? 'open' : 'coming',
    from: instantOf(from_ms),
    to: instantOf(to_ms),
  }));
  return { assignments, occurrences, vehicles: await vehicleSummaries(db, id) };
}

function windowsOf(schedule: StoredSchedule, route: RouteSummary | undefined, zone: string, from: string, to: string) {
  if (route === undefined || route.retired) return [];
  const { name: routeName, operation, planned_m } = route;
  const shared = { route: route.id, routeName, operation, planned_m, vehicle: schedule.vehicle, crew: schedule.crew };
  return occurrencesOf(schedule, zone, from, to)
    .filter(({ from_ms }) => from_ms >= schedule.effective_ms)
    .map((one) => ({ id: `${schedule.id}.${one.date}`, schedule: schedule.id, ...one, ...shared }));
}

/** Seven days of a plan from a local date on, with whatever cannot be right in it. */
export async function weekAnswer(db: Db, town: Town, scope: Scope, from: string): Promise<WeekAnswer> {
  const zone = town.timezone;
  const to = addDays(from, 7);
  const { assignments, occurrences, vehicles } = await plannedDays(db, town, scope, from, to);
  const coming = occurrences.filter(({ state }) => state === 'coming');
  const open = occurrences.filter(({ state }) => state === 'open');
  const dates = Array.from({ length: 7 }, (_, n) => addDays(from, n));
  return {
    from,
    to,
    timezone: zone,
    days: dates.map((date) => ({
      date,
      from: instantOf(instantOfLocal(zone, date, 0)),
      to: instantOf(instantOfLocal(zone, addDays(date, 1), 0)),
    })),
    assignments: [...assignments],
    occurrences: [...occurrences],
    conflicts: planConflicts({
      zone,
      blocks: [...assignments, ...coming].map(blockOf),
      open: open.map(blockOf),
      vehicles,
      top_kmh: TOP_KMH,
    }),
  };
}
