import type { Assignment, Side, Vehicle } from '@sweepline/contract';
import type { Choice, DeviceSpan } from './choice.ts';

/** A vehicle as its fixes were judged, with the devices that spoke for it. */
export interface BasisVehicle {
  readonly vehicle: Vehicle;
  readonly interval_s: number;
  /** `to_ms` null: to the end of time. */
  readonly devices: readonly { readonly device: string; readonly from_ms: number; readonly to_ms: number | null }[];
}

/** A stretch whose metres leave an assignment's denominator. */
export interface AcceptedExcuse {
  readonly edge: string;
  readonly side: Side;
  readonly from_m: number;
  readonly to_m: number;
  readonly ground: string;
}

/** Everything besides the fixes that an assignment's result follows from. Stored with what is sealed. */
export interface Basis {
  readonly assignment: Assignment;
  readonly excuses: readonly AcceptedExcuse[];
  readonly drivesOn: 'left' | 'right';
  /** Version of the municipality's streets. */
  readonly network: number;
  /** The assignment's own and those of its contractor that came near its streets in the window, by id. */
  readonly vehicles: readonly BasisVehicle[];
  /** The other assignments of these vehicles that touch the window, by time. */
  readonly others: readonly Assignment[];
  /** Whether the assignment's vehicle was ever heard before: one that never spoke lost nothing by saying nothing. */
  readonly heardBefore: boolean;
  readonly lateAfter_ms: number;
  /** Fixes received from this instant on are not looked at; null: all that there are. */
  readonly until_ms: number | null;
  /** Times of receipt, half-open, whose late fixes count: what was accepted. */
  readonly late: readonly (readonly [from_ms: number, to_ms: number])[];
}

/** By which the result chooses its fixes. */
export function choiceOf({ until_ms, lateAfter_ms, late }: Pick<Basis, 'until_ms' | 'lateAfter_ms' | 'late'>): Choice {
  const end_ms = until_ms ?? Infinity;
  return (ts_ms, received_ms) => {
    if (received_ms >= end_ms) return 'later';
    if (received_ms - ts_ms <= lateAfter_ms) return 'counts';
    return late.some(([from_ms, to_ms]) => received_ms >= from_ms && received_ms < to_ms) ? 'counts' : 'late';
  };
}

/** The devices of a vehicle while they spoke for it. */
export const spansOf = ({ devices }: BasisVehicle): DeviceSpan[] =>
  devices.map(({ device, from_ms, to_ms }) => ({ device, from_ms, to_ms: to_ms ?? Infinity }));
