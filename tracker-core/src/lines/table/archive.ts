import { says } from '@sweepline/contract';
import { Unzip, UnzipInflate } from 'fflate';
import { Refused, worded } from '../../refused.ts';
import { unusable } from '../drawn.ts';

/** What may come out of an archive, however small it looks. */
const MOST_BYTES = 24 * 1024 * 1024;
const MOST_FILES = 500;
const PORTION = 64 * 1024;

const broken = (message: string, cause: unknown): Refused =>
  unusable(worded(message, says('broken-file', { format: 'ZIP' })), cause);

/**
 * The files of a ZIP whose names are wanted. Counts what really comes out, not what the archive says of itself, and stops
 * before it is too much.
 * @throws Refused `invalid` where it is broken, encrypted or too large inside.
 */
export function unpack(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array[]>();
  let seen = 0;
  let out = 0;
  const unzip = new Unzip((file) => {
    if (++seen > MOST_FILES) throw unusable(says('archive-too-full', { most: MOST_FILES }));
    if (!wanted(file.name)) return;
    const parts: Uint8Array[] = [];
    if (files.has(file.name)) throw unusable(says('archive-twice', { name: file.name.slice(0, 80) }));
    files.set(file.name, parts);
    file.ondata = (error, part) => {
      if (error) throw broken(`the archive is broken at ${file.name.slice(0, 80)}: ${error.message}`, error);
      out += part.length;
      if (out > MOST_BYTES) throw unusable(says('archive-too-large', { most: MOST_BYTES / 1024 / 1024 }));
      parts.push(part);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += PORTION)
      unzip.push(bytes.subarray(at, at + PORTION), at + PORTION >= bytes.length);
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    throw broken(`the archive cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  return new Map([...files].map(([name, parts]) => [name, joined(parts)]));
}

export const isArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
