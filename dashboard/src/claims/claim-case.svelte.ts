import type {
  Assignment,
  Claim,
  ClaimAnswerBody,
  ClaimCloseBody,
  ClaimDecisionBody,
  ClaimLine,
  CoverageAnswer,
} from '@sweepline/contract';
import { codeOf, type RequestErrorCode } from '../rest/request-error.ts';
import { groupLines } from './grouping.ts';
import type { ClaimRequests } from './requests.ts';

const POLL_MS = 700;

/** What a line's evidence stands on: the assignment's window and its result. */
interface Ground {
  readonly assignment: Assignment;
  readonly coverage: CoverageAnswer | null;
}

/** One claim with its lines, and what is done to it. */
export class ClaimCase {
  readonly id: string;
  claim = $state.raw<Claim | null>(null);
  lines = $state.raw<readonly ClaimLine[]>([]);
  /** All lines have come. */
  whole = $state(false);
  failed = $state<RequestErrorCode | null>(null);
  busy = $state(false);
  /** Of how many files which is on its way. */
  sending = $state.raw<{ readonly n: number; readonly of: number } | null>(null);
  grounds = $state.raw<ReadonlyMap<string, Ground | null>>(new Map());
  readonly groups = $derived(groupLines(this.lines));
  readonly #requests: ClaimRequests;
  readonly #refused: (code: RequestErrorCode) => void;
  #gone = false;

  constructor(requests: ClaimRequests, id: string, refused: (code: RequestErrorCode) => void) {
    this.#requests = requests;
    this.id = id;
    this.#refused = refused;
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#gone = true;
  }

  async load(): Promise<void> {
    this.failed = null;
    try {
      this.claim = await this.#requests.claim(this.id);
      if (this.claim.state === 'drafting') void this.#watch();
      else await this.#loadLines();
    } catch (error) {
      this.failed = codeOf(error);
    }
  }

  /** While it is drafted its progress is asked for; then its lines are there. */
  async #watch(): Promise<void> {
    while (!this.#gone && this.claim?.state === 'drafting') {
      await new Promise((done) => setTimeout(done, POLL_MS));
      try {
        this.claim = await this.#requests.claim(this.id);
      } catch (error) {
        this.failed = codeOf(error);
        return;
      }
    }
    if (!this.#gone && this.claim?.state !== 'drafting') await this.#loadLines();
  }

  async #loadLines(): Promise<void> {
    const lines: ClaimLine[] = [];
    let after: string | undefined;
    try {
      do {
        const page = await this.#requests.lines(this.id, after);
        if (this.#gone) return;
        lines.push(...page.items);
        after = page.next ?? undefined;
        this.lines = [...lines];
      } while (after !== undefined);
      this.whole = true;
    } catch (error) {
      this.failed = codeOf(error);
    }
  }

  find(no: number | null): ClaimLine | null {
    return no === null ? null : (this.lines.find((line) => line.no === no) ?? null);
  }

  /** The assignment that a line is about and its result, read once. */
  async ground({ assignment }: ClaimLine): Promise<void> {
    if (assignment === null || this.grounds.has(assignment)) return;
    const keep = (ground: Ground | null) => (this.grounds = new Map(this.grounds).set(assignment, ground));
    keep(null);
    const [about, coverage] = await Promise.all([
      this.#requests.assignment(assignment).catch(() => null),
      this.#requests.coverage(assignment).catch(() => null),
    ]);
    if (about !== null) keep({ assignment: about, coverage });
  }

  stop(): Promise<boolean> {
    return this.#change(() => this.#requests.stop(this.id));
  }
  issue(): Promise<boolean> {
    return this.#change(() => this.#requests.issue(this.id));
  }
  close(body: ClaimCloseBody): Promise<boolean> {
    return this.#change(() => this.#requests.close(this.id, body));
  }
  sendAnswer(): Promise<boolean> {
    return this.#change(() => this.#requests.answer(this.id, { lines: [], send: true }));
  }
  sendDecision(): Promise<boolean> {
    return this.#change(() => this.#requests.decide(this.id, { lines: [], send: true }));
  }

  async revise(): Promise<string | null> {
    let made: string | null = null;
    await this.#do(async () => {
      made = (await this.#requests.revise(this.id)).id;
    });
    return made;
  }

  drop({ no }: ClaimLine, reason: string): Promise<boolean> {
    return this.#touch([no], () => this.#requests.drop(this.id, no, reason));
  }
  restore({ no }: ClaimLine): Promise<boolean> {
    return this.#touch([no], () => this.#requests.restore(this.id, no));
  }
  decide(decision: ClaimDecisionBody['lines'][number]): Promise<boolean> {
    return this.#touch([decision.no], () => this.#requests.decide(this.id, { lines: [decision] }));
  }

  /** Answers, then sends the files one by one. */
  answer(answers: ClaimAnswerBody['lines'], files: readonly File[] = []): Promise<boolean> {
    const nos = answers.map(({ no }) => no);
    return this.#touch(nos, async () => {
      await this.#requests.answer(this.id, { lines: answers });
      try {
        for (const [at, file] of files.entries()) {
          this.sending = { n: at + 1, of: files.length };
          await this.#requests.attach(this.id, nos[0]!, file);
        }
      } finally {
        this.sending = null;
      }
    });
  }

  /** Something about single lines: they and the claim are read again. */
  #touch(nos: readonly number[], request: () => Promise<unknown>): Promise<boolean> {
    return this.#do(request, async () => {
      const few = nos.length <= 8;
      const [claim, ...lines] = await Promise.all([
        this.#requests.claim(this.id),
        ...(few ? nos.map((no) => this.#requests.line(this.id, no)) : []),
      ]);
      this.claim = claim;
      if (!few) return this.#loadLines();
      const changed = new Map(lines.map((line) => [line.no, line]));
      this.lines = this.lines.map((line) => changed.get(line.no) ?? line);
    });
  }

  #change(request: () => Promise<Claim>): Promise<boolean> {
    return this.#do(
      async () => {
        this.claim = await request();
      },
      () => this.#loadLines(),
    );
  }

  async #do(request: () => Promise<unknown>, after: () => Promise<void> = async () => {}): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      await request();
      return true;
    } catch (error) {
      this.#refused(codeOf(error));
      return false;
    } finally {
      // Refused or not: what stands now is shown.
      await after().catch(() => {});
      this.busy = false;
    }
  }
}
