import type { ClaimLine, ClaimOutline } from '@sweepline/contract';
import { untrack } from 'svelte';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { firstWaiting, type LineGroup } from './grouping.ts';
import type { ClaimRequests, LineFilter } from './requests.ts';

/** Lines that one request brings, and those that are kept: what was seen last. */
const AT_ONCE = 100;
const KEPT = 2_000;

/** The lines of a claim: which there are is known of all, what they say of those that somebody looks at. */
export class ClaimLines {
  groups = $state.raw<readonly LineGroup[]>([]);
  /** Numbers of lines that the reader has to do something about. */
  waiting = $state.raw<ReadonlySet<number>>(new Set());
  /** The groups have come. */
  known = $state(false);
  failed = $state.raw<RequestError | null>(null);
  filter = $state.raw<LineFilter>({});
  /** In the order of the table. */
  readonly order = $derived(this.groups.flatMap(({ nos }) => nos));
  readonly #requests: ClaimRequests;
  readonly #claim: string;
  #lines = $state.raw<ReadonlyMap<number, ClaimLine>>(new Map());
  #wanted: readonly number[] = [];
  #chosen: number | null = null;
  #reading = false;
  /** What was asked for before this is of no use any more. */
  #edition = 0;
  /** What the reader has to act upon, as a filter; null: nothing. */
  #toDo: LineFilter | null = null;

  constructor(requests: ClaimRequests, claim: string) {
    this.#requests = requests;
    this.#claim = claim;
  }

  /** Undefined: not read yet. */
  get(no: number): ClaimLine | undefined {
    return this.#lines.get(no);
  }

  /** Reads which lines there are, and again what was read of them. */
  load(toDo: LineFilter | null): Promise<void> {
    this.#toDo = toDo;
    return untrack(() => this.#load());
  }
  async #load(): Promise<void> {
    const edition = ++this.#edition;
    this.failed = null;
    try {
      const seen = this.#seen().slice(0, AT_ONCE);
      const [lines, [outline, waiting]] = await Promise.all([
        seen.length === 0 ? [] : this.#requests.lines(this.#claim, seen),
        this.#outlines(),
      ]);
      if (edition !== this.#edition) return;
      this.#lines = new Map(lines.map((line) => [line.no, line]));
      this.#show(outline, waiting);
      this.known = true;
      void this.#read();
    } catch (error) {
      if (edition === this.#edition) this.failed = failureOf(error);
    }
  }

  narrow(filter: LineFilter): void {
    this.filter = filter;
    if (untrack(() => this.known)) void untrack(() => this.#load());
  }

  /** Something about these lines has changed, and about none but them: they and the sums are read again. */
  async refresh(nos: readonly number[]): Promise<void> {
    const edition = ++this.#edition;
    const [lines, [outline, waiting]] = await Promise.all([this.#requests.lines(this.#claim, nos), this.#outlines()]);
    if (edition !== this.#edition) return;
    this.#keep(lines);
    this.#show(outline, waiting);
    void this.#read();
  }

  /** Brings the lines in view; of those that were in view before, what is not read yet is not asked for any more. */
  want(nos: readonly number[]): void {
    this.#wanted = nos;
    untrack(() => void this.#read());
  }
  /** Brings the line that is looked at. */
  choose(no: number | null): void {
    this.#chosen = no;
    untrack(() => void this.#read());
  }
  #seen(): readonly number[] {
    return this.#chosen === null ? this.#wanted : [this.#chosen, ...this.#wanted];
  }

  /** The next line that waits after one. */
  next(after: number | null): number | null {
    return firstWaiting(this.order, after, this.waiting);
  }

  async #read(): Promise<void> {
    if (this.#reading || !this.known) return;
    this.#reading = true;
    try {
      for (;;) {
        const edition = this.#edition;
        const missing = this.#seen()
          .filter((no) => !this.#lines.has(no))
          .slice(0, AT_ONCE);
        if (missing.length === 0) return;
        const lines = await this.#requests.lines(this.#claim, missing);
        if (edition !== this.#edition) continue;
        // What is not there any more is not asked for again.
        const found = new Set(lines.map(({ no }) => no));
        const stays = (no: number) => found.has(no) || !missing.includes(no);
        this.#wanted = this.#wanted.filter(stays);
        if (this.#chosen !== null && !stays(this.#chosen)) this.#chosen = null;
        this.#keep(lines);
      }
    } catch (error) {
      this.failed = failureOf(error);
    } finally {
      this.#reading = false;
    }
  }

  #keep(lines: readonly ClaimLine[]): void {
    const kept = new Map(this.#lines);
    for (const line of lines) {
      kept.delete(line.no);
      kept.set(line.no, line);
    }
    const wanted = new Set(this.#seen());
    for (const no of kept.keys()) {
      if (kept.size <= KEPT) break;
      if (!wanted.has(no)) kept.delete(no);
    }
    this.#lines = kept;
  }

  #outlines(): Promise<[ClaimOutline, ClaimOutline | null]> {
    const toDo = this.#toDo;
    return Promise.all([
      this.#requests.outline(this.#claim, this.filter),
      toDo === null ? null : this.#requests.outline(this.#claim, toDo),
    ]);
  }

  #show(outline: ClaimOutline, waiting: ClaimOutline | null): void {
    this.groups = outline.groups;
    this.waiting = new Set(waiting?.groups.flatMap(({ nos }) => nos) ?? []);
  }
}
