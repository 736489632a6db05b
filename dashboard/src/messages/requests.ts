import type { PageOf, SentCommand } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

/** Newest first. */
export const commandsOf = (rest: RestClient, vehicle: string, limit: number) =>
  rest.get<PageOf<SentCommand>>(`/vehicles/${vehicle}/commands`, { limit });

export const sendMessage = (rest: RestClient, vehicle: string, text: string, ttl_s: number) =>
  rest.send<{ id: string }>('POST', `/vehicles/${vehicle}/commands`, { kind: 'message', text, ttl_s });
