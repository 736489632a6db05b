import type { Operation, Side } from '@sweepline/contract';
import type { KeptWork, UndoneLeg } from '../work/kept.ts';
import { PackedLegs, type PackedAnswer } from '../work/packed.ts';
import type { UndonePart } from '../lines/parts.ts';

/** Covered pieces of one side of an edge, as columns: there are millions of them in a month. */
interface Passes {
  readonly from_cm: number[];
  readonly to_cm: number[];
  readonly at_ms: number[];
}

/** A stretch that was owed, and when it was done after its window; null where it was not. */
export interface MadeGood {
  readonly from_cm: number;
  readonly to_cm: number;
  readonly at_ms: number | null;
}

/** When each kerb was worked in the period and after it, by any result of the contract. */
export class Performance {
  /** By operation, edge and side: a key of all three would be made a million times. */
  readonly #passes = new Map<Operation, Map<string, { [side in Side]?: Passes }>>();

  add(operation: Operation, answer: PackedAnswer): void {
    let byEdge = this.#passes.get(operation);
    if (byEdge === undefined) this.#passes.set(operation, (byEdge = new Map()));
    const read = new PackedLegs(answer);
    while (read.nextLeg()) {
      if (read.covered_cm === 0) continue;
      let sides = byEdge.get(read.edge);
      if (sides === undefined) byEdge.set(read.edge, (sides = {}));
      const passes = (sides[read.side] ??= { from_cm: [], to_cm: [], at_ms: [] });
      while (read.nextPiece()) {
        const { at_ms } = read;
        if (at_ms === undefined) continue;
        passes.from_cm.push(read.from_cm);
        passes.to_cm.push(read.to_cm);
        passes.at_ms.push(at_ms);
      }
    }
  }

  /**
   * When a part was done after its work's window. Where a metre lacks several passes, the first pass that comes later makes
   * the first of them good, the second the second.
   */
  madeGood({ work, leg, stretch }: UndonePart): MadeGood[] {
    const passes = this.#passes.get(work.operation)?.get(leg.edge)?.[leg.side];
    const lacking = lackingBefore(work, leg);
    const out: MadeGood[] = [];
    for (const [from_cm, to_cm] of stretch.spans_cm) {
      const later = laterOver(passes, from_cm, to_cm, work.to_ms);
      const cuts = new Set([from_cm, to_cm]);
      for (const [begin, end] of [...lacking, ...later.map(({ span }) => span)])
        for (const cut of [begin, end]) if (cut > from_cm && cut < to_cm) cuts.add(cut);
      const ordered = [...cuts].sort((a, b) => a - b);
      for (let i = 1; i < ordered.length; i++) {
        const [begin, end] = [ordered[i - 1]!, ordered[i]!];
        const over = ([a, b]: readonly [number, number]): boolean => a <= begin && b >= end;
        const rank = lacking.filter(over).length;
        out.push({ from_cm: begin, to_cm: end, at_ms: later.filter(({ span }) => over(span))[rank]?.at_ms ?? null });
      }
    }
    return out;
  }
}

/** Stretches of the same kerb that lack an earlier pass in the same work. */
const lackingBefore = ({ legs }: KeptWork, { edge, side, pass }: UndoneLeg): (readonly [number, number])[] =>
  legs
    .filter((other) => other.edge === edge && other.side === side && other.pass < pass)
    .flatMap(({ undone }) => undone.flatMap(({ spans_cm }) => spans_cm));

/** What was worked there from an instant on, in the order of time. */
function laterOver(passes: Passes | undefined, from_cm: number, to_cm: number, since_ms: number) {
  const later: { span: readonly [number, number]; at_ms: number }[] = [];
  for (const [i, at_ms] of (passes?.at_ms ?? []).entries()) {
    const [begin, end] = [passes!.from_cm[i]!, passes!.to_cm[i]!];
    if (at_ms >= since_ms && begin < to_cm && end > from_cm) later.push({ span: [begin, end], at_ms });
  }
  return later.sort((a, b) => a.at_ms - b.at_ms);
}
