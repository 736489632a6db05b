import type { Excuse, ExcuseBody } from '@sweepline/contract';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import type { ExcuseRequests } from './requests.ts';

export type ExcusesState = 'loading' | 'shown' | RequestError;

/** Proposals of a list, and what is done to them. */
export class Excuses {
  items = $state.raw<readonly Excuse[]>([]);
  state = $state<ExcusesState>('loading');
  busy = $state(false);
  /** Of how many files which is on its way. */
  sending = $state.raw<{ readonly n: number; readonly of: number } | null>(null);
  readonly #requests: ExcuseRequests;
  readonly #failed: (error: unknown) => void;
  #load: (() => Promise<readonly Excuse[]>) | null = null;

  constructor(requests: ExcuseRequests, failed: (error: unknown) => void) {
    this.#requests = requests;
    this.#failed = failed;
  }

  ofTown(municipality: string, decided: boolean): Promise<void> {
    return this.#loadBy(() =>
      this.#requests.list(municipality, decided ? ['accepted', 'refused', 'withdrawn'] : ['proposed']),
    );
  }
  ofAssignment(assignment: string): Promise<void> {
    return this.#loadBy(() => this.#requests.ofAssignment(assignment));
  }
  async again(): Promise<void> {
    if (this.#load !== null) await this.#loadBy(this.#load);
  }

  /** Proposes, then sends the files one by one; answers null where nothing was proposed. */
  async propose(
    assignment: string,
    body: ExcuseBody,
    files: readonly File[],
  ): Promise<{ excuse: Excuse; whole: boolean } | null> {
    this.busy = true;
    try {
      const excuse = await this.#requests.propose(assignment, body);
      let whole = true;
      for (const [at, file] of files.entries()) {
        this.sending = { n: at + 1, of: files.length };
        await this.#requests.attach(excuse.id, file).catch(() => (whole = false));
      }
      return { excuse, whole };
    } catch (error) {
      this.#failed(error);
      return null;
    } finally {
      this.busy = false;
      this.sending = null;
    }
  }

  decide({ id }: Excuse, decision: 'accept' | 'refuse', reason = ''): Promise<boolean> {
    return this.#do(() => this.#requests.decide(id, decision, reason));
  }
  withdraw({ id }: Excuse): Promise<boolean> {
    return this.#do(() => this.#requests.withdraw(id));
  }
  attach({ id }: Excuse, file: File): Promise<boolean> {
    return this.#do(() => this.#requests.attach(id, file));
  }

  async #do(request: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    try {
      await request();
      await this.again();
      return true;
    } catch (error) {
      this.#failed(error);
      await this.again();
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #loadBy(load: () => Promise<readonly Excuse[]>): Promise<void> {
    if (this.#load !== load) this.state = this.#load === null ? 'loading' : this.state;
    this.#load = load;
    try {
      const items = await load();
      if (this.#load !== load) return;
      this.items = items;
      this.state = 'shown';
    } catch (error) {
      if (this.#load === load) this.state = failureOf(error);
    }
  }
}
