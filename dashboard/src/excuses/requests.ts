import type { Excuse, ExcuseBody, ExcuseState } from '@sweepline/contract';
import { address, type RestClient } from '../rest/client.ts';
import { RequestError } from '../rest/request-error.ts';

/** The requests about excuses. */
export class ExcuseRequests {
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  list(municipality: string, states: readonly ExcuseState[]) {
    return this.#rest.list<Excuse>('/excuses', { municipality, state: states.join(','), limit: 200 }, 1_000);
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
  async attach(id: string, file: File): Promise<void> {
    const answer = await fetch(address(`/excuses/${id}/attachments`, { name: file.name }), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': file.type || 'application/octet-stream' },
      body: file,
    }).catch((cause: unknown) => {
      throw new RequestError('unreachable', 0, String(cause));
    });
    if (!answer.ok) throw new RequestError('invalid', answer.status, `status ${answer.status}`);
  }
}

export const attachmentAddress = (excuse: string, attachment: string): string =>
  address(`/excuses/${excuse}/attachments/${attachment}`);
