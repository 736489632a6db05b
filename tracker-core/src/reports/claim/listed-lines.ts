import type { ClaimLine, LineKind } from '@sweepline/contract';

/** What is left of the line: after the decision, where there is one. */
export const amountOf = ({ amount, decision }: Pick<ClaimLine, 'amount' | 'decision'>): number =>
  decision?.amount ?? amount;

/** The tables of the document: what is claimed by kind, what is held back, what is not claimed. */
export type Section = LineKind | 'held' | 'dropped';

export const sectionOf = ({ state, kind }: Pick<ClaimLine, 'state' | 'kind'>): Section =>
  state === 'standing' ? kind : state === 'held' ? 'held' : 'dropped';

export interface SectionSum {
  readonly lines: number;
  /** Minor units; of what is not claimed, what was left out. */
  readonly amount: number;
}

/** The lines of a claim as its document tells them. */
export interface ToldLines {
  /** Those that are listed, in order of their numbers. */
  readonly listed: readonly ClaimLine[];
  /** Of all lines. */
  readonly sums: Readonly<Record<Section, SectionSum>>;
  readonly count: number;
  /** Spans of numbers of what was accepted without more. */
  readonly accepted: readonly (readonly [from: number, to: number])[];
}

/** A document of more would fill hundreds of pages that nobody turns: the table of all lines is for them. */
export const MOST_LISTED = 3_000;

const isDisputed = ({ answer, decision }: ClaimLine): boolean => answer?.answer === 'object' || decision !== null;
const RANK: Readonly<Record<string, number>> = { standing: 0, held: 1 };
const rankOf = ({ state }: ClaimLine): number => RANK[state] ?? 2;

/** What is argued about, then what is claimed, each by its sum. */
const byWeight = (a: ClaimLine, b: ClaimLine): number =>
  Number(isDisputed(b)) - Number(isDisputed(a)) ||
  rankOf(a) - rankOf(b) ||
  Math.abs(b.amount) - Math.abs(a.amount) ||
  a.no - b.no;

/** Takes all lines in order, and holds no more of them than are listed, twice over. */
export class LineTeller {
  private readonly most: number;
  private kept: ClaimLine[] = [];
  private readonly sums = Object.fromEntries(
    (['non-payment', 'penalty', 'warning', 'bonus', 'held', 'dropped'] as const).map((section) => [
      section,
      { lines: 0, amount: 0 },
    ]),
  ) as Record<Section, { lines: number; amount: number }>;
  private readonly accepted: [number, number][] = [];
  private count = 0;

  constructor(most = MOST_LISTED) {
    this.most = most;
  }

  take(line: ClaimLine): void {
    this.count += 1;
    const sum = this.sums[sectionOf(line)];
    sum.lines += 1;
    sum.amount += amountOf(line);
    if (line.answer?.answer === 'accept' && line.decision === null) this.accept(line.no);
    this.kept.push(line);
    if (this.kept.length >= 2 * this.most) this.trim();
  }

  told(): ToldLines {
    if (this.kept.length > this.most) this.trim();
    const listed = this.kept.toSorted((a, b) => a.no - b.no);
    return { listed, sums: this.sums, count: this.count, accepted: this.accepted };
  }

  private accept(no: number): void {
    const last = this.accepted.at(-1);
    if (last && last[1] === no - 1) last[1] = no;
    else this.accepted.push([no, no]);
  }

  private trim(): void {
    this.kept = this.kept.sort(byWeight).slice(0, this.most);
  }
}

export function tellLines(lines: Iterable<ClaimLine>, most?: number): ToldLines {
  const teller = new LineTeller(most);
  for (const line of lines) teller.take(line);
  return teller.told();
}
