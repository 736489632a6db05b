import type { Contract, Route, Terms, TermsVersion } from '@sweepline/contract';
import { fieldErrorsOf } from '../rest/field-errors.ts';
import { failureOf, RequestError } from '../rest/request-error.ts';
import type { ContractRequests, DryRun } from './requests.ts';
import type { Fault } from './rule-draft.ts';
import { draftOfTerms, firstTerms, placeOf, termsOfDraft, type TermsDraft } from './terms-draft.ts';

/** Drafts that were begun, by contract: leaving the page does not lose them. */
const drafts = new Map<string, TermsDraft>();
export const unsavedDrafts = (): boolean => drafts.size > 0;

/** One contract with its versions of terms, the draft of the next one, and what a month would be under it. */
export class ContractDesk {
  readonly id: string;
  contract = $state.raw<Contract | null>(null);
  versions = $state.raw<readonly TermsVersion[]>([]);
  routes = $state.raw<readonly Route[]>([]);
  failed = $state.raw<RequestError | null>(null);
  draft = $state<TermsDraft | null>(null);
  busy = $state(false);
  /** What the service said of the draft, by place. */
  said = $state.raw<ReadonlyMap<string, string>>(new Map());
  trial = $state.raw<{ readonly of: string; readonly terms: string; readonly answer: DryRun } | null>(null);
  trying = $state(false);
  /** Faults are shown once somebody tried. */
  tried = $state(false);
  readonly #requests: ContractRequests;
  readonly #refused: (error: unknown, alone: boolean) => void;

  readonly read = $derived.by(() => {
    if (this.draft === null || this.contract === null) return null;
    return termsOfDraft(this.draft, this.contract.currency);
  });
  readonly faults: ReadonlyMap<string, Fault> = $derived(this.read?.faults ?? new Map());
  /** The sums in sight are not those of the draft any more. */
  readonly stale = $derived(this.trial !== null && JSON.stringify(this.read?.terms) !== this.trial.terms);

  constructor(requests: ContractRequests, id: string, refused: (error: unknown, alone: boolean) => void) {
    this.#requests = requests;
    this.id = id;
    this.#refused = refused;
  }

  async load(): Promise<void> {
    this.failed = null;
    try {
      [this.contract, this.versions] = await Promise.all([
        this.#requests.contract(this.id),
        this.#requests.terms(this.id),
      ]);
      this.draft = drafts.get(this.id) ?? null;
      this.routes = await this.#requests.routes(this.contract.municipality).catch(() => []);
    } catch (error) {
      this.failed = failureOf(error);
    }
  }

  /** The next version begins as the newest one. */
  begin(today: string, shown: (decimal: string) => string): void {
    const { contract } = this;
    if (contract === null) return;
    const newest = this.versions[0]?.terms;
    this.draft =
      newest === undefined
        ? firstTerms(contract, contract.from)
        : { ...draftOfTerms(newest, contract.currency, shown), from: today > newest.from ? today : newest.from };
    drafts.set(this.id, this.draft);
    this.said = new Map();
    this.tried = false;
    this.trial = null;
  }

  discard(): void {
    drafts.delete(this.id);
    this.draft = null;
    this.trial = null;
    this.said = new Map();
  }

  /** @param month its first day and the day after its last */
  async tryOn(month: { readonly from: string; readonly to: string }): Promise<void> {
    const terms = this.#ready();
    if (terms === null || this.trying) return;
    this.trying = true;
    try {
      const answer = await this.#requests.dryRun(this.id, { terms, ...month });
      this.trial = { of: month.from, terms: JSON.stringify(terms), answer };
    } catch (error) {
      this.#take(error);
    } finally {
      this.trying = false;
    }
  }

  /** Answers the version that was made, null where the draft was refused. */
  async save(): Promise<TermsVersion | null> {
    const terms = this.#ready();
    if (terms === null || this.busy) return null;
    this.busy = true;
    try {
      const version = await this.#requests.write(this.id, terms);
      this.discard();
      await this.load();
      return version;
    } catch (error) {
      this.#take(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** The draft as terms, or null with its faults shown. */
  #ready(): Terms | null {
    this.tried = true;
    this.said = new Map();
    return this.read === null || this.faults.size > 0 ? null : this.read.terms;
  }

  #take(error: unknown): void {
    const said = error instanceof RequestError ? fieldErrorsOf(error, placeOf) : new Map<string, string>();
    // Of no place: all that there is to say.
    const alone = said.size === 0 || said.has('');
    this.said = alone ? new Map() : said;
    this.#refused(error, alone);
  }
}
