import type { IncidentKind } from '@sweepline/contract';
import type { FaultKind } from '@sweepline/simulator/pure';

/** What one fault left behind. */
export interface FaultFinding {
  readonly fault: FaultKind;
  readonly vehicle: string;
  readonly from_s: number;
  readonly to_s: number;
  /** The incident it must leave, or the reason its metres must be given. */
  readonly expected: string;
  /** In time. */
  readonly found: boolean;
  /** In time or late: it stands in the end. */
  readonly stands: boolean;
  /** Seconds from its beginning to the telling, and how many there may be; null where nothing was told, or nothing is. */
  readonly delay_s: number | null;
  readonly allowed_s: number | null;
}

export interface FalseIncident {
  readonly kind: IncidentKind;
  readonly vehicle: string;
  readonly assignment: string | null;
  readonly from_s: number;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** A leg's pass whose covered length errs, for whoever looks for the cause. */
export interface LegError {
  readonly assignment: string;
  readonly edge: string;
  readonly side: string;
  readonly pass: number;
  readonly true_m: number;
  readonly told_m: number;
}

/** Sums over one or more runs; lengths in metres over (edge, side, pass). */
export interface Figures {
  readonly planned_m: number;
  readonly true_m: number;
  readonly told_m: number;
  /** Told and true. */
  readonly both_m: number;
  /** Σ over (edge, side, pass) of the difference between told and true length. */
  readonly error_m: number;
  /** Told metres that can be traced to a true drive, and those on the side which that served. */
  readonly sided_m: number;
  readonly rightSide_m: number;
  /** Of these the ones marked `side-assumed`. */
  readonly assumed_m: number;
  readonly rightAssumed_m: number;
  readonly faults: readonly FaultFinding[];
  readonly falseIncidents: readonly FalseIncident[];
  readonly vehicle_h: number;
}

export function sumOf(all: readonly Figures[]): Figures {
  const sum = (field: (one: Figures) => number): number => all.reduce((total, one) => total + field(one), 0);
  return {
    planned_m: sum((one) => one.planned_m),
    true_m: sum((one) => one.true_m),
    told_m: sum((one) => one.told_m),
    both_m: sum((one) => one.both_m),
    error_m: sum((one) => one.error_m),
    sided_m: sum((one) => one.sided_m),
    rightSide_m: sum((one) => one.rightSide_m),
    assumed_m: sum((one) => one.assumed_m),
    rightAssumed_m: sum((one) => one.rightAssumed_m),
    faults: all.flatMap((one) => one.faults),
    falseIncidents: all.flatMap((one) => one.falseIncidents),
    vehicle_h: sum((one) => one.vehicle_h),
  };
}

const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole);
/** Of what was told covered, how much was. */
export const precision_pct = ({ both_m, told_m }: Figures): number => percent(both_m, told_m);
/** Of what was covered, how much was told. */
export const recall_pct = ({ both_m, true_m }: Figures): number => percent(both_m, true_m);
export const error_pct = ({ error_m, planned_m }: Figures): number =>
  planned_m === 0 ? 0 : (100 * error_m) / planned_m;
export const side_pct = ({ rightSide_m, sided_m }: Figures): number => percent(rightSide_m, sided_m);
export const foundOf = ({ faults }: Figures): number => faults.filter(({ found }) => found).length;
