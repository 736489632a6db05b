import type { ErrorAnswer, SessionAnswer } from '@sweepline/contract';

export interface Reply {
  readonly status: number;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

/** A signed-in client of the HTTP interface; paths are those below `/api/v1`. */
export class Api {
  readonly #http: string;
  readonly #login: string;
  readonly #password: string;
  #token = '';

  private constructor(http: string, login: string, password: string) {
    this.#http = http;
    this.#login = login;
    this.#password = password;
  }

  static async signIn(http: string, login: string, password: string): Promise<Api> {
    const api = new Api(http, login, password);
    await api.signInAgain();
    return api;
  }

  async signInAgain(): Promise<void> {
    this.#token = '';
    const body = { login: this.#login, password: this.#password };
    this.#token = (await this.post<SessionAnswer>('/session', body)).token;
  }

  get token(): string {
    return this.#token;
  }

  /** Whatever is answered, errors too. */
  async request(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<Reply> {
    const headers: Record<string, string> = this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` };
    if (body !== undefined) headers['content-type'] = contentType;
    const answer = await fetch(`${this.#http}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, body: isJson && text !== '' ? JSON.parse(text) : text };
  }

  get = <Answer>(path: string): Promise<Answer> => this.#insist('GET', path);
  put = <Answer>(path: string, body: unknown, contentType?: string): Promise<Answer> =>
    this.#insist('PUT', path, body, contentType);
  post = <Answer>(path: string, body: unknown = {}): Promise<Answer> => this.#insist('POST', path, body);
  delete = <Answer>(path: string): Promise<Answer> => this.#insist('DELETE', path);

  /** @throws Error with the service's code and words where it refuses. */
  async #insist<Answer>(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer> {
    const reply = await this.request(method, path, body, contentType);
    if (reply.status < 300) return reply.body as Answer;
    const { code, message, details } = reply.body as Partial<ErrorAnswer>;
    throw new Error(`${method} ${path}: ${reply.status} ${code} ${message} ${JSON.stringify(details ?? '')}`);
  }
}
