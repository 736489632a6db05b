import type { DeviceQuality, Excuse, FulfilmentAnswer } from '@sweepline/contract';
import { addDays } from '../overview/periods.ts';
import { readFulfilment } from '../overview/requests.ts';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { readExcuses, readQuality } from './requests.ts';

export interface OwnShown {
  readonly devices: readonly DeviceQuality[];
  readonly excuses: readonly Excuse[];
  /** By local day. */
  readonly work: FulfilmentAnswer;
}

const DAYS = 7;
const DAY_MS = 86_400_000;

/** What a contractor's own page tells of the last seven days. */
export class Own {
  shown = $state.raw<OwnShown | null>(null);
  failed = $state.raw<RequestError | null>(null);
  readonly #rest: RestClient;
  readonly #municipality: string;

  constructor(rest: RestClient, municipality: string) {
    this.#rest = rest;
    this.#municipality = municipality;
  }

  /** @param today the municipality's local date */
  async load(today: string, now_ms: number): Promise<void> {
    const from = addDays(today, 1 - DAYS);
    // Whole days whatever the zone: the first and last are cut by the service's own local days.
    const since = new Date(now_ms - (DAYS - 1) * DAY_MS).toISOString();
    try {
      const [devices, excuses, work] = await Promise.all([
        readQuality(this.#rest, this.#municipality, since, new Date(now_ms).toISOString()),
        readExcuses(this.#rest, this.#municipality),
        readFulfilment(this.#rest, this.#municipality, { from, to: addDays(today, 1), by: 'day' }),
      ]);
      this.shown = { devices, excuses, work };
      this.failed = null;
    } catch (error) {
      this.failed = failureOf(error);
    }
  }
}

export const ownDays = (today: string): string[] =>
  Array.from({ length: DAYS }, (_, n) => addDays(today, n + 1 - DAYS));
