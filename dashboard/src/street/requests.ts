import type { EdgePassages } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

/** Who was on every edge of a street's name. @throws RequestError */
export const fetchPassages = (rest: RestClient, municipality: string, edge: string, from_ms: number, to_ms: number) =>
  rest.get<EdgePassages>(`/municipalities/${municipality}/edges/${encodeURIComponent(edge)}/passages`, {
    from: new Date(from_ms).toISOString(),
    to: new Date(to_ms).toISOString(),
    street: 'whole',
  });
