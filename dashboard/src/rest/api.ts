import type {
  Assignee,
  CommandBody,
  Contractor,
  CoverageAnswer,
  Device,
  Incident,
  IncidentState,
  Municipality,
  PageOf,
  Readiness,
  SessionAnswer,
  User,
  UserBody,
  Vehicle,
} from '@sweepline/contract';
import type { RestClient } from './client.ts';

/** The requests this dashboard makes, by name. */
export class Api {
  readonly rest: RestClient;

  constructor(rest: RestClient) {
    this.rest = rest;
  }

  signIn(login: string, password: string) {
    return this.rest.send<SessionAnswer>('POST', '/session', { login, password });
  }
  me() {
    return this.rest.get<{ user: User }>('/session').then((answer) => answer.user);
  }
  signOut() {
    return this.rest.send<void>('DELETE', '/session');
  }

  settings() {
    return this.rest.get<{ readonly mapStyleUrl: string | null }>('/settings');
  }

  municipalities() {
    return this.rest.list<Municipality>('/municipalities');
  }
  people(municipality: string) {
    return this.rest.list<Assignee>(`/municipalities/${municipality}/people`);
  }
  areas(municipality: string) {
    return this.rest.get<GeoJSON.FeatureCollection>(`/municipalities/${municipality}/areas`);
  }
  basemap(municipality: string) {
    return this.rest.get<GeoJSON.FeatureCollection>(`/municipalities/${municipality}/basemap`);
  }

  contractors(municipality: string) {
    return this.#ofTown<Contractor>('/contractors', municipality);
  }
  vehicles(municipality: string) {
    return this.#ofTown<Vehicle>('/vehicles', municipality);
  }
  command(vehicle: string, body: CommandBody) {
    return this.rest.send<{ id: string }>('POST', `/vehicles/${vehicle}/commands`, body);
  }
  devices(municipality: string) {
    return this.#ofTown<Device>('/devices', municipality);
  }

  coverage(assignment: string) {
    return this.rest.get<CoverageAnswer>(`/assignments/${assignment}/coverage`);
  }

  /** Newest first. */
  incidents(municipality: string, states: readonly IncidentState[], after?: string) {
    return this.rest.get<PageOf<Incident>>('/incidents', { municipality, state: states.join(','), after });
  }
  incident(id: string) {
    return this.rest.get<Incident>(`/incidents/${id}`);
  }
  acknowledge(incident: string) {
    return this.rest.send<Incident>('POST', `/incidents/${incident}/acknowledge`, {});
  }
  resolve(incident: string, text: string) {
    return this.rest.send<Incident>('POST', `/incidents/${incident}/resolve`, text === '' ? {} : { text });
  }
  dismiss(incident: string, reason: string) {
    return this.rest.send<Incident>('POST', `/incidents/${incident}/dismiss`, { reason });
  }
  comment(incident: string, text: string) {
    return this.rest.send<Incident>('POST', `/incidents/${incident}/comment`, { text });
  }

  users() {
    return this.rest.list<User>('/users');
  }
  putUser(login: string, body: UserBody) {
    return this.rest.send<{ password?: string }>('PUT', `/users/${login}`, body);
  }
  deleteUser(login: string) {
    return this.rest.send<void>('DELETE', `/users/${login}`);
  }

  /** `/readyz` lies outside the prefix and answers 503 with the same body when something is wrong. */
  async readiness(): Promise<Readiness> {
    const answer = await fetch('/readyz', { cache: 'no-store', headers: { accept: 'application/json' } });
    return (await answer.json()) as Readiness;
  }

  /** Lists hold all that the person may see; a page shows one town. */
  async #ofTown<Item extends { readonly municipality: string }>(
    path: string,
    municipality: string,
  ): Promise<readonly Item[]> {
    return (await this.rest.list<Item>(path)).filter((item) => item.municipality === municipality);
  }
}
