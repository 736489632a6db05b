import { Deflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { DEFLATED, descriptor, localHeader, type Entry } from './zip-format.ts';

/** A file of an archive, a piece at a time. */
export interface ArchivedFile {
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Told what is written of a file's data, before and after it was deflated. */
export interface Watch {
  readonly plain: (piece: Uint8Array) => void;
  readonly packed: (chunk: Uint8Array) => void;
}

/** The same for the same bytes everywhere: fflate is plain JavaScript. */
const LEVEL = 6;

/** An entry of an archive, from its header to the sizes behind its data; holds one piece at a time. */
export async function* deflated(
  { name, pieces }: ArchivedFile,
  { at_ms, offset }: { readonly at_ms: number; readonly offset: number },
  watch?: Watch,
): AsyncGenerator<Uint8Array, { readonly entry: Entry; readonly end: number }, void> {
  const header = localHeader({ name, method: DEFLATED }, at_ms);
  yield header;
  let [crc, size, packed] = [0, 0, 0];
  let out: Uint8Array[] = [];
  const deflate = new Deflate({ level: LEVEL }, (chunk) => void out.push(chunk));
  function* flushed(): Generator<Uint8Array> {
    for (const chunk of out) {
      watch?.packed(chunk);
      packed += chunk.length;
      yield chunk;
    }
    out = [];
  }
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    watch?.plain(piece);
    crc = crc32(crc, piece);
    size += piece.length;
    // The deflater keeps what it is given.
    deflate.push(piece.slice());
    yield* flushed();
  }
  deflate.push(new Uint8Array(0), true);
  yield* flushed();
  const entry: Entry = { name, method: DEFLATED, crc, packed, size, offset };
  const end = descriptor(entry);
  yield end;
  return { entry, end: offset + header.length + packed + end.length };
}
