import { ERROR_CODES } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import type { HttpRequest, HttpResponse } from '../uws.ts';

/** Bodies of JSON requests. */
export const JSON_LIMIT = 1024 * 1024;
/** How much of a refused body is still read, so that its sender sees the answer instead of a reset connection. */
const DRAIN_LIMIT = 16 * 1024 * 1024;

/** Written at once of an answer that is streamed. */
const STREAM_BYTES = 64 * 1024;

const HEADERS = [
  'authorization',
  'cookie',
  'origin',
  'host',
  'content-type',
  'content-length',
  'accept-encoding',
  'if-none-match',
  'x-forwarded-for',
  'sec-websocket-key',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
] as const;
export type HeaderName = (typeof HEADERS)[number];

export interface Answer {
  readonly status: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The sender went away: nobody is left to answer. */
export class Aborted extends Error {}

/** One request and its answer. Everything of the request is read at once: the library's object dies with the first await. */
export class Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly remote: string;
  #headers: Record<HeaderName, string>;
  #res: HttpResponse;
  #aborted = false;
  #chunks: Buffer[] = [];
  #size = 0;
  #limit: number | null = null;
  #ended = false;
  #discarding = false;
  #paused = false;
  #wake: (() => unknown) | null = null;
  #settle: { resolve: (body: Buffer) => void; reject: (error: Error) => void } | null = null;

  constructor(res: HttpResponse, req: HttpRequest) {
    this.#res = res;
    this.method = req.getCaseSensitiveMethod().toUpperCase();
    this.path = req.getUrl();
    this.query = req.getQuery();
    this.remote = Buffer.from(res.getRemoteAddressAsText()).toString();
    this.#headers = Object.fromEntries(HEADERS.map((name) => [name, req.getHeader(name)])) as Record<
      HeaderName,
      string
    >;
    res.onAborted(() => {
      this.#aborted = true;
      this.#chunks = [];
      this.#settle?.reject(new Aborted());
      this.#wake?.();
    });
    if (this.method !== 'GET' && this.method !== 'HEAD') res.onData((chunk, last) => this.#take(chunk, last));
    else this.#ended = true;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Empty where the header is absent. */
  header(name: HeaderName): string {
    return this.#headers[name];
  }

  /** The whole body. @throws Refused `too-large`; Aborted. */
  body(limit: number): Promise<Buffer> {
    if (this.#aborted) return Promise.reject(new Aborted());
    this.#limit = limit;
    if (Number(this.header('content-length')) > limit || this.#size > limit) return Promise.reject(tooLarge(limit));
    if (this.#ended) return Promise.resolve(this.#joined());
    const body = new Promise<Buffer>((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#resume();
    return body;
  }

  #take(chunk: ArrayBuffer, last: boolean): void {
    this.#size += chunk.byteLength;
    this.#ended = last;
    if (this.#discarding) return;
    // The library takes the memory back when this returns.
    this.#chunks.push(Buffer.from(new Uint8Array(chunk)));
    if (this.#limit === null) {
      // Nobody has said yet that this sender may send so much.
      if (this.#size > JSON_LIMIT && !last) this.#pause();
      return;
    }
    if (this.#size > this.#limit) this.#settle?.reject(tooLarge(this.#limit));
    else if (last) this.#settle?.resolve(this.#joined());
  }

  #joined(): Buffer {
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = [];
    return body;
  }

  #pause(): void {
    this.#paused = true;
    this.#res.pause();
  }

  #resume(): void {
    if (this.#paused) this.#res.resume();
    this.#paused = false;
  }

  /**
   * Answers with pieces as they are made. Where the next cannot be made the connection is cut, so that nobody takes a part for
   * the whole; where the sender went away no more are made.
   */
  async stream(headers: Readonly<Record<string, string>>, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const res = this.#res;
    let resume: (() => void) | null = null;
    const go = (): boolean => {
      resume?.();
      return true;
    };
    this.#wake = go;
    if (this.#aborted) return;
    res.onWritable(go);
    res.cork(() => {
      res.writeStatus(statusOf(200));
      for (const [name, value] of Object.entries(headers)) res.writeHeader(name, value);
    });
    try {
      for await (const piece of pieces) {
        for (let at = 0; at < piece.length; at += STREAM_BYTES) {
          if (this.#aborted) return;
          const drained = new Promise<void>((resolve) => (resume = resolve));
          let taken = true;
          res.cork(() => (taken = res.write(piece.subarray(at, at + STREAM_BYTES))));
          if (!taken) await drained;
        }
        if (this.#aborted) return;
      }
    } catch (error) {
      if (!this.#aborted) res.close();
      this.#aborted = true;
      throw error;
    }
    if (!this.#aborted) res.cork(() => res.end());
    this.#aborted = true;
  }

  /** Answers, once. Nothing happens where the sender went away. */
  answer({ status, headers, body }: Answer): void {
    if (this.#aborted) return;
    this.#discarding = true;
    this.#chunks = [];
    const close = !this.#ended && !(Number(this.header('content-length')) <= DRAIN_LIMIT);
    this.#res.cork(() => {
      this.#res.writeStatus(status);
      for (const [name, value] of Object.entries(headers)) this.#res.writeHeader(name, value);
      if (this.method === 'HEAD') this.#res.endWithoutBody(Buffer.byteLength(body), close);
      else this.#res.end(body, close);
    });
    this.#aborted = true;
  }
}

const tooLarge = (limit: number): Refused => new Refused('too-large', `the body is larger than ${limit} bytes`);

const PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Status line: the library wants code and phrase together. */
export const statusOf = (code: number): string => `${code} ${PHRASES[code] ?? 'Unknown'}`;

export const statusOfRefusal = (refused: Refused): string => statusOf(ERROR_CODES[refused.code]);
