import type {
  ClaimLine,
  ClaimTotals,
  Contract,
  ContractBody,
  DryRunBody,
  Route,
  Terms,
  TermsVersion,
} from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

/** A month's sums and lines under a version of terms. */
export interface Trial {
  readonly totals: ClaimTotals;
  readonly lines: readonly ClaimLine[];
}
export interface DryRun {
  /** Null: nothing holds yet. */
  readonly current: Trial | null;
  readonly draft: Trial;
  readonly unsealed: readonly string[];
}

/** The requests about contracts and their terms. */
export class ContractRequests {
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  list(municipality: string) {
    return this.#rest.list<Contract>('/contracts', { municipality });
  }
  contract(id: string) {
    return this.#rest.get<Contract>(`/contracts/${id}`);
  }
  put(id: string, body: ContractBody) {
    return this.#rest.send<Contract>('PUT', `/contracts/${id}`, body);
  }
  /** Newest first. */
  terms(id: string) {
    return this.#rest.list<TermsVersion>(`/contracts/${id}/terms`);
  }
  write(id: string, terms: Terms) {
    return this.#rest.send<TermsVersion>('POST', `/contracts/${id}/terms`, terms);
  }
  dryRun(id: string, body: DryRunBody) {
    return this.#rest.send<DryRun>('POST', `/contracts/${id}/dry-run`, body);
  }
  routes(municipality: string) {
    return this.#rest.list<Route>('/routes', { municipality, limit: 1_000 });
  }
}
