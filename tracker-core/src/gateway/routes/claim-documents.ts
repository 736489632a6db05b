import { Type } from 'typebox';
import { FILE_TYPES, fileStream, LocaleQuery, localeOf } from '../http/files.ts';
import { oneOf } from '../http/query.ts';
import { EVERY_ROLE, route, StreamAnswer, type Route } from '../http/route.ts';
import { seenClaim } from './claims.ts';

const FORMATS = ['pdf', 'xlsx'] as const;

export const claimDocumentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/claims/{id}/document',
    tag: 'claims',
    summary: 'The claim as a document with its arithmetic, maps and rules (PDF), or all its lines (XLSX)',
    roles: EVERY_ROLE,
    query: Type.Object({ format: Type.Optional(Type.Enum([...FORMATS], { default: 'pdf' })), locale: LocaleQuery }),
    answer: Type.Unknown(),
    answerType: FILE_TYPES.pdf,
    handle: async (call) => {
      const format = oneOf('format', call.query['format'] ?? 'pdf', FORMATS);
      const locale = localeOf(call);
      const { id, number, revision } = await seenClaim(call);
      const pieces = await call.ports.documents.claim(id, format, locale);
      return fileStream(format, `claim-${plain(number)}-r${revision}-${locale}`, pieces);
    },
  }),
  route({
    method: 'GET',
    path: '/claims/{id}/pack',
    tag: 'claims',
    summary: 'All that proves the claim, signed, as one ZIP archive: see docs/evidence.md; of a draft it says so',
    roles: EVERY_ROLE,
    query: Type.Object({ locale: LocaleQuery }),
    answer: Type.Unknown(),
    answerType: 'application/zip',
    handle: async (call) => {
      const locale = localeOf(call);
      const { id, number, revision, state } = await seenClaim(call);
      await call.ports.settled();
      const name = `${state === 'draft' ? 'draft' : 'claim'}-${plain(number)}-r${revision}-${locale}.zip`;
      const headers = {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      };
      return new StreamAnswer(headers, await call.ports.packs.pack(id, locale));
    },
  }),
];

/** What any file system and header takes of a name. */
const plain = (text: string): string => text.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^-+|-+$/g, '') || 'claim';
