import { untrack } from 'svelte';
import { instantOf, type DecodedFields, type Device, type DeviceMessages, type Vehicle } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { sawGear, type Seen } from './checklist.ts';

const EACH_MS = 1_000;
/** What came in this time before the page was opened belongs to the fitting, too. */
const BEFORE_MS = 10 * 60_000;

/** One device as it is fitted: asked about each second while somebody looks. */
export class Fitting {
  device = $state.raw<Device | null>(null);
  vehicle = $state.raw<Vehicle | null>(null);
  told = $state.raw<DeviceMessages | null>(null);
  seen = $state.raw<Seen>({ on: new Set(), off: new Set() });
  error = $state.raw<RequestError | null>(null);
  readonly #rest: RestClient;
  readonly #id: string;
  readonly #from: string;

  constructor(rest: RestClient, id: string) {
    this.#rest = rest;
    this.#id = id;
    this.#from = instantOf(Date.now() - BEFORE_MS);
  }

  /** Answers the way to stop. */
  start(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const next = async () => {
      if (!document.hidden) await this.#ask();
      if (!ended) timer = setTimeout(() => void next(), EACH_MS);
    };
    untrack(() => void next());
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  async #ask(): Promise<void> {
    try {
      this.device ??= await this.#rest.get<Device>(`/devices/${this.#id}`);
      this.vehicle ??= await this.#rest.get<Vehicle>(`/vehicles/${this.device.vehicle}`);
      const told = await this.#rest.get<DeviceMessages>(`/devices/${this.#id}/messages`, { from: this.#from });
      const heard = told.messages.flatMap(({ fix }) => (fix === null ? [] : [fix as DecodedFields]));
      this.seen = sawGear(this.seen, [...heard, ...told.fixes.map(({ fix }) => fix as DecodedFields)]);
      if (JSON.stringify(told) !== JSON.stringify(this.told)) this.told = told;
      this.error = null;
    } catch (error) {
      this.error = failureOf(error);
    }
  }
}
