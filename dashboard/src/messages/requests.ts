import type { CommandBody, CommandState, PageOf } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

/** A command to a vehicle's device as the service lists it. */
export interface SentCommand {
  readonly id: string;
  readonly command: CommandBody;
  readonly by: string;
  readonly at: string;
  readonly expiresAt: string;
  readonly state: CommandState;
  readonly sentAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly ok: boolean | null;
}

/** Newest first. */
export const commandsOf = (rest: RestClient, vehicle: string, limit: number) =>
  rest.get<PageOf<SentCommand>>(`/vehicles/${vehicle}/commands`, { limit });

export const sendMessage = (rest: RestClient, vehicle: string, text: string, ttl_s: number) =>
  rest.send<{ id: string }>('POST', `/vehicles/${vehicle}/commands`, { kind: 'message', text, ttl_s });
