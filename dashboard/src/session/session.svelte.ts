import type { Role, User } from '@sweepline/contract';
import type { Api } from '../rest/api.ts';
import { codeOf } from '../rest/request-error.ts';

export type SessionState =
  | { readonly kind: 'checking' }
  /** Nothing answered when the page opened. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'out'; readonly ended: boolean }
  | { readonly kind: 'in'; readonly user: User };
export type SignInProblem = 'missing' | 'wrong' | 'limited' | 'unreachable';

/** Who is signed in here. */
export class Session {
  state = $state.raw<SessionState>({ kind: 'checking' });
  problem = $state<SignInProblem | null>(null);
  busy = $state(false);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    api.rest.onSignedOut = () => {
      if (this.state.kind !== 'out') this.state = { kind: 'out', ended: this.state.kind === 'in' };
    };
  }

  get user(): User | null {
    return this.state.kind === 'in' ? this.state.user : null;
  }

  /** The cookie may still hold from before. */
  async restore(): Promise<void> {
    try {
      this.state = { kind: 'in', user: await this.#api.me() };
    } catch (error) {
      this.state = codeOf(error) === 'unreachable' ? { kind: 'unreachable' } : { kind: 'out', ended: false };
    }
  }

  /** Asks whether the session still holds; an answer that it does not signs out by itself. */
  async check(): Promise<void> {
    try {
      await this.#api.me();
    } catch (error) {
      if (codeOf(error) === 'not-signed-in') this.state = { kind: 'out', ended: true };
    }
  }

  async signIn(login: string, password: string): Promise<void> {
    if (login === '' || password === '') {
      this.problem = 'missing';
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      const { user } = await this.#api.signIn(login, password);
      this.state = { kind: 'in', user };
    } catch (error) {
      const code = codeOf(error);
      this.problem =
        code === 'too-many-requests'
          ? 'limited'
          : code === 'wrong-password' || code === 'invalid' || code === 'not-signed-in'
            ? 'wrong'
            : 'unreachable';
    } finally {
      this.busy = false;
    }
  }

  async signOut(): Promise<void> {
    await this.#api.signOut().catch(() => {});
    this.state = { kind: 'out', ended: false };
  }
}

/** Who may acknowledge, resolve and dismiss; an auditor and a contractor only read and comment. */
export const decides = (role: Role): boolean => role === 'administrator' || role === 'operator';
