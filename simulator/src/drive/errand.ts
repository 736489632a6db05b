import type { EventKind } from '@sweepline/contract';
import type { PlannedLeg } from '../plan/plan.ts';

/** What a driver does next. */
export type Errand = WorkErrand | DriveErrand | StandErrand | SayErrand;

export interface WorkErrand {
  readonly do: 'work';
  readonly leg: PlannedLeg;
  readonly forward: boolean;
  readonly lateral_m: number;
}

export interface DriveErrand {
  readonly do: 'drive';
  readonly to: number;
}

export interface StandErrand {
  readonly do: 'stand';
  readonly seconds: number;
  readonly engine: boolean;
  readonly gear: boolean;
}

/** A message of the driver: see the contract's events. */
export interface SayErrand {
  readonly do: 'say';
  readonly kind: EventKind;
  readonly note?: string;
}
