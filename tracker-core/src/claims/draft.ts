import { instantOfLocal, type ClaimLine, type ClaimTotals, type TermsVersion } from '@sweepline/contract';
import { Books } from './work/books.ts';
import { LocalDays } from './facts/delays.ts';
import { inOrder, lineOf, unpaidEntries, type Entry } from './lines/entry.ts';
import { factsOf } from './facts/facts-of.ts';
import { Judge } from './lines/judge.ts';
import { keep, type KeptWork } from './work/kept.ts';
import { Performance } from './facts/made-good.ts';
import { MetreSums } from './work/metres.ts';
import { packAnswer } from './work/packed.ts';
import { settle } from './lines/settle.ts';
import type { Settled } from './lines/settled.ts';
import type { DraftSetup, PackedWork, SealedWork } from './setup.ts';
import type { Stake } from './lines/stake.ts';
import { stakesOf } from './lines/stakes-of.ts';
import { keyRatesOf, termsOn } from './terms/terms-of.ts';
import { totalsOf } from './money/totals.ts';

/** Raised where the same results, terms and cases come to other lines than before. */
export const DRAFT_VERSION = '2';

export interface Draft {
  /** Of a work only its sums and what was not done are kept. @throws RangeError where no terms or no price hold for it */
  add(work: SealedWork): void;
  /** The same for an answer that was packed when it was sealed. */
  addPacked(work: PackedWork): void;
  /** `dropped` has the numbers of lines that a person took out. @throws RangeError where a rule asks for the key rate of a day before the first one */
  finish(dropped?: ReadonlyMap<number, string>): Drafted & { readonly lines: ClaimLine[] };
  /** The same in turns of some milliseconds, for who has other things to do between them; its lines are made when they are asked for. */
  finishInTurns(dropped?: ReadonlyMap<number, string>): Generator<void, Drafted, void>;
}

export interface Drafted {
  readonly totals: ClaimTotals;
  /** By which the lines of rules are settled again when one is dropped. */
  readonly stakes: readonly Stake[];
  /** In order, each made anew. */
  eachLine(): Generator<ClaimLine, void, void>;
}

/** Lines that are made in one turn. */
const LINES_A_TURN = 500;

const NONE: ReadonlyMap<number, string> = new Map();

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
  function* finishInTurns(dropped = NONE): Generator<void, Drafted, void> {
    const entries = yield* entriesInOrder(setup, new Books(works), performance);
    const stakes = stakesOf(entries, setup.contract.currency);
    yield;
    const settled = settle(stakes, new Set(dropped.keys()), setup.earlier);
    const byNo = new Map(settled.map((one) => [one.no, one]));
    yield;
    return {
      totals: totalsOf(settledEntries(entries, byNo, dropped), metres.totals()),
      stakes,
      *eachLine() {
        for (const [i, entry] of entries.entries())
          yield lineOf(entry, i + 1, byNo.get(i + 1) ?? null, dropped.get(i + 1));
      },
    };
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
    finish(dropped) {
      const turns = finishInTurns(dropped);
      for (;;) {
        const turn = turns.next();
        if (turn.done) return { ...turn.value, lines: [...turn.value.eachLine()] };
      }
    },
    finishInTurns,
  };
}

/** What totals are of. */
function* settledEntries(
  entries: readonly Entry[],
  settled: ReadonlyMap<number, Settled>,
  dropped: ReadonlyMap<number, string>,
): Generator<Pick<ClaimLine, 'kind' | 'state' | 'amount' | 'decision'>, void, void> {
  for (const [i, { amount }] of entries.entries()) {
    const state = dropped.has(i + 1) ? ('dropped' as const) : ('standing' as const);
    yield { kind: 'non-payment', state, amount, ...settled.get(i + 1), decision: null };
  }
}

function* entriesInOrder(setup: DraftSetup, books: Books, performance: Performance): Generator<void, Entry[], void> {
  const entries: Entry[] = [];
  let due = LINES_A_TURN;
  for (const some of entriesOf(setup, books, performance)) {
    entries.push(...some);
    if (entries.length < due) continue;
    due = entries.length + LINES_A_TURN;
    yield;
  }
  entries.sort(inOrder);
  yield;
  return entries;
}

/** What was not paid work by work, then what the rules find. */
function* entriesOf(
  setup: DraftSetup,
  books: Books,
  performance: Performance,
): Generator<readonly Entry[], void, void> {
  const { contract, terms, timezone, delaysTo, paymentDate, incidents } = setup;
  const { currency, price: contractPrice } = contract;
  for (const work of books.works) yield unpaidEntries(work, currency);
  const days = new LocalDays(timezone);
  const judge = new Judge(
    { books, currency, contractPrice, keyRates: keyRatesOf(terms), paymentDate, days },
    performance,
  );
  const lateness = { days, end_ms: instantOfLocal(timezone, delaysTo, 0), performance };
  for (const fact of factsOf(books, incidents, lateness)) yield judge.entriesOf(fact);
}
