import type { AttachmentType } from '@sweepline/contract';

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** What a file is by its first bytes; null for anything that may not be attached. */
export function attachmentTypeOf(bytes: Uint8Array): AttachmentType | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (ascii(bytes, 0, 5) === '%PDF-') return 'application/pdf';
  return null;
}

const ENDINGS: Readonly<Record<AttachmentType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};
const MOST_NAME = 120;

/** A name for a file as it was sent: no folders, nothing that a header or a shell minds, the ending that its content has. */
export function attachmentName(sent: string | undefined, type: AttachmentType): string {
  const last = (sent ?? '').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{C}\p{Surrogate}"'`;<>|:*?%]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replace(/^[. ]+/, '')
    .trim()
    .slice(0, MOST_NAME);
  return `${plain === '' ? 'attachment' : plain}.${ENDINGS[type]}`;
}
