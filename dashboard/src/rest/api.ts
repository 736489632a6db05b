import type {
  CommandBody,
  Contractor,
  CoverageAnswer,
  Device,
  Incident,
  Municipality,
  MunicipalityBody,
  PageOf,
  SessionAnswer,
  User,
  UserBody,
  Vehicle,
} from '@sweepline/contract';
import type { RestClient } from './client.ts';

/** What `/readyz` answers: each dependency with null or what is wrong, and what the database lacks. */
export interface Readiness {
  readonly ready: boolean;
  readonly dependencies: Readonly<Record<string, string | null>>;
  readonly lacks: readonly string[];
}

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

  municipalities() {
    return this.rest.list<Municipality>('/municipalities');
  }
  putMunicipality(id: string, body: MunicipalityBody) {
    return this.rest.send<Municipality>('PUT', `/municipalities/${id}`, body);
  }
  basemap(municipality: string) {
    return this.rest.get<GeoJSON.FeatureCollection>(`/municipalities/${municipality}/basemap`);
  }

  contractors(municipality: string) {
    return this.rest.list<Contractor>('/contractors', { municipality });
  }
  vehicles(municipality: string) {
    return this.rest.list<Vehicle>('/vehicles', { municipality });
  }
  command(vehicle: string, body: CommandBody) {
    return this.rest.send<{ id: string }>('POST', `/vehicles/${vehicle}/commands`, body);
  }
  devices(municipality: string) {
    return this.rest.list<Device>('/devices', { municipality });
  }
  rotateDevice(id: string) {
    return this.rest.send<{ secret: string }>('POST', `/devices/${id}/rotate`);
  }
  revokeDevice(id: string) {
    return this.rest.send<void>('DELETE', `/devices/${id}`);
  }

  coverage(assignment: string) {
    return this.rest.get<CoverageAnswer>(`/assignments/${assignment}/coverage`);
  }

  closedIncidents(municipality: string, after?: string) {
    return this.rest.get<PageOf<Incident>>('/incidents', { municipality, state: 'resolved,dismissed', after });
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
}
