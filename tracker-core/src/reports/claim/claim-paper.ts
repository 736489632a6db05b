import type { Claim, Contract, Operation, Quality, Side, TermsVersion, UncoveredReason } from '@sweepline/contract';
import type { ToldLines } from './listed-lines.ts';

/** An assignment that lines of a claim are of, as its sealed result has it. */
export interface PaperWork {
  readonly assignment: string;
  readonly date: string;
  readonly route: string;
  readonly routeVersion: number;
  readonly operation: Operation;
  readonly vehicle: string;
  readonly from: string;
  readonly to: string;
  readonly planned_m: number;
  readonly covered_m: number;
  readonly excused_m: number;
  readonly revision: number;
  readonly digest: string;
  readonly rulesVersion: string;
  readonly matcherVersion: string;
  readonly retroactive: boolean;
  readonly quality: Quality;
}

/** A street of the plan around a place: flat lon, lat pairs. */
export interface PaperStreet {
  readonly name: string | null;
  readonly class: string | null;
  readonly line: Float64Array;
}

/** A piece of a leg of the assignment, as it was found. */
export interface PaperPiece {
  readonly edge: string;
  /** Its street's name. */
  readonly street: string | null;
  readonly side: Side;
  readonly state: 'covered' | 'excused' | 'uncovered';
  readonly reason: UncoveredReason | null;
  readonly line: Float64Array;
  /** Whether the lines are about it. */
  readonly charged: boolean;
}

export interface PaperFix {
  readonly ts_ms: number;
  readonly speed_kmh: number | null;
  /** Null where the gear of the operation is not wired. */
  readonly gear: boolean | null;
  /** Whether it was matched to an edge that the lines are about. */
  readonly there: boolean;
}

/** What is drawn of lines of one assignment on the same streets. */
export interface PaperPlace {
  /** Numbers of the lines that it is about. */
  readonly lines: readonly number[];
  readonly assignment: string;
  readonly streets: readonly PaperStreet[];
  readonly pieces: readonly PaperPiece[];
  readonly track: readonly PaperFix[];
  /** Silences longer than this are drawn as gaps, seconds. */
  readonly join_s: number;
  /** km/h at which the operation counts. */
  readonly band: { readonly min_kmh: number; readonly max_kmh: number };
}

/** All that a claim's document says. Whoever gathers it has the rights; nothing is looked up here. */
export interface ClaimPaper {
  readonly claim: Claim;
  readonly contract: Contract;
  readonly municipality: { readonly id: string; readonly name: string; readonly timezone: string };
  /** The versions by which it was drawn up, oldest first. */
  readonly terms: readonly TermsVersion[];
  /** The last day to which delays of what was not done are counted; null where no rule asks. */
  readonly delaysUpTo: string | null;
  readonly told: ToldLines;
  readonly routeNames: ReadonlyMap<string, string>;
  readonly plates: ReadonlyMap<string, string>;
  /** By which the evidence pack is signed; null where there is none yet. */
  readonly keyId: string | null;
  readonly works: ReadonlyMap<string, PaperWork>;
  readonly places: readonly PaperPlace[];
  /** Places for which there was no room, of lines that are listed. */
  readonly placesLeftOut: number;
  /** Assignments of lines for which there was no room. */
  readonly worksLeftOut: number;
}
