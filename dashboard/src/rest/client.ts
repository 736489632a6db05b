import { ERROR_CODES, type ErrorAnswer, type PageOf } from '@sweepline/contract';
import { RequestError } from './request-error.ts';

const PREFIX = '/api/v1';
/** As many of a list as the service gives at once. */
const PAGE = 1_000;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Query = Readonly<Record<string, string | number | undefined>>;

/** Ids are safe in a path by their pattern; edge ids and logins are not assumed to be. */
export function address(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return PREFIX + path + (search === '' ? '' : `?${search}`);
}

/** A file with a type, which a browser does not always know. */
export const sentAs = (file: File): Blob =>
  file.type === '' ? new Blob([file], { type: 'application/octet-stream' }) : file;

/** REST of the service, signed in by the session's cookie. */
export class RestClient {
  /** Called when an answer says that the session has ended. */
  onSignedOut: () => void = () => {};
  readonly #fetch: typeof fetch;

  constructor(fetcher: typeof fetch = (...request) => fetch(...request)) {
    this.#fetch = fetcher;
  }

  /** A Blob goes as it is, under its own type; anything else as JSON. @throws RequestError */
  async send<Answer>(method: Method, path: string, body?: unknown, query?: Query): Promise<Answer> {
    const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } };
    if (body instanceof Blob) {
      init.body = body;
      init.headers = { ...init.headers, 'content-type': body.type };
    } else if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, 'content-type': 'application/json' };
    }
    let answer: Response;
    try {
      answer = await this.#fetch(address(path, query), init);
    } catch (cause) {
      throw new RequestError('unreachable', 0, String(cause));
    }
    if (!answer.ok) throw await this.#refusal(answer, path);
    if (answer.status === 204) return undefined as Answer;
    try {
      const text = await answer.text();
      return (text === '' ? undefined : JSON.parse(text)) as Answer;
    } catch (cause) {
      throw new RequestError('unexpected', answer.status, String(cause));
    }
  }

  /** An answer that is no JSON. @throws RequestError; an abort is rethrown as it is. */
  async bytes(path: string, query?: Query, signal?: AbortSignal): Promise<ArrayBuffer> {
    const init: RequestInit = { credentials: 'same-origin', ...(signal === undefined ? {} : { signal }) };
    let answer: Response;
    try {
      answer = await this.#fetch(address(path, query), init);
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new RequestError('unreachable', 0, String(cause));
    }
    if (!answer.ok) throw await this.#refusal(answer, path);
    return answer.arrayBuffer();
  }

  get<Answer>(path: string, query?: Query): Promise<Answer> {
    return this.send<Answer>('GET', path, undefined, query);
  }

  /** All pages of a list, up to a number of items that a page can still show. */
  async list<Item>(path: string, query: Query = {}, most = 5_000): Promise<readonly Item[]> {
    const items: Item[] = [];
    let after: string | undefined;
    do {
      const page: PageOf<Item> = await this.get<PageOf<Item>>(path, { limit: PAGE, ...query, after });
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined && items.length < most);
    return items;
  }

  async #refusal(answer: Response, path: string): Promise<RequestError> {
    const body: unknown = await answer.json().catch(() => null);
    if (!isErrorAnswer(body)) return new RequestError('unexpected', answer.status, `status ${answer.status}`);
    if (answer.status === 401 && path !== '/session') this.onSignedOut();
    return new RequestError(body.code, answer.status, body.message, body);
  }
}

const isErrorAnswer = (body: unknown): body is ErrorAnswer =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  Object.hasOwn(ERROR_CODES, String(body.code)) &&
  'message' in body;
