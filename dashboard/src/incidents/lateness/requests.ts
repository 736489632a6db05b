import type { CaseDeadlines, CaseDeadlinesBody, LatenessAnswer } from '@sweepline/contract';
import type { RestClient } from '../../rest/client.ts';

export const fetchDeadlines = (rest: RestClient, municipality: string) =>
  rest.get<CaseDeadlines>(`/municipalities/${municipality}/case-deadlines`);

export const saveDeadlines = (rest: RestClient, municipality: string, body: CaseDeadlinesBody) =>
  rest.send<CaseDeadlines>('PUT', `/municipalities/${municipality}/case-deadlines`, body);

export const fetchLateness = (rest: RestClient, municipality: string, from_ms: number, to_ms: number) =>
  rest.get<LatenessAnswer>(`/municipalities/${municipality}/lateness`, {
    from: new Date(from_ms).toISOString(),
    to: new Date(to_ms).toISOString(),
  });
