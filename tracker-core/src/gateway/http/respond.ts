import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { ERROR_CODES, says, type ErrorAnswer } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import { statusOf, statusOfRefusal, type Answer } from './exchange.ts';
import { RawAnswer } from './route.ts';

const compress = promisify(gzip);

/** Below this a compressed answer is hardly smaller. */
const GZIP_FROM_BYTES = 1_400;
/** Level 1 halves coverage answers' time on a slow line and costs the least on the server. */
const GZIP_LEVEL = 1;

const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

export const acceptsGzip = (acceptEncoding: string): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(acceptEncoding);

/** A handler's value as an answer: undefined is 204, everything else JSON unless it says otherwise. */
export async function answerOf(value: unknown, gzipped: boolean): Promise<Answer> {
  if (value === undefined) return { status: statusOf(204), headers: { 'cache-control': 'no-store' }, body: '' };
  if (value instanceof RawAnswer) {
    return { status: statusOf(value.status), headers: { ...JSON_HEADERS, ...value.headers }, body: value.body };
  }
  const text = JSON.stringify(value);
  if (!gzipped || text.length < GZIP_FROM_BYTES) return { status: statusOf(200), headers: JSON_HEADERS, body: text };
  const body = await compress(text, { level: GZIP_LEVEL });
  return {
    status: statusOf(200),
    headers: { ...JSON_HEADERS, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body,
  };
}

/** The answer to a request that was refused. */
export function refusalOf(refused: Refused, headers: Readonly<Record<string, string>> = {}): Answer {
  const { code, message, details, saying } = refused;
  const body: ErrorAnswer = {
    code,
    message,
    ...(saying === null ? {} : { reason: saying.reason }),
    ...(saying?.values === undefined ? {} : { values: saying.values }),
    ...(details === undefined ? {} : { details }),
  };
  const retry = (details as { retryAfter_s?: number } | undefined)?.retryAfter_s;
  return {
    status: statusOfRefusal(refused),
    headers: {
      ...JSON_HEADERS,
      ...(code === 'not-signed-in' ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/** PostgreSQL: two requests made the same object at the same time. */
const UNIQUE_VIOLATION = '23505';

/** Every error as one of the closed list; what nobody foresaw is `internal` and says nothing of the inside. */
export function refusedOf(error: unknown): Refused {
  if (error instanceof Refused && error.code in ERROR_CODES) return error;
  if ((error as { code?: unknown } | null)?.code === UNIQUE_VIOLATION) {
    return new Refused('id-taken', says('changed-meanwhile'), undefined, error);
  }
  return new Refused('internal', 'something went wrong inside the service; its log says what', undefined, error);
}
