import {
  FIX_VERDICTS,
  FLAG_IGNITION_ON,
  FLAG_IGNITION_TOLD,
  FLAG_LATE,
  NOT_TOLD,
  OPERATIONS,
  replayColumns,
  SERVED,
  type ReplayHour,
} from '@sweepline/contract';
import type { Fix } from '../../pipeline/stages.ts';
import type { WorkRow } from '../../store/series/work.ts';

export interface HourOfVehicle {
  readonly vehicle: string;
  readonly no: number;
  readonly hour_ms: number;
  /** Counting fixes of the hour, in the order of time. */
  readonly fixes: readonly Fix[];
  /** Up to here it is certain what counts; a later fix that lies in no passage may still come to lie in one. */
  readonly decided_ms: number;
  /** What the vehicle entered in the hour or shortly before it, in the order of driving. */
  readonly work: readonly WorkRow[];
}

/** No operation is known of a fix. */
const NO_OPERATION = 255;

const [UNDECIDED, NONE] = [FIX_VERDICTS.indexOf('undecided'), FIX_VERDICTS.indexOf('none')];

/** A fix is judged as the stretch that led to it: the passage during which it was sent. */
export function packHour({ vehicle, no, hour_ms, decided_ms, fixes, work }: HourOfVehicle): ReplayHour {
  const columns = replayColumns(fixes.length);
  const edges: string[] = [];
  const edgeNo = new Map<string, number>();
  let next = 0;
  for (const [row, fix] of fixes.entries()) {
    columns.ts[row] = fix.ts_ms - hour_ms;
    columns.lat[row] = Math.round(fix.lat * 1e7);
    columns.lon[row] = Math.round(fix.lon * 1e7);
    columns.heading[row] = fix.heading_deg === null ? NOT_TOLD : Math.round(fix.heading_deg * 100);
    columns.speed[row] = fix.speed_kmh === null ? NOT_TOLD : Math.round(fix.speed_kmh * 100);
    columns.gear[row] = fix.gear;
    columns.gearTold[row] = fix.gearSeen;
    columns.flags[row] = flagsOf(fix);
    while (next < work.length && work[next]!.leave_ms < fix.ts_ms) next += 1;
    const passage = work[next];
    if (passage === undefined || passage.enter_ms > fix.ts_ms) {
      columns.verdict[row] = passage === undefined && fix.ts_ms > decided_ms ? UNDECIDED : NONE;
      columns.edge[row] = NOT_TOLD;
      columns.operation[row] = passage === undefined ? NO_OPERATION : OPERATIONS.indexOf(passage.operation);
      continue;
    }
    let edge = edgeNo.get(passage.edge);
    if (edge === undefined) {
      edge = edges.push(passage.edge) - 1;
      edgeNo.set(passage.edge, edge);
    }
    columns.edge[row] = edge;
    columns.verdict[row] = FIX_VERDICTS.indexOf(passage.verdict);
    columns.served[row] = SERVED.indexOf(passage.serves);
    columns.operation[row] = OPERATIONS.indexOf(passage.operation);
  }
  return { vehicle, no, hour_ms, edges, columns };
}

const flagsOf = ({ ignition, late }: Fix): number =>
  (ignition === null ? 0 : FLAG_IGNITION_TOLD) | (ignition === true ? FLAG_IGNITION_ON : 0) | (late ? FLAG_LATE : 0);
