/** Bytes of a ZIP archive as they are written here (PKWARE APPNOTE 6.3): every name in UTF-8, one date, sizes behind the data. */

export const STORED = 0;
export const DEFLATED = 8;

/** An entry as it stands in the archive. */
export interface Entry {
  readonly name: string;
  readonly method: typeof STORED | typeof DEFLATED;
  readonly crc: number;
  /** In the archive, and unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

/** Sizes and CRC follow the data; the name is UTF-8. */
const FLAGS = 0x0808;
const VERSION = 20;
/** Reads archives beyond 4 GiB. */
const VERSION_64 = 45;
const MOST_32 = 0xffff_ffff;
const MOST_16 = 0xffff;
const FIRST_YEAR = 1980;

/** MS-DOS time and date (UTC), which count two seconds and begin in 1980. */
function dosDate(at_ms: number): readonly [time: number, date: number] {
  const at = new Date(Math.max(at_ms, Date.UTC(FIRST_YEAR, 0)));
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - FIRST_YEAR) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return [time, date];
}

/** Numbers of 2, 4 or 8 bytes, little-endian. */
function numbers(...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  const into = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) into.writeBigUInt64LE(BigInt(value), at);
    else into.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return into;
}

export function localHeader({ name, method }: Pick<Entry, 'name' | 'method'>, at_ms: number): Buffer {
  const [time, date] = dosDate(at_ms);
  const text = Buffer.from(name, 'utf8');
  const head = numbers([4, 0x0403_4b50], [2, VERSION], [2, FLAGS], [2, method], [2, time], [2, date]);
  return Buffer.concat([head, numbers([4, 0], [4, 0], [4, 0], [2, text.length], [2, 0]), text]);
}

/** What follows an entry's data. @throws RangeError for an entry of 4 GiB or more */
export function descriptor({ name, crc, packed, size }: Entry): Buffer {
  if (packed > MOST_32 || size > MOST_32) throw new RangeError(`${name} has ${size} bytes, more than an entry takes`);
  return numbers([4, 0x0807_4b50], [4, crc], [4, packed], [4, size]);
}

function centralHeader({ name, method, crc, packed, size, offset }: Entry, at_ms: number): Buffer {
  const [time, date] = dosDate(at_ms);
  const text = Buffer.from(name, 'utf8');
  const extra = offset > MOST_32 ? numbers([2, 1], [2, 8], [8, offset]) : Buffer.alloc(0);
  const version = extra.length > 0 ? VERSION_64 : VERSION;
  return Buffer.concat([
    numbers([4, 0x0201_4b50], [2, version], [2, version], [2, FLAGS], [2, method], [2, time], [2, date]),
    numbers([4, crc], [4, packed], [4, size], [2, text.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0]),
    numbers([4, Math.min(offset, MOST_32)]),
    text,
    extra,
  ]);
}

/** The directory at the end, behind `from` bytes of entries; in the form for large archives only where it must be. */
export function directory(entries: readonly Entry[], from: number, at_ms: number): Buffer {
  const headers = entries.map((entry) => centralHeader(entry, at_ms));
  const length = headers.reduce((sum, header) => sum + header.length, 0);
  const count = entries.length;
  const large = count > MOST_16 - 1 || from > MOST_32 || length > MOST_32;
  const end = numbers(
    ...([
      [4, 0x0605_4b50],
      [2, 0],
      [2, 0],
      [2, Math.min(count, MOST_16)],
      [2, Math.min(count, MOST_16)],
      [4, Math.min(length, MOST_32)],
      [4, Math.min(from, MOST_32)],
      [2, 0],
    ] as const),
  );
  if (!large) return Buffer.concat([...headers, end]);
  const end64 = numbers(
    ...([
      [4, 0x0606_4b50],
      [8, 44],
      [2, VERSION_64],
      [2, VERSION_64],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, length],
      [8, from],
    ] as const),
  );
  const locator = numbers([4, 0x0706_4b50], [4, 0], [8, from + length], [4, 1]);
  return Buffer.concat([...headers, end64, locator, end]);
}
