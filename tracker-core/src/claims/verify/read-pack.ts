import { createHash } from 'node:crypto';
import { Inflate } from 'fflate';
import { crc32 } from '../../archive/crc32.ts';
import { DEFLATED, descriptor, directory, localHeader, STORED, type Entry } from '../../archive/zip-format.ts';

/** A file that is read at any place. */
export interface ByteSource {
  readonly size: number;
  /** Fewer bytes than asked for only at the end. */
  read(offset: number, length: number): Uint8Array;
}

/** The archive is none, or none as packs are written. */
export class BrokenPack extends Error {
  readonly where: string;

  constructor(where: string, message: string) {
    super(message);
    this.where = where;
  }
}

const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCATOR_BYTES = 20;
const END64_BYTES = 56;
const PIECE_BYTES = 64 * 1024;

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** The entries by the directory at the archive's end. @throws BrokenPack */
export function entriesOf(source: ByteSource): Entry[] {
  const broken = (message: string): BrokenPack => new BrokenPack('directory', message);
  if (source.size < END_BYTES) throw broken('the file is too short for a ZIP archive');
  const end = viewOf(source.read(source.size - END_BYTES, END_BYTES));
  if (end.readUInt32LE(0) !== 0x0605_4b50) throw broken('the archive has no end: it is cut, or something follows it');
  let [count, length, from] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (count === 0xffff || from === 0xffff_ffff) {
    const at = source.size - END_BYTES - LOCATOR_BYTES - END64_BYTES;
    const large = at < 0 ? Buffer.alloc(0) : viewOf(source.read(at, END64_BYTES));
    if (large.length < END64_BYTES || large.readUInt32LE(0) !== 0x0606_4b50)
      throw broken('the end for large archives is missing');
    [count, length, from] = [32, 40, 48].map((field) => Number(large.readBigUInt64LE(field))) as [
      number,
      number,
      number,
    ];
  }
  if (from + length > source.size) throw broken('the directory lies outside the file');
  const bytes = viewOf(source.read(from, length));
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== 0x0201_4b50)
      throw broken(`entry ${entries.length + 1} of the directory cannot be read`);
    const names = bytes.readUInt16LE(at + 28);
    const extras = bytes.readUInt16LE(at + 30);
    const nameAt = at + CENTRAL_BYTES;
    const name = bytes.toString('utf8', nameAt, nameAt + names);
    if (Buffer.byteLength(name, 'utf8') !== names)
      throw broken(`entry ${entries.length + 1} has no name that can be read`);
    const method = bytes.readUInt16LE(at + 10);
    if (method !== STORED && method !== DEFLATED) throw broken(`${name} is packed by method ${method}`);
    let offset = bytes.readUInt32LE(at + 42);
    if (offset === 0xffff_ffff && extras === 12) offset = Number(bytes.readBigUInt64LE(nameAt + names + 4));
    const [crc, packed, size] = [16, 20, 24].map((field) => bytes.readUInt32LE(at + field)) as [number, number, number];
    entries.push({ name, method, crc, packed, size, offset });
    at = nameAt + names + extras;
  }
  return entries;
}

/** Where an entry's packed bytes begin, as packs are written. */
const dataAt = (entry: Entry): number => entry.offset + localHeader(entry, 0).length;

/**
 * Names every place between the entries' data that is not as the archive's date and its entries' sizes make it: headers,
 * gaps, the directory. Each byte of the archive is either data of an entry or looked at here.
 */
export function faultsOfArchive(source: ByteSource, entries: readonly Entry[], at_ms: number): string[] {
  const faults: string[] = [];
  const compare = (offset: number, expected: Uint8Array, what: string): void => {
    if (!viewOf(source.read(offset, expected.length)).equals(expected)) faults.push(`${what} is not as it was written`);
  };
  let next = 0;
  for (const entry of entries) {
    const { name, offset, packed } = entry;
    if (offset !== next) faults.push(`${name} does not lie right behind what is before it`);
    const header = localHeader(entry, at_ms);
    compare(offset, header, `the head of ${name}`);
    const end = descriptor(entry);
    compare(offset + header.length + packed, end, `the end of ${name}`);
    next = offset + header.length + packed + end.length;
  }
  const expected = directory(entries, next, at_ms);
  compare(next, expected, 'the directory');
  if (next + expected.length !== source.size) faults.push('something lies behind the directory');
  return faults;
}

/** What was seen of an entry while it was unpacked. */
export interface Unpacked {
  readonly bytes: number;
  readonly sha256: string;
  readonly packedSha256: string;
  readonly crc: number;
}

/** Unpacks an entry, a piece at a time. @throws BrokenPack where it cannot be unpacked */
export function unpack(source: ByteSource, entry: Entry, take: (piece: Uint8Array) => void): Unpacked {
  const [plain, packedHash] = [createHash('sha256'), createHash('sha256')];
  let [bytes, crc] = [0, 0];
  let ended = entry.method === STORED;
  const piece = (chunk: Uint8Array): void => {
    plain.update(chunk);
    crc = crc32(crc, chunk);
    bytes += chunk.length;
    take(chunk);
  };
  const inflate = new Inflate((chunk, final) => {
    if (final) ended = true;
    if (chunk.length > 0) piece(chunk);
  });
  const from = dataAt(entry);
  try {
    for (let at = 0; at < entry.packed; at += PIECE_BYTES) {
      const chunk = source.read(from + at, Math.min(PIECE_BYTES, entry.packed - at));
      if (chunk.length === 0) throw new Error('the file ends within it');
      packedHash.update(chunk);
      if (entry.method === STORED) piece(chunk);
      else inflate.push(chunk.slice(), at + PIECE_BYTES >= entry.packed);
    }
  } catch (error) {
    throw new BrokenPack(entry.name, `cannot be unpacked: ${(error as Error).message}`);
  }
  if (!ended) throw new BrokenPack(entry.name, 'cannot be unpacked: it is cut');
  return { bytes, sha256: plain.digest('hex'), packedSha256: packedHash.digest('hex'), crc };
}

/** The whole of an entry. @throws BrokenPack */
export function wholeOf(source: ByteSource, entry: Entry): Buffer {
  const pieces: Uint8Array[] = [];
  unpack(source, entry, (piece) => void pieces.push(piece.slice()));
  return Buffer.concat(pieces);
}
