import { LOCALES, type Locale } from '@sweepline/contract';
import { Type } from 'typebox';
import type { Session } from '../sessions.ts';
import { oneOf } from './query.ts';
import { RawAnswer, StreamAnswer, type Call } from './route.ts';

/** Content types of the files that reports are. */
export const FILE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export const LocaleQuery = Type.Optional(
  Type.Enum(['ru', 'en'], { description: "of the file; the user's own unless given" }),
);

/** The language of a file. @throws Refused `bad-request`. */
export function localeOf({ query, session }: Call<unknown, Session>): Locale {
  return oneOf('locale', query['locale'] ?? session.user.locale, LOCALES);
}

const headersOf = (type: keyof typeof FILE_TYPES, name: string) => ({
  'content-type': FILE_TYPES[type],
  'content-disposition': `attachment; filename="${name}.${type}"`,
});

/** A file to keep, under a name that every system takes. */
export const fileAnswer = (type: keyof typeof FILE_TYPES, name: string, bytes: string | Uint8Array): RawAnswer =>
  new RawAnswer(200, headersOf(type, name), bytes);

/** The same of a file that is made while it is sent. */
export const fileStream = (type: keyof typeof FILE_TYPES, name: string, pieces: StreamAnswer['pieces']): StreamAnswer =>
  new StreamAnswer(headersOf(type, name), pieces);
