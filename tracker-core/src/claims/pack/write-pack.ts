import { createHash } from 'node:crypto';
import { Deflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { MANIFEST, SIGNATURE, type Manifest, type Member } from './manifest.ts';
import { DEFLATED, descriptor, directory, localHeader, STORED, type Entry } from './zip-format.ts';

/** A file of a pack, a piece at a time. */
export interface PackFile {
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface PackHead extends Omit<Manifest, 'members'> {
  /** Ed25519 over the manifest's bytes. */
  readonly sign: (manifest: Uint8Array) => Uint8Array;
}

/** The same for the same bytes everywhere: fflate is plain JavaScript. */
const LEVEL = 6;

/**
 * A pack as a ZIP archive: the files in their order, the manifest, its signature. Holds one piece at a time, and the names.
 * The same files give the same bytes.
 */
export async function* writePack(
  { sign, ...head }: PackHead,
  files: AsyncIterable<PackFile>,
): AsyncGenerator<Uint8Array, void, void> {
  const at_ms = Date.parse(head.date);
  const entries: Entry[] = [];
  const members: Member[] = [];
  let offset = 0;

  for await (const { name, pieces } of files) {
    const header = localHeader({ name, method: DEFLATED }, at_ms);
    yield header;
    const [plain, packed] = [createHash('sha256'), createHash('sha256')];
    let [crc, size, packedSize] = [0, 0, 0];
    let out: Uint8Array[] = [];
    const deflate = new Deflate({ level: LEVEL }, (chunk) => void out.push(chunk));
    function* flushed(): Generator<Uint8Array> {
      for (const chunk of out) {
        packed.update(chunk);
        packedSize += chunk.length;
        yield chunk;
      }
      out = [];
    }
    for await (const piece of pieces) {
      if (piece.length === 0) continue;
      plain.update(piece);
      crc = crc32(crc, piece);
      size += piece.length;
      // The deflater keeps what it is given.
      deflate.push(piece.slice());
      yield* flushed();
    }
    deflate.push(new Uint8Array(0), true);
    yield* flushed();
    const entry: Entry = { name, method: DEFLATED, crc, packed: packedSize, size, offset };
    const end = descriptor(entry);
    yield end;
    offset += header.length + packedSize + end.length;
    entries.push(entry);
    members.push({
      name,
      bytes: size,
      sha256: plain.digest('hex'),
      packed: { bytes: packedSize, sha256: packed.digest('hex') },
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
