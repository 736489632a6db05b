import type {
  Assignment,
  Claim,
  ClaimAnswerBody,
  ClaimCloseBody,
  ClaimDecisionBody,
  ClaimLine,
  CoverageAnswer,
  LineDropAnswer,
} from '@sweepline/contract';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { ClaimLines } from './claim-lines.svelte.ts';
import { toDoOf } from './grouping.ts';
import type { ClaimRequests } from './requests.ts';
import type { Side } from './turn.ts';

const POLL_MS = 700;
/** As many answers as the service takes at once. */
const ANSWERS_AT_ONCE = 5_000;

/** What a line's evidence stands on: the assignment's window and its result. */
interface Ground {
  readonly assignment: Assignment;
  readonly coverage: CoverageAnswer | null;
}

/** One claim with its lines, and what is done to it. */
export class ClaimCase {
  readonly id: string;
  claim = $state.raw<Claim | null>(null);
  readonly lines: ClaimLines;
  /** The revision that this one takes the place of. */
  former = $state.raw<Claim | null>(null);
  failed = $state.raw<RequestError | null>(null);
  busy = $state(false);
  /** Of how many files which is on its way. */
  sending = $state.raw<{ readonly n: number; readonly of: number } | null>(null);
  grounds = $state.raw<ReadonlyMap<string, Ground | null>>(new Map());
  readonly #requests: ClaimRequests;
  readonly #side: Side;
  readonly #refused: (error: unknown) => void;
  #gone = false;

  constructor(requests: ClaimRequests, id: string, side: Side, refused: (error: unknown) => void) {
    this.#requests = requests;
    this.id = id;
    this.#side = side;
    this.#refused = refused;
    this.lines = new ClaimLines(requests, id);
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#gone = true;
  }

  async load(): Promise<void> {
    this.failed = null;
    try {
      this.claim = await this.#requests.claim(this.id);
      const { replaces } = this.claim;
      if (replaces !== null)
        void this.#requests.claim(replaces).then(
          (claim) => (this.former = claim),
          () => {},
        );
      if (this.claim.state === 'drafting') void this.#watch();
      else await this.#loadLines();
    } catch (error) {
      this.failed = failureOf(error);
    }
  }

  /** While it is drafted its progress is asked for; then its lines are there. */
  async #watch(): Promise<void> {
    while (!this.#gone && this.claim?.state === 'drafting') {
      await new Promise((done) => setTimeout(done, POLL_MS));
      try {
        this.claim = await this.#requests.claim(this.id);
      } catch (error) {
        this.failed = failureOf(error);
        return;
      }
    }
    if (!this.#gone && this.claim?.state !== 'drafting') await this.#loadLines();
  }

  #loadLines(): Promise<void> {
    return this.lines.load(this.claim === null ? null : toDoOf(this.#side, this.claim.state));
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

  /** Other lines may charge then what this one did: all are read again. */
  drop({ no }: ClaimLine, reason: string): Promise<number | null> {
    return this.#settle(() => this.#requests.drop(this.id, no, reason));
  }
  restore({ no }: ClaimLine): Promise<number | null> {
    return this.#settle(() => this.#requests.restore(this.id, no));
  }
  /** Answers how many other lines were worked out anew, null where it was refused. */
  async #settle(request: () => Promise<LineDropAnswer>): Promise<number | null> {
    let changed: number | null = null;
    await this.#touch('all', async () => {
      changed = (await request()).changed.length;
    });
    return changed;
  }
  decide(decision: ClaimDecisionBody['lines'][number]): Promise<boolean> {
    return this.#touch([decision.no], () => this.#requests.decide(this.id, { lines: [decision] }));
  }

  /** Answers, then sends the files one by one. */
  answer(answer: ClaimAnswerBody['lines'][number], files: readonly File[] = []): Promise<boolean> {
    return this.#touch([answer.no], async () => {
      await this.#requests.answer(this.id, { lines: [answer] });
      try {
        for (const [at, file] of files.entries()) {
          this.sending = { n: at + 1, of: files.length };
          await this.#requests.attach(this.id, answer.no, file);
        }
      } finally {
        this.sending = null;
      }
    });
  }

  /** Accepts what was not answered yet, a few thousand lines at a time. */
  acceptRest(): Promise<boolean> {
    const open = [...this.lines.waiting];
    return this.#touch('all', async () => {
      for (let at = 0; at < open.length; at += ANSWERS_AT_ONCE) {
        const lines = open.slice(at, at + ANSWERS_AT_ONCE).map((no) => ({ no, answer: 'accept' as const }));
        await this.#requests.answer(this.id, { lines });
      }
    });
  }
  /** What the lines come to that were not answered yet. */
  async openAmount(): Promise<number> {
    const { groups } = await this.#requests.outline(this.id, { state: 'standing', answer: 'open' });
    return groups.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Something about lines: what it touches and the claim are read again. */
  #touch(nos: readonly number[] | 'all', request: () => Promise<unknown>): Promise<boolean> {
    return this.#do(request, async () => {
      const [claim] = await Promise.all([
        this.#requests.claim(this.id),
        nos === 'all' ? this.#loadLines() : this.lines.refresh(nos),
      ]);
      this.claim = claim;
    });
  }

  #change(request: () => Promise<Claim>): Promise<boolean> {
    return this.#do(
      async () => {
        this.claim = await request();
      },
      async (refused) => {
        if (refused) this.claim = await this.#requests.claim(this.id);
        await this.#loadLines();
      },
    );
  }

  async #do(
    request: () => Promise<unknown>,
    after: (refused: boolean) => Promise<void> = async () => {},
  ): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    let refused = false;
    try {
      await request();
      return true;
    } catch (error) {
      refused = true;
      this.#refused(error);
      return false;
    } finally {
      // Refused or not: what stands now is shown.
      await after(refused).catch(() => {});
      this.busy = false;
    }
  }
}
