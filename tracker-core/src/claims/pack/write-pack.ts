import { createHash } from 'node:crypto';
import { crc32 } from '../../archive/crc32.ts';
import { deflated, type ArchivedFile } from '../../archive/deflated.ts';
import { MANIFEST, SIGNATURE, type Manifest, type Member } from './manifest.ts';
import { descriptor, directory, localHeader, STORED, type Entry } from '../../archive/zip-format.ts';

export interface PackHead extends Omit<Manifest, 'members'> {
  /** Ed25519 over the manifest's bytes. */
  readonly sign: (manifest: Uint8Array) => Uint8Array;
}

/**
 * A pack as a ZIP archive: the files in their order, the manifest, its signature. Holds one piece at a time, and the names.
 * The same files give the same bytes.
 */
export async function* writePack(
  { sign, ...head }: PackHead,
  files: AsyncIterable<ArchivedFile>,
): AsyncGenerator<Uint8Array, void, void> {
  const at_ms = Date.parse(head.date);
  const entries: Entry[] = [];
  const members: Member[] = [];
  let offset = 0;

  for await (const file of files) {
    const [plain, packed] = [createHash('sha256'), createHash('sha256')];
    const watch = {
      plain: (piece: Uint8Array) => plain.update(piece),
      packed: (chunk: Uint8Array) => packed.update(chunk),
    };
    const { entry, end } = yield* deflated(file, { at_ms, offset }, watch);
    offset = end;
    entries.push(entry);
    members.push({
      name: entry.name,
      bytes: entry.size,
      sha256: plain.digest('hex'),
      packed: { bytes: entry.packed, sha256: packed.digest('hex') },
    });
  }

  const manifest: Manifest = { ...head, members };
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`, 'utf8');
  for (const [name, content] of [
    [MANIFEST, bytes],
    [SIGNATURE, Buffer.from(sign(bytes))],
  ] as const) {
    const entry: Entry = {
      ...{ name, method: STORED, crc: crc32(0, content), packed: content.length },
      ...{ size: content.length, offset },
    };
    const parts = [localHeader(entry, at_ms), content, descriptor(entry)];
    yield* parts;
    offset += parts.reduce((sum, part) => sum + part.length, 0);
    entries.push(entry);
  }
  yield directory(entries, offset, at_ms);
}
