import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { instantOf } from '@sweepline/contract';
import { FAULT_RULES } from '../faults/rules.ts';
import type { Trip } from '../fleet.ts';
import type { FleetPlan } from '../plan/plan.ts';
import type { Timeline } from '../publish/timeline.ts';
import { truthOf } from './truth.ts';

/** The lines of the truth file: what was served, then which faults took hold and the incident each must leave. */
export function* truthLines(
  plan: FleetPlan,
  trips: readonly Trip[],
  timeline: Timeline,
): Generator<Record<string, unknown>> {
  const at = (seconds: number): string => instantOf(timeline.ts_ms(Math.round(seconds * 1000)));
  const runs = trips.flatMap((trip) => trip.runs);
  for (const { at_s, ...line } of truthOf(plan, runs)) yield { ...line, at: at(at_s) };
  for (const { vehicle, effects } of trips) {
    for (const { fault, from_s, to_s } of effects) {
      const expectIncident = FAULT_RULES[fault.kind].expects(to_s - from_s, fault, vehicle);
      const line = { fault: fault.kind, vehicle: vehicle.id, from: at(from_s), to: at(to_s) };
      yield expectIncident === null ? line : { ...line, expectIncident };
    }
  }
}

/** Writes the truth as JSON lines. */
export async function writeTruth(
  file: string,
  plan: FleetPlan,
  trips: readonly Trip[],
  timeline: Timeline,
): Promise<void> {
  const stream = createWriteStream(file);
  for (const line of truthLines(plan, trips, timeline)) stream.write(`${JSON.stringify(line)}\n`);
  stream.end();
  await finished(stream);
}
