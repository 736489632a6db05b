import { addDays, instantOf, instantOfLocal, localOf, type Device, type QualityDay } from '@sweepline/contract';
import { dutyOf, gapAbove, type Run } from '../coverage/duty.ts';
import { gradeOf, uptimeOf } from '../coverage/quality.ts';
import { RULES } from '../pipeline/rules.ts';
import type { Db } from '../store/db.ts';
import { assignmentWindows, type AssignmentWindow } from '../store/objects/assignments.ts';
import { countReasons, readRuns, type FixRuns } from '../store/series/fix-runs.ts';
import type { Directory } from './directory.ts';

/** Fixes so long before and after a day show where the vehicle parked. */
const CONTEXT_MS = 2 * 3_600_000;
const MOST_GAPS = 50;
const KEPT_DAYS = 40_000;

interface Day {
  readonly date: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

export interface DeviceDaysParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly lateAfter_ms: number;
  /** Instant of the newest fix of a municipality: up to there silence is judged. */
  readonly newest_ms: (municipality: string) => number;
  /** Changes with everything that is stored of the vehicle. */
  readonly versionOf: (vehicle: string) => number;
}

/** How good the devices' evidence was, day by day, by their vehicles' shifts. */
export class DeviceDays {
  private readonly parts: DeviceDaysParts;
  private readonly kept = new Map<string, { readonly version: string; readonly day: QualityDay }>();

  constructor(parts: DeviceDaysParts) {
    this.parts = parts;
  }

  /** Local days from the one of `from_ms` to the one of the last instant before `to_ms`. */
  async of(devices: readonly Device[], zone: string, from_ms: number, to_ms: number): Promise<QualityDay[][]> {
    const days = daysOf(zone, from_ms, to_ms);
    const windows = await assignmentWindows(
      this.parts.db,
      [...new Set(devices.flatMap((device) => this.vehiclesOf(device)))],
      days[0]!.from_ms,
      days.at(-1)!.to_ms,
    );
    const answer: QualityDay[][] = [];
    for (const device of devices) {
      const own = this.dutiesOf(device, windows);
      const graded: QualityDay[] = [];
      for (const day of days) graded.push(await this.day(device, day, own));
      answer.push(graded);
    }
    return answer;
  }

  private vehiclesOf({ id, vehicle }: Device): string[] {
    return [vehicle, ...this.parts.directory.vehiclesOf(id, 0, Infinity).map((bound) => bound.id)];
  }

  /** The shifts of its vehicles while it was theirs. */
  private dutiesOf({ id }: Device, windows: readonly AssignmentWindow[]): readonly AssignmentWindow[] {
    return windows.flatMap((window) =>
      this.parts.directory
        .timesOf(window.vehicle)
        .filter(({ device, from_ms, to_ms }) => device === id && from_ms < window.to_ms && to_ms > window.from_ms)
        .map((time) => ({
          ...window,
          from_ms: Math.max(window.from_ms, time.from_ms),
          to_ms: Math.min(window.to_ms, time.to_ms),
        })),
    );
  }

  private async day(device: Device, day: Day, duties: readonly AssignmentWindow[]): Promise<QualityDay> {
    const { db, directory, lateAfter_ms, newest_ms, versionOf } = this.parts;
    const newest = newest_ms(device.municipality);
    const begun = duties
      .filter(({ from_ms }) => from_ms >= day.from_ms && from_ms < day.to_ms && from_ms < newest)
      .toSorted((a, b) => a.from_ms - b.from_ms);
    const end_ms = Math.max(day.to_ms, ...begun.map(({ to_ms }) => to_ms));
    const closed = newest > end_ms + lateAfter_ms;
    const versions = directory.vehiclesOf(device.id, day.from_ms, end_ms).map(({ id }) => versionOf(id));
    const shifts = begun.map(({ from_ms, to_ms }) => `${from_ms}-${to_ms}`).join();
    const version = `${device.interval_s} ${shifts} ${closed ? 'closed' : `${versions.join()} ${newest}`}`;
    const key = `${device.id} ${day.from_ms}`;
    const known = this.kept.get(key);
    if (known?.version === version) return known.day;
    const gap_ms = gapAbove(device.interval_s, RULES);
    const span = { from_ms: day.from_ms - CONTEXT_MS, to_ms: end_ms + CONTEXT_MS };
    const [around, within, reasons] = [
      await readRuns(db, device.id, span, gap_ms, lateAfter_ms),
      await readRuns(db, device.id, day, gap_ms, lateAfter_ms),
      await countReasons(db, device.id, day),
    ];
    const made = qualityDay(day, mergedWindows(begun, newest), around.runs, within, reasons, gap_ms);
    this.kept.delete(key);
    this.kept.set(key, { version, day: made });
    if (this.kept.size > KEPT_DAYS) this.kept.delete(this.kept.keys().next().value!);
    return made;
  }
}

function daysOf(zone: string, from_ms: number, to_ms: number): Day[] {
  const days: Day[] = [];
  for (let { date } = localOf(zone, from_ms); ; date = addDays(date, 1)) {
    const midnight_ms = instantOfLocal(zone, date, 0);
    if (midnight_ms >= to_ms) return days;
    days.push({ date, from_ms: midnight_ms, to_ms: instantOfLocal(zone, addDays(date, 1), 0) });
  }
}

interface Window {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly end_ms: number;
}

/** Shifts that overlap are one time of duty; silence is judged to its end, or as far as anything is known. */
function mergedWindows(begun: readonly AssignmentWindow[], newest_ms: number): readonly Window[] {
  const merged: { from_ms: number; to_ms: number }[] = [];
  for (const { from_ms, to_ms } of begun) {
    const last = merged.at(-1);
    if (last && from_ms <= last.to_ms) last.to_ms = Math.max(last.to_ms, to_ms);
    else merged.push({ from_ms, to_ms });
  }
  return merged.map((window) => ({ ...window, end_ms: Math.min(window.to_ms, newest_ms) }));
}

function qualityDay(
  { date }: Day,
  shifts: readonly Window[],
  around: readonly Run[],
  within: FixRuns,
  reasons: Record<string, number>,
  gap_ms: number,
): QualityDay {
  const first_ms = within.runs[0]?.from_ms;
  const last_ms = within.runs.at(-1)?.to_ms;
  const drive = first_ms === undefined || last_ms === undefined ? [] : [{ from_ms: first_ms, end_ms: last_ms }];
  const onDuty = shifts.length > 0;
  const windows = onDuty ? shifts : drive;
  const duties = windows.map((window) => dutyOf(onDuty ? around : within.runs, window, gap_ms, RULES));
  const spoke = onDuty
    ? shifts.some(({ from_ms, to_ms }) => around.some((run) => run.from_ms < to_ms && run.to_ms >= from_ms))
    : within.fixes > 0;
  const sum = (of: (duty: (typeof duties)[number]) => number): number => duties.reduce((all, one) => all + of(one), 0);
  const uptime_pct = spoke
    ? uptimeOf(
        sum(({ duty_ms }) => duty_ms),
        sum(({ silent_ms }) => silent_ms),
      )
    : null;
  return {
    date,
    onDuty,
    grade: onDuty || spoke ? gradeOf(spoke ? 1 : 0, uptime_pct) : null,
    uptime_pct,
    fixes: within.fixes,
    rejected: Object.entries(reasons).reduce((all, [reason, count]) => (reason === 'conflict' ? all : all + count), 0),
    conflicts: within.conflicts,
    fieldErrors: within.fieldErrors,
    lastFixAt: last_ms === undefined ? null : instantOf(last_ms),
    gaps: longest(duties.flatMap(({ gaps }) => gaps)),
    reasons,
  };
}

const lengthOf = ({ from, to }: { from: string; to: string }): number => Date.parse(to) - Date.parse(from);

function longest(gaps: { from: string; to: string }[]): { from: string; to: string }[] {
  if (gaps.length <= MOST_GAPS) return gaps;
  return gaps.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_GAPS);
}
