import { createHash, randomUUID } from 'node:crypto';
import { ATTACHMENT_BYTES, ATTACHMENT_TYPES, ATTACHMENTS_EACH, Excuse } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import {
  addAttachment,
  addAttachmentBytes,
  attachmentBytes,
  dropAttachmentBytes,
} from '../../store/objects/attachments.ts';
import { addExcuseEntry, findExcuse, holdExcuse } from '../../store/objects/excuses.ts';
import { notFound, present } from '../access.ts';
import { EVERY_ROLE, RawAnswer, route, uploadRoute, type Call, type Route } from '../http/route.ts';
import { attachmentName, attachmentTypeOf } from '../http/sniff.ts';
import type { Session } from '../sessions.ts';
import { changeableExcuse, seenExcuse } from './excuses.ts';

/** Stores the file with its proposal. One that is attached already changes nothing. */
async function attach(call: Call<Buffer, Session>): Promise<Excuse> {
  const { db, body, query, session, now, write } = call;
  const { id: excuse, municipality, state, attachments } = await changeableExcuse(call);
  if (state !== 'proposed')
    throw new Refused('wrong-state', `the proposal is ${state}: nothing more is attached to it`);
  const type = attachmentTypeOf(body);
  if (type === null) {
    const message = `the file is none of ${ATTACHMENT_TYPES.join(', ')} by its content`;
    throw new Refused('invalid', message, [{ path: '', message }]);
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (attachments.some((one) => one.sha256 === sha256)) {
    await call.audit({ object: excuse, municipality, body: { sha256, again: true } });
    return (await findExcuse(db, excuse))!;
  }
  if (attachments.length >= ATTACHMENTS_EACH)
    throw new Refused('invalid', `a proposal takes at most ${ATTACHMENTS_EACH} files`);
  const name = attachmentName(query['name'], type);
  const id = randomUUID();
  const by = session.user.login;
  const at_ms = now();
  const bytes = body.length;
  try {
    await addAttachmentBytes(db, id, body);
    await write({ object: excuse, municipality, body: { name, type, bytes, sha256 } }, async (within) => {
      const held = await holdExcuse(within, excuse);
      if (held !== 'proposed')
        throw new Refused('wrong-state', `the proposal is ${held}: nothing more is attached to it`);
      if (!(await addAttachment(within, { id, excuse, name, type, bytes, sha256, by, at_ms })))
        throw new Refused('wrong-state', 'the same file was attached at the same moment');
      await addExcuseEntry(within, excuse, { at_ms, by, action: 'attached', text: name });
    });
  } catch (error) {
    await dropAttachmentBytes(db, id);
    throw error;
  }
  return (await findExcuse(db, excuse))!;
}

/** What a stranger sent is shown, never run: no type but ours, no script, no frame; a document only as a download. */
const headersOf = (type: string, name: string, sha256: string): Record<string, string> => ({
  'content-type': type,
  'content-disposition': `${type === 'application/pdf' ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(name)}`,
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, max-age=3600',
  etag: `"${sha256}"`,
});

export const attachmentRoutes: readonly Route[] = [
  uploadRoute({
    method: 'POST',
    path: '/excuses/{id}/attachments',
    tag: 'excuses',
    summary: `Attach a photo or document to a proposal: ${ATTACHMENT_TYPES.join(', ')}, told by its content; at most ${ATTACHMENTS_EACH} of 10 MiB`,
    roles: ['administrator', 'operator', 'contractor'],
    query: Type.Object({ name: Type.Optional(Type.String()) }),
    upload: { types: [...ATTACHMENT_TYPES, 'application/octet-stream'], limit: ATTACHMENT_BYTES },
    answer: Excuse,
    handle: attach,
  }),
  route({
    method: 'GET',
    path: '/excuses/{id}/attachments/{attachment}',
    tag: 'excuses',
    summary: 'The file as it was sent',
    roles: EVERY_ROLE,
    answer: Type.Unknown(),
    answerType: 'application/octet-stream',
    handle: async (call) => {
      const id = call.params['attachment']!;
      const { attachments } = await seenExcuse(call);
      const found = present(attachments.find((one) => one.id === id) ?? null, 'attachment', id);
      const headers = headersOf(found.type, found.name, found.sha256);
      if (call.ifNoneMatch.includes(headers['etag']!)) return new RawAnswer(304, headers);
      const bytes = await attachmentBytes(call.db, id, found.bytes);
      if (createHash('sha256').update(bytes).digest('hex') !== found.sha256) throw notFound('whole attachment', id);
      return new RawAnswer(200, headers, bytes);
    },
  }),
];
