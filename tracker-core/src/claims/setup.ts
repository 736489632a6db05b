import type { Contract, CoverageAnswer, IncidentKind, Operation, TermsVersion } from '@sweepline/contract';
import type { Earlier } from './money/earlier.ts';
import type { PackedAnswer } from './work/packed.ts';

/** A case that stands after the seal; without an assignment it is looked up by its vehicle and its begin. */
export interface ClaimIncident {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly assignment: string | null;
  readonly vehicle: string;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
}

/** What a draft is made under. */
export interface DraftSetup {
  readonly contract: Contract;
  /** All versions: of those that hold from a date on or before, the one with the latest date, then the newest, holds. */
  readonly terms: readonly TermsVersion[];
  /** IANA zone of the municipality. */
  readonly timezone: string;
  /** Local dates: the first day, and the day after the last. */
  readonly from: string;
  readonly to: string;
  /** Local date by whose key rate a rule may ask. */
  readonly paymentDate: string;
  /**
   * Local date, the day after the last one to which delays are counted of what was not done: the period's end or later, but
   * no day of which not everything was known when it was drafted, in a period that was not over either.
   */
  readonly delaysTo: string;
  readonly incidents: readonly ClaimIncident[];
  /** What other claims of this contract that stand charge already. */
  readonly earlier: Earlier;
  /** Names of the streets on which something is charged, by edge, as they were when it was drafted; follows from the works. */
  readonly streets?: Readonly<Record<string, string>>;
  /** How it was drafted: by another version the same results may give other lines. */
  readonly draftVersion?: string;
}

/**
 * A sealed result as a claim reads it; handed over in the order of the windows' begins, then of ids. One of a date after
 * the period is looked at only for what it made good.
 */
export interface SealedWork {
  readonly assignment: string;
  /** Local date of `from`. */
  readonly date: string;
  readonly route: string;
  readonly operation: Operation;
  readonly vehicle: string;
  /** The window, half-open, RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly retroactive: boolean;
  /** Edge -> name of its street; an edge without a name is not in it. */
  readonly streets: ReadonlyMap<string, string>;
  readonly answer: CoverageAnswer;
}

/** The same with its answer packed: as drafts take it by the thousand. */
export type PackedWork = Omit<SealedWork, 'answer'> & { readonly answer: PackedAnswer };
