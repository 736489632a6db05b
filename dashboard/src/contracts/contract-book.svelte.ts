import type { Contract, Route } from '@sweepline/contract';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { foldName } from '../town/streets.ts';
import type { ContractRequests } from './requests.ts';

/** A town's contracts. */
export class ContractBook {
  contracts = $state.raw<readonly Contract[]>([]);
  routes = $state.raw<readonly Route[]>([]);
  state = $state.raw<'loading' | 'shown' | RequestError>('loading');
  readonly #requests: ContractRequests;
  readonly #town: string;

  constructor(requests: ContractRequests, town: string) {
    this.#requests = requests;
    this.#town = town;
  }

  async load(): Promise<void> {
    try {
      this.contracts = await this.#requests.list(this.#town);
      this.state = 'shown';
    } catch (error) {
      this.state = failureOf(error);
    }
  }

  async loadRoutes(): Promise<void> {
    this.routes = await this.#requests.routes(this.#town).catch(() => []);
  }

  search(text: string): readonly Contract[] {
    const wanted = foldName(text);
    return this.contracts.filter(({ number, title, contractorName }) =>
      foldName(`${number} ${title ?? ''} ${contractorName}`).includes(wanted),
    );
  }
}
