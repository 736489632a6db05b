import type { Device } from '@sweepline/contract';
import type { Api } from '../rest/api.ts';
import { codeOf, type RequestErrorCode } from '../rest/request-error.ts';

/** The town's devices; a secret is held only while its dialog is open. */
export class Devices {
  items = $state.raw<readonly Device[]>([]);
  error = $state<RequestErrorCode | null>(null);
  secret = $state.raw<{ readonly id: string; readonly secret: string } | null>(null);
  readonly #api: Api;
  readonly #municipality: string;
  readonly #failed: (code: RequestErrorCode) => void;

  constructor(api: Api, municipality: string, failed: (code: RequestErrorCode) => void) {
    this.#api = api;
    this.#municipality = municipality;
    this.#failed = failed;
  }

  async load(): Promise<void> {
    try {
      this.items = await this.#api.devices(this.#municipality);
      this.error = null;
    } catch (error) {
      this.error = codeOf(error);
    }
  }

  async rotate({ id }: Device): Promise<void> {
    try {
      this.secret = { id, secret: (await this.#api.rotateDevice(id)).secret };
    } catch (error) {
      this.#failed(codeOf(error));
    }
  }

  async revoke({ id }: Device): Promise<void> {
    try {
      await this.#api.revokeDevice(id);
      await this.load();
    } catch (error) {
      this.#failed(codeOf(error));
    }
  }
}
