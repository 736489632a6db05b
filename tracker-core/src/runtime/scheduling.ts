import { addDays, localOf, type ScheduleEffect } from '@sweepline/contract';
import type { PlanPort, SchedulePort } from '../gateway/ports.ts';
import { occurrencesOf } from '../planning/occurrences.ts';
import { reconcile, type PlannedFacts } from '../planning/reconcile.ts';
import type { Db } from '../store/db.ts';
import { deleteAssignment, listAssignments, putAssignment } from '../store/objects/assignments.ts';
import { addAudit } from '../store/objects/audit.ts';
import { allSchedules, findSchedule, forgetMadeDay, madeDays, noteMadeDay } from '../store/objects/schedules.ts';
import { EVERYTHING } from '../store/objects/scope.ts';
import { routeSummaries, takenAssignments } from '../store/objects/week.ts';
import type { Directory } from './directory.ts';
import type { Log } from './log.ts';

export interface SchedulingParts {
  readonly db: Db;
  readonly directory: Directory;
  /** How many days ahead assignments are made. */
  readonly ahead_days: number;
  readonly changed: PlanPort['changed'];
  readonly now: () => number;
  readonly log: Log;
}

const ASSIGNMENTS_AT_ONCE = 1_000;
const NOTHING: ScheduleEffect = { made: 0, changed: 0, removed: 0, kept: 0 };

/** Makes the assignments of recurring plans some days ahead, and keeps them as their schedule says until a person touches them. */
export class Scheduling implements SchedulePort {
  private readonly parts: SchedulingParts;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SchedulingParts) {
    this.parts = parts;
  }

  /** One after another; a round that fails for one goes on with the next. */
  async all(): Promise<void> {
    for (const { id } of await allSchedules(this.parts.db)) {
      await this.apply(id, 'service').catch((error: unknown) =>
        this.parts.log.error({ schedule: id, err: error }, 'assignments of a schedule could not be made'),
      );
    }
  }

  apply(id: string, by: string): Promise<ScheduleEffect> {
    return this.inTurn(() => this.bring(id, true, by));
  }

  clear(id: string, by: string): Promise<ScheduleEffect> {
    return this.inTurn(() => this.bring(id, false, by));
  }

  /** Settles what is under way. */
  async close(): Promise<void> {
    await this.turn.catch(() => undefined);
  }

  /** By the schedule as it is stored when its turn comes. */
  private async bring(id: string, runs: boolean, by: string): Promise<ScheduleEffect> {
    const { db, directory, ahead_days, now, changed, log } = this.parts;
    const schedule = await findSchedule(db, id);
    if (schedule === null) return NOTHING;
    const { municipality, crew, contract } = schedule;
    const zone = directory.municipality(municipality)?.timezone;
    const route = (await routeSummaries(db, [schedule.route])).get(schedule.route);
    // A retired route keeps what was made of it, and nothing more is made.
    if (zone === undefined || route === undefined || (runs && route.retired)) return NOTHING;
    const now_ms = now();
    const today = localOf(zone, now_ms).date;
    const occurrences = runs ? occurrencesOf(schedule, zone, today, addDays(today, ahead_days)) : [];
    // What the vehicle cannot do any more is nobody's until somebody decides.
    const vehicle = directory.vehicle(schedule.vehicle ?? '');
    const days = await madeDays(db, id, addDays(today, -1));
    const own = new Set(days.map(({ assignment }) => assignment));
    const { make, change, remove, kept } = reconcile({
      work: {
        route: route.id,
        routeVersion: route.version,
        vehicle: vehicle?.retiredAt === undefined && vehicle?.operations.includes(route.operation) ? vehicle.id : null,
        crew,
        contract,
      },
      occurrences,
      days,
      others: (await this.windowsOf(route.id, now_ms)).filter((one) => !own.has(one.id)),
      now_ms,
    });
    const idOf = (date: string): string => `${id}.${date}`;
    // What stands under the day's own id was given to somebody by hand.
    const taken = await takenAssignments(
      db,
      make.map(({ date }) => idOf(date)),
    );
    const made = make.filter(({ date }) => !taken.has(idOf(date)));
    const removed: string[] = [];
    if (made.length + change.length + remove.length === 0)
      return { made: 0, changed: 0, removed: 0, kept: kept.length };
    await db.transaction(async (within) => {
      const put = async (assignment: string, date: string, facts: PlannedFacts): Promise<void> => {
        await putAssignment(within, { id: assignment, municipality, ...facts, retroactive: false }, now_ms);
        await noteMadeDay(within, id, date, assignment, facts);
      };
      for (const { date, facts } of made) await put(idOf(date), date, facts);
      for (const { date, assignment, facts } of change) await put(assignment, date, facts);
      for (const { date, assignment } of remove) {
        if (!(await deleteAssignment(within, assignment))) continue;
        await forgetMadeDay(within, id, date);
        removed.push(assignment);
      }
      const body = {
        made: made.map(({ date }) => idOf(date)),
        changed: change.map(({ assignment }) => assignment),
        removed,
      };
      await addAudit(within, { at_ms: now_ms, login: by, action: 'schedule', object: id, municipality, body });
    });
    for (const assignment of [
      ...made.map(({ date }) => idOf(date)),
      ...change.map((one) => one.assignment),
      ...removed,
    ])
      await changed('assignment', assignment);
    const effect = {
      made: made.length,
      changed: change.length,
      removed: removed.length,
      kept: kept.length + remove.length - removed.length,
    };
    log.info({ schedule: id, ...effect }, 'assignments of a schedule');
    return effect;
  }

  private async windowsOf(route: string, from_ms: number): Promise<{ id: string; from_ms: number; to_ms: number }[]> {
    const filter = { route, vehicle: null, from_ms, to_ms: null };
    const found: { id: string; from_ms: number; to_ms: number }[] = [];
    let after: string | null = null;
    do {
      const page = await listAssignments(this.parts.db, EVERYTHING, filter, { after, limit: ASSIGNMENTS_AT_ONCE });
      for (const { id, from, to } of page.items) found.push({ id, from_ms: Date.parse(from), to_ms: Date.parse(to) });
      after = page.next;
    } while (after !== null);
    return found;
  }

  private inTurn<Done>(work: () => Promise<Done>): Promise<Done> {
    const done = this.turn.then(work, work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
