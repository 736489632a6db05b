import { createHash, randomUUID } from 'node:crypto';
import {
  ATTACHMENT_BYTES,
  ATTACHMENT_TYPES,
  ATTACHMENTS_EACH,
  ClaimLine,
  Excuse,
  type Attachment,
  says,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import {
  addAttachment,
  addAttachmentBytes,
  attachmentBytes,
  dropAttachmentBytes,
  type AttachmentOwner,
} from '../../store/objects/attachments.ts';
import { findLine } from '../../store/objects/claim-lines.ts';
import { addClaimEntry, holdClaim } from '../../store/objects/claim-steps.ts';
import { addExcuseEntry, findExcuse, holdExcuse } from '../../store/objects/excuses.ts';
import { notFound, present } from '../access.ts';
import { EVERY_ROLE, RawAnswer, route, uploadRoute, type Call, type Route } from '../http/route.ts';
import { attachmentName, attachmentTypeOf } from '../http/sniff.ts';
import type { Session } from '../sessions.ts';
import { checkAnswerable } from './claim-answers.ts';
import { seenLine } from './claims.ts';
import { changeableExcuse, seenExcuse } from './excuses.ts';

/** Where a file goes. */
interface Place {
  readonly owner: AttachmentOwner;
  readonly object: string;
  readonly municipality: string;
  readonly attachments: readonly Attachment[];
  /** Holds the owner within the write, and notes the file. @throws Refused `wrong-state` where it takes none any more. */
  note(within: Db, entry: { readonly at_ms: number; readonly by: string; readonly text: string }): Promise<void>;
}

/** Stores the file where it belongs. One that is attached already changes nothing. */
async function attach(call: Call<Buffer, Session>, place: Place): Promise<void> {
  const { db, body, query, session, now, write } = call;
  const { owner, object, municipality, attachments } = place;
  const type = attachmentTypeOf(body);
  if (type === null) {
    const saying = says('no-attachment', { types: ATTACHMENT_TYPES.join(', ') });
    throw new Refused('invalid', saying, [{ path: '', ...saying }]);
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (attachments.some((one) => one.sha256 === sha256))
    return call.audit({ object, municipality, body: { sha256, again: true } });
  if (attachments.length >= ATTACHMENTS_EACH)
    throw new Refused('invalid', says('too-many-files', { most: ATTACHMENTS_EACH }));
  const name = attachmentName(query['name'], type);
  const id = randomUUID();
  const by = session.user.login;
  const at_ms = now();
  const bytes = body.length;
  try {
    await addAttachmentBytes(db, id, body);
    await write({ object, municipality, body: { name, type, bytes, sha256 } }, async (within) => {
      await place.note(within, { at_ms, by, text: name });
      if (!(await addAttachment(within, { id, owner, name, type, bytes, sha256, by, at_ms })))
        throw new Refused('wrong-state', says('changed-meanwhile'));
    });
  } catch (error) {
    await dropAttachmentBytes(db, id);
    throw error;
  }
}

async function attachToExcuse(call: Call<Buffer, Session>): Promise<Excuse> {
  const { id, municipality, state, attachments } = await changeableExcuse(call);
  const check = (now: string | null): void => {
    if (now !== 'proposed') throw new Refused('wrong-state', says('excuse-decided', { excuse: now ?? 'gone' }));
  };
  check(state);
  await attach(call, {
    owner: { excuse: id },
    object: id,
    municipality,
    attachments,
    note: async (within, entry) => {
      check(await holdExcuse(within, id));
      await addExcuseEntry(within, id, { ...entry, action: 'attached' });
    },
  });
  return (await findExcuse(call.db, id))!;
}

async function attachToLine(call: Call<Buffer, Session>): Promise<ClaimLine> {
  const { claim, line } = await seenLine(call);
  checkAnswerable(claim, call.now());
  if (line.answer?.answer !== 'object') throw new Refused('wrong-state', says('not-objected-yet', { no: line.no }));
  const { id, municipality } = claim;
  await attach(call, {
    owner: { claim: id, line: line.no },
    object: `${id} ${line.no}`,
    municipality,
    attachments: line.answer.attachments,
    note: async (within, entry) => {
      const state = await holdClaim(within, id);
      if (state !== 'issued') throw new Refused('wrong-state', says('claim-state', { claim: state ?? 'gone' }));
      await addClaimEntry(within, id, { ...entry, action: 'attached', line: line.no });
    },
  });
  return (await findLine(call.db, id, line.no))!;
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

async function serve(call: Call<unknown, Session>, attachments: readonly Attachment[]): Promise<RawAnswer> {
  const id = call.params['attachment']!;
  const found = present(attachments.find((one) => one.id === id) ?? null, 'attachment', id);
  const headers = headersOf(found.type, found.name, found.sha256);
  if (call.ifNoneMatch.includes(headers['etag']!)) return new RawAnswer(304, headers);
  const bytes = await attachmentBytes(call.db, id, found.bytes);
  if (createHash('sha256').update(bytes).digest('hex') !== found.sha256) throw notFound('whole attachment', id);
  return new RawAnswer(200, headers, bytes);
}

const UPLOAD = {
  query: Type.Object({ name: Type.Optional(Type.String()) }),
  upload: { types: [...ATTACHMENT_TYPES, 'application/octet-stream'], limit: ATTACHMENT_BYTES },
};
const TAKEN = `${ATTACHMENT_TYPES.join(', ')}, told by its content; at most ${ATTACHMENTS_EACH} of 10 MiB`;

export const attachmentRoutes: readonly Route[] = [
  uploadRoute({
    method: 'POST',
    path: '/excuses/{id}/attachments',
    tag: 'excuses',
    summary: `Attach a photo or document to a proposal: ${TAKEN}`,
    roles: ['administrator', 'operator', 'contractor'],
    ...UPLOAD,
    answer: Excuse,
    handle: attachToExcuse,
  }),
  route({
    method: 'GET',
    path: '/excuses/{id}/attachments/{attachment}',
    tag: 'excuses',
    summary: 'The file as it was sent',
    roles: EVERY_ROLE,
    answer: Type.Unknown(),
    answerType: 'application/octet-stream',
    handle: async (call) => serve(call, (await seenExcuse(call)).attachments),
  }),
  uploadRoute({
    method: 'POST',
    path: '/claims/{id}/lines/{no}/attachments',
    tag: 'claims',
    summary: `Attach a photo or document to the objection to a line: ${TAKEN}`,
    roles: ['administrator', 'contractor'],
    ...UPLOAD,
    answer: ClaimLine,
    handle: attachToLine,
  }),
  route({
    method: 'GET',
    path: '/claims/{id}/lines/{no}/attachments/{attachment}',
    tag: 'claims',
    summary: 'The file as it was sent',
    roles: EVERY_ROLE,
    answer: Type.Unknown(),
    answerType: 'application/octet-stream',
    handle: async (call) => serve(call, (await seenLine(call)).line.answer?.attachments ?? []),
  }),
];
