import type { Assignee, Incident, Revision, TrackAnswer } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

export const assigneesOf = (rest: RestClient, incident: string) =>
  rest.list<Assignee>(`/incidents/${incident}/assignees`);

export const assignCase = (rest: RestClient, incident: string, to: string, text: string) =>
  rest.send<Incident>('POST', `/incidents/${incident}/assign`, text === '' ? { to } : { to, text });

export const reopenCase = (rest: RestClient, incident: string) =>
  rest.send<Incident>('POST', `/incidents/${incident}/reopen`, {});

export const trackOf = (rest: RestClient, vehicle: string, from_ms: number, to_ms: number) =>
  rest.get<TrackAnswer>(`/vehicles/${vehicle}/track`, {
    from: new Date(from_ms).toISOString(),
    to: new Date(to_ms).toISOString(),
  });

export const revisionsOf = (rest: RestClient, assignment: string) =>
  rest.list<Revision>(`/assignments/${assignment}/revisions`);

export const decideRevision = (
  rest: RestClient,
  assignment: string,
  revision: number,
  decision: 'accept' | 'decline',
  reason: string,
) => rest.send<Revision>('POST', `/assignments/${assignment}/revisions/${revision}/${decision}`, { reason });
