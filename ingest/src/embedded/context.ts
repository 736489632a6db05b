import type { DecodeLimits } from '../decode/outcome.ts';
import type { TurnedAwayReason } from '@sweepline/contract';
import type { Client } from 'aedes';
import type { IngestPort } from '../port.ts';
import type { Tally } from '../tally.ts';

/** What the handlers of one broker share. */
export interface EmbeddedContext {
  readonly port: IngestPort;
  readonly limits: DecodeLimits;
  readonly tally: Tally;
  readonly notice: (what: string, details: Readonly<Record<string, unknown>>) => void;
  /** Counts and tells of who was not let in, or not heard. */
  readonly turnAway: (client: Client, userName: string, reason: TurnedAwayReason, topic?: string) => void;
  /** True while the broker is shutting down: nothing new is taken, and so nothing of it is acknowledged. */
  closing: boolean;
}
