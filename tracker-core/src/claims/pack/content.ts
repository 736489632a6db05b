import type { Claim, ClaimLine, CoverageAnswer, Revision, Route } from '@sweepline/contract';
import type { Basis } from '../../pipeline/proof/basis.ts';
import type { DraftSetup } from '../setup.ts';

/** Names of a pack's members, in the order in which they stand in it. */
export const CLAIM = 'claim.json';
export const HISTORY = 'history.json';
export const KEYS = 'keys.json';
export const CHAIN = 'chain.json';
export const NETWORKS = 'network/';
export const PLANS = 'plans/';
export const RESULTS = 'results/';
export const FIXES = 'fixes/';

/** `claim.json`: what is claimed, under what it was drafted, and from which results. */
export interface PackedClaim {
  readonly claim: Omit<Claim, 'progress' | 'history'>;
  readonly setup: DraftSetup;
  /** Names of the streets on which something is charged, by edge. */
  readonly streets: Readonly<Record<string, string>>;
  readonly works: readonly { readonly assignment: string; readonly revision: number }[];
  readonly lines: readonly ClaimLine[];
}

/** `results/{assignment}.json`: a sealed answer with everything besides fixes, plans and streets that it follows from. */
export interface PackedResult {
  readonly assignment: string;
  readonly revision: number;
  readonly sealedAt: string;
  readonly cause: Revision['cause'];
  readonly state: Revision['state'];
  readonly basis: Basis | null;
  readonly answer: CoverageAnswer;
}

/** `plans/{route}.{version}.json`. */
export type PackedPlan = Route;
export const planName = (route: string, version: number): string => `${PLANS}${route}.${version}.json`;
export const resultName = (assignment: string): string => `${RESULTS}${assignment}.json`;
export const fixesName = (device: string): string => `${FIXES}${device}.jsonl`;
export const networkName = (version: number): string => `${NETWORKS}${version}.network`;

/** A UTC day of receipt of a device: all its fixes are in the pack. */
export interface PackedDay {
  readonly day: string;
  /** Links before the day, and the last of them (zeros where there is none); hex. */
  readonly after: number;
  readonly before: string;
  readonly fixes: number;
  readonly count: number;
  readonly head: string;
  /** Whether its head was published; one that was not goes on yet, or belongs to nobody. */
  readonly closed: boolean;
}

/** `chain.json`. */
export interface PackedChain {
  readonly devices: readonly { readonly device: string; readonly days: readonly PackedDay[] }[];
}

/** A line of `fixes/{device}.jsonl`, by instant, then SHA-256; `no` is null of what was stored before there was a chain. */
export const fixLine = (no: number | null, received_ms: number, body: string): string =>
  `{"no":${no},"received_ms":${received_ms},"fix":${body}}\n`;

const LINE = /^\{"no":(null|[1-9]\d{0,15}),"received_ms":(\d{1,16}),"fix":(\{.*\})\}$/s;

export interface PackedFix {
  readonly no: number | null;
  readonly received_ms: number;
  /** RFC 8785 JSON, as it was stored. */
  readonly body: string;
}

/** Null for a line of another form. */
export function readFixLine(line: string): PackedFix | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, no, received, body] = match as unknown as [string, string, string, string];
  return { no: no === 'null' ? null : Number(no), received_ms: Number(received), body };
}
