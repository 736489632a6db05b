import type { ErrorAnswer, SessionAnswer } from '@sweepline/contract';

/** The service answered with an error. */
export class RestError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(method: string, path: string, status: number, answer: Partial<ErrorAnswer>) {
    super(
      `${method} ${path}: ${status} ${answer.code ?? ''} ${answer.message ?? ''} ${answer.details === undefined ? '' : JSON.stringify(answer.details).slice(0, 300)}`.trim(),
    );
    [this.status, this.code] = [status, answer.code ?? 'unknown'];
  }
}

/** A signed-in client of the HTTP contract; paths are those below `/api/v1`. */
export interface Rest {
  get<Answer>(path: string): Promise<Answer>;
  put<Answer>(path: string, body: unknown, contentType?: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
}

/** @throws Error in plain words where the service cannot be reached or the password is wrong. */
export async function signIn(url: string, login: string, password: string): Promise<Rest> {
  let token = '';
  const call = async <Answer>(
    method: string,
    path: string,
    body?: unknown,
    contentType = 'application/json',
  ): Promise<Answer> => {
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    if (body !== undefined) headers['content-type'] = contentType;
    let answer: Response;
    try {
      answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      const code = (cause as { cause?: { code?: string } }).cause?.code;
      throw new Error(
        `the service at ${url} cannot be reached${code === undefined ? '' : ` (${code})`}: is it running?`,
        { cause },
      );
    }
    const text = await answer.text();
    let parsed: unknown;
    try {
      parsed = text === '' ? undefined : JSON.parse(text);
    } catch (cause) {
      throw new Error(`${url} does not answer like Sweepline: ${method} ${path} gave ${answer.status} and no JSON`, {
        cause,
      });
    }
    if (!answer.ok) throw new RestError(method, path, answer.status, (parsed ?? {}) as Partial<ErrorAnswer>);
    return parsed as Answer;
  };
  try {
    ({ token } = await call<SessionAnswer>('POST', '/session', { login, password }));
  } catch (error) {
    if (error instanceof RestError && error.status === 401)
      throw new Error(`wrong login or password for ${login} at ${url}`, { cause: error });
    throw error;
  }
  return {
    get: (path) => call('GET', path),
    put: (path, body, contentType) => call('PUT', path, body, contentType),
    post: (path, body) => call('POST', path, body ?? {}),
  };
}
