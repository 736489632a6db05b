import type {
  Assignment,
  AssignmentBody,
  CopyAnswer,
  CopyBody,
  Route,
  Schedule,
  ScheduleBody,
  ScheduleEffect,
  Vehicle,
  WeekAnswer,
} from '@sweepline/contract';
import { readFulfilment } from '../overview/requests.ts';
import { address, type RestClient } from '../rest/client.ts';
import { RequestError } from '../rest/request-error.ts';

/** The requests of the week's board. */
export class WeekRequests {
  readonly #rest: RestClient;
  readonly #town: string;

  constructor(rest: RestClient, town: string) {
    this.#rest = rest;
    this.#town = town;
  }

  week(from: string) {
    return this.#rest.get<WeekAnswer>(`/municipalities/${this.#town}/week`, { from });
  }
  /** What became of the assignments whose window begins on the local dates [from, to). */
  outcomes(from: string, to: string) {
    return readFulfilment(this.#rest, this.#town, { from, to, by: 'assignment' });
  }
  vehicles() {
    return this.#rest.list<Vehicle>('/vehicles', { municipality: this.#town, limit: 1_000 });
  }
  routes() {
    return this.#rest.list<Route>('/routes', { municipality: this.#town, limit: 1_000 });
  }
  schedules() {
    return this.#rest.list<Schedule>('/schedules', { municipality: this.#town, limit: 1_000 });
  }
  putAssignment(id: string, body: AssignmentBody) {
    return this.#rest.send<Assignment>('PUT', `/assignments/${id}`, body);
  }
  deleteAssignment(id: string) {
    return this.#rest.send<void>('DELETE', `/assignments/${id}`);
  }
  copy(body: CopyBody) {
    return this.#rest.send<CopyAnswer>('POST', `/municipalities/${this.#town}/assignments/copy`, body);
  }
  putSchedule(id: string, body: ScheduleBody) {
    return this.#rest.send<Schedule & { readonly effect: ScheduleEffect }>('PUT', `/schedules/${id}`, body);
  }
  deleteSchedule(id: string) {
    return this.#rest.send<ScheduleEffect>('DELETE', `/schedules/${id}`);
  }

  /** A file that the service makes; it may take as long as its results do. */
  async planFact(
    query: {
      readonly from: string;
      readonly to: string;
      readonly by: 'assignment' | 'month';
      readonly format: string;
      readonly locale: string;
    },
    signal: AbortSignal,
  ): Promise<Blob> {
    const path = address(`/municipalities/${this.#town}/plan-fact`, query);
    const answer = await fetch(path, { credentials: 'same-origin', signal }).catch((cause: unknown) => {
      throw new RequestError('unreachable', 0, String(cause));
    });
    if (!answer.ok) throw new RequestError('unexpected', answer.status, `status ${answer.status}`);
    return answer.blob();
  }
}
