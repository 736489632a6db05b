import { instantOf, type AttachmentType } from '@sweepline/contract';
import type { Db } from '../db.ts';

/** What a file says something of: a proposal, or the answer to a line of a claim. */
export type AttachmentOwner = { readonly excuse: string } | { readonly claim: string; readonly line: number };

export interface NewAttachment {
  readonly id: string;
  readonly owner: AttachmentOwner;
  readonly name: string;
  readonly type: AttachmentType;
  readonly sha256: string;
  readonly bytes: number;
  readonly by: string;
  readonly at_ms: number;
}

/** Bytes in one row: others get their turn between, also on the embedded database. */
const PART_BYTES = 1024 * 1024;

/** Stores a file's bytes, before its row and outside of its transaction. */
export async function addAttachmentBytes(db: Db, id: string, bytes: Uint8Array): Promise<void> {
  for (let no = 0; no * PART_BYTES < bytes.length; no++) {
    await db.query('insert into attachment_part (attachment, no, bytes) values ($1, $2, $3)', [
      id,
      no,
      Buffer.from(bytes.subarray(no * PART_BYTES, (no + 1) * PART_BYTES)),
    ]);
  }
}

/** What was stored for a file that then was not attached. */
export const dropAttachmentBytes = (db: Db, id: string): Promise<unknown> =>
  db.query('delete from attachment_part where attachment = $1', [id]);

/** False where that file is attached already. */
export async function addAttachment(db: Db, attachment: NewAttachment): Promise<boolean> {
  const { id, owner, name, type, bytes, sha256, by, at_ms } = attachment;
  const { excuse, claim, line } = { excuse: null, claim: null, line: null, ...owner };
  const made = await db.query(
    `insert into attachment (id, excuse, claim, line, name, type, bytes, sha256, by, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`,
    [id, excuse, claim, line, name, type, bytes, sha256, by, instantOf(at_ms)],
  );
  return made.length > 0;
}

export async function attachmentBytes(db: Db, id: string, bytes: number): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes);
  for (let no = 0, at = 0; at < bytes; no++) {
    const [part] = await db.query<{ bytes: Uint8Array }>(
      'select bytes from attachment_part where attachment = $1 and no = $2',
      [id, no],
    );
    if (part === undefined) throw new Error(`part ${no} of attachment ${id} is gone`);
    whole.set(part.bytes, at);
    at += part.bytes.length;
  }
  return whole;
}
