import { instantOfLocal, type ClaimLine, type ClaimTotals, type TermsVersion } from '@sweepline/contract';
import { Books } from './work/books.ts';
import { cutByCaps } from './money/caps.ts';
import { LocalDays } from './facts/delays.ts';
import { inOrder, unpaidEntries, type Entry } from './lines/entry.ts';
import { factsOf } from './facts/facts-of.ts';
import { Judge } from './lines/judge.ts';
import { keep, type KeptWork } from './work/kept.ts';
import { Performance } from './facts/made-good.ts';
import { MetreSums } from './work/metres.ts';
import { settleOverlaps } from './lines/overlap.ts';
import { packAnswer } from './work/packed.ts';
import type { DraftSetup, PackedWork, SealedWork } from './setup.ts';
import { keyRatesOf, termsOn } from './terms/terms-of.ts';
import { totalsOf } from './money/totals.ts';

export interface Draft {
  /** Of a work only its sums and what was not done are kept. @throws RangeError where no terms or no price hold for it */
  add(work: SealedWork): void;
  /** The same for an answer that was packed when it was sealed. */
  addPacked(work: PackedWork): void;
  /** @throws RangeError where a rule asks for the key rate of a day before the first one */
  finish(): Drafted;
  /** The same in turns of some milliseconds, for who has other things to do between them. */
  finishInTurns(): Generator<void, Drafted, void>;
}

export interface Drafted {
  readonly lines: ClaimLine[];
  readonly totals: ClaimTotals;
}

/** Lines that are made in one turn. */
const LINES_A_TURN = 500;

/** Whether a rule of these terms asks when what was missing was done after all. */
const looksAhead = ({ terms: { rules } }: TermsVersion): boolean =>
  rules.some(({ on, cure_h }) => on.fact === 'late' || cure_h !== undefined);

/** Begins the draft of a claim: sealed results go in one after the other, lines and their sums come out. */
export function beginDraft(setup: DraftSetup): Draft {
  const { terms, from, to } = setup;
  const works: KeptWork[] = [];
  const metres = new MetreSums();
  const performance = new Performance();
  const remembers = terms.some(looksAhead);
  const holding = new Map<string, TermsVersion>();
  const termsOf = (date: string): TermsVersion => {
    const known = holding.get(date) ?? termsOn(terms, date);
    holding.set(date, known);
    return known;
  };
  function* finishInTurns(): Generator<void, Drafted, void> {
    const lines = yield* linesOf(setup, new Books(works), performance);
    return { lines, totals: totalsOf(lines, metres.totals()) };
  }
  return {
    add(work) {
      this.addPacked({ ...work, answer: packAnswer(work.answer) });
    },
    addPacked(work) {
      if (remembers) performance.add(work.operation, work.answer);
      if (work.date < from || work.date >= to) return;
      works.push(keep(work, termsOf(work.date)));
      metres.add(work.answer);
    },
    finish() {
      const turns = finishInTurns();
      for (;;) {
        const turn = turns.next();
        if (turn.done) return turn.value;
      }
    },
    finishInTurns,
  };
}

function* linesOf(setup: DraftSetup, books: Books, performance: Performance): Generator<void, ClaimLine[], void> {
  const { currency } = setup.contract;
  const entries: Entry[] = [];
  let due = LINES_A_TURN;
  for (const some of entriesOf(setup, books, performance)) {
    entries.push(...some);
    if (entries.length < due) continue;
    due = entries.length + LINES_A_TURN;
    yield;
  }
  entries.sort(inOrder);
  for (const [i, { line }] of entries.entries()) line.no = i + 1;
  yield;
  settleOverlaps(entries, ({ fact }) => fact!.works.at(-1)!.terms.terms.overlap);
  yield;
  cutByCaps(entries, setup.earlierPenalties, currency);
  return entries.map(({ line }) => line);
}

/** What was not paid work by work, then what the rules find. */
function* entriesOf(
  setup: DraftSetup,
  books: Books,
  performance: Performance,
): Generator<readonly Entry[], void, void> {
  const { contract, terms, timezone, to, paymentDate, incidents } = setup;
  const { currency, price: contractPrice } = contract;
  for (const work of books.works) yield unpaidEntries(work, currency);
  const days = new LocalDays(timezone);
  const judge = new Judge(
    { books, currency, contractPrice, keyRates: keyRatesOf(terms), paymentDate, days },
    performance,
  );
  const lateness = { days, end_ms: instantOfLocal(timezone, to, 0), performance };
  for (const fact of factsOf(books, incidents, lateness)) yield judge.entriesOf(fact);
}
