import type { Readiness, User, UserBody } from '@sweepline/contract';
import type { Api } from '../rest/api.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';

/** Users and the state of the service, for administrators. A password is held only while its dialog is open. */
export class Administration {
  users = $state.raw<readonly User[]>([]);
  readiness = $state.raw<Readiness | null>(null);
  error = $state.raw<RequestError | null>(null);
  password = $state.raw<{ readonly login: string; readonly password: string } | null>(null);
  readonly #api: Api;
  readonly #failed: (error: unknown) => void;

  constructor(api: Api, failed: (error: unknown) => void) {
    this.#api = api;
    this.#failed = failed;
  }

  async load(): Promise<void> {
    const [users, readiness] = await Promise.allSettled([this.#api.users(), this.#api.readiness()]);
    if (users.status === 'fulfilled') this.users = users.value;
    this.error = users.status === 'rejected' ? failureOf(users.reason) : null;
    this.readiness = readiness.status === 'fulfilled' ? readiness.value : null;
  }

  /** Without a password in it the service makes one and shows it once. */
  async put(login: string, body: UserBody): Promise<true> {
    const { password } = await this.#api.putUser(login, body);
    if (password !== undefined) this.password = { login, password };
    this.users = await this.#api.users();
    return true;
  }

  /** A random password of 120 bits, made here: a PUT of a known user makes none. */
  async resetPassword({ login, contractor, ...user }: User): Promise<void> {
    const bytes = crypto.getRandomValues(new Uint8Array(15));
    const password = btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    const { name, role, municipalities, locale, email } = user;
    const done = await this.#do(() =>
      this.put(login, {
        name,
        role,
        municipalities,
        locale,
        password,
        ...(contractor === null ? {} : { contractor }),
        ...(email === undefined ? {} : { email }),
      }),
    );
    if (done) this.password = { login, password };
  }

  deleteUser({ login }: User): Promise<boolean> {
    return this.#do(async () => {
      await this.#api.deleteUser(login);
      this.users = this.users.filter((user) => user.login !== login);
    });
  }

  async #do(request: () => Promise<unknown>): Promise<boolean> {
    try {
      await request();
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }
}
