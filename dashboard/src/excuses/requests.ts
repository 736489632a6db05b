import type { Excuse, ExcuseBody, ExcuseState } from '@sweepline/contract';
import { address, sentAs, type RestClient } from '../rest/client.ts';

/** The requests about excuses. */
export class ExcuseRequests {
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  list(municipality: string, states: readonly ExcuseState[]) {
    return this.#rest.list<Excuse>('/excuses', { municipality, state: states.join(','), limit: 200 });
  }
  ofAssignment(assignment: string) {
    return this.#rest.list<Excuse>(`/assignments/${assignment}/excuses`);
  }
  propose(assignment: string, body: ExcuseBody) {
    return this.#rest.send<Excuse>('POST', `/assignments/${assignment}/excuses`, body);
  }
  decide(id: string, decision: 'accept' | 'refuse', reason: string) {
    return this.#rest.send<Excuse>('POST', `/excuses/${id}/decide`, {
      decision,
      ...(reason === '' ? {} : { reason }),
    });
  }
  withdraw(id: string) {
    return this.#rest.send<Excuse>('POST', `/excuses/${id}/withdraw`, {});
  }

  /** The file itself, as the camera made it. */
  attach(id: string, file: File): Promise<unknown> {
    return this.#rest.send('POST', `/excuses/${id}/attachments`, sentAs(file), { name: file.name });
  }
}

export const attachmentAddress = (excuse: string, attachment: string): string =>
  address(`/excuses/${excuse}/attachments/${attachment}`);
