/**
 * Packed replay: what one vehicle's counting fixes of one UTC hour show, as columns that typed arrays read in place.
 * Little-endian. Header, 32 bytes: u8 version = 1, u8 kind = 2, u16 0, u32 bytes of the frame, u32 rows, u32 number of the
 * vehicle, f64 hour epoch ms, u32 bytes of the tail, u32 0. Columns: u32 ts − hour ms, i32 lat·10⁷, i32 lon·10⁷, u16
 * heading·100 (65535 unknown), u16 speed·100 (65535 unknown), u16 edge (place in the tail's list, 65535 none), then u8 each:
 * gear engaged, gear told of (a bit per gear in the order of GEARS), verdict, served side, operation, flags. The tail is
 * UTF-8 JSON `[vehicle, edge, …]`; zeros fill the frame to a multiple of 8. An answer is such frames one after the other.
 */
export const REPLAY_FRAME_VERSION = 1;
const KIND = 2;
const HEADER_BYTES = 32;
const ROW_BYTES = 24;
const ALIGNED_BYTES = 8;
export const HOUR_MS = 3_600_000;

/** In a u16 column: not known. */
export const NOT_TOLD = 65_535;

/** How a fix counts, by its code: not decided yet; on no street or of poor quality; else as its stretch was judged. */
export const FIX_VERDICTS = ['undecided', 'none', 'worked', 'driven', 'gear-off', 'too-fast'] as const;
export type FixVerdict = (typeof FIX_VERDICTS)[number];

/** The kerbs a drive serves, by code; `undecided` on a one-way street whose side nothing shows. */
export const SERVED = ['none', 'left', 'right', 'both', 'undecided'] as const;
export type Served = (typeof SERVED)[number];

export const FLAG_IGNITION_TOLD = 1;
export const FLAG_IGNITION_ON = 2;
/** Received too late to count in a first revision. */
export const FLAG_LATE = 4;

/** One frame; columns of equal length, rows in the order of time. */
export interface ReplayHour {
  readonly vehicle: string;
  readonly no: number;
  readonly hour_ms: number;
  readonly edges: readonly string[];
  readonly columns: ReplayColumns;
}

export interface ReplayColumns {
  /** Milliseconds from the hour's beginning. */
  readonly ts: Uint32Array;
  readonly lat: Int32Array;
  readonly lon: Int32Array;
  readonly heading: Uint16Array;
  readonly speed: Uint16Array;
  readonly edge: Uint16Array;
  readonly gear: Uint8Array;
  readonly gearTold: Uint8Array;
  readonly verdict: Uint8Array;
  readonly served: Uint8Array;
  readonly operation: Uint8Array;
  readonly flags: Uint8Array;
}

/** Columns of zeros, to be filled. */
export const replayColumns = (rows: number): ReplayColumns => columnsOf(new ArrayBuffer(rows * ROW_BYTES), 0, rows);

/** In the order of their width, so that each begins where its numbers may. */
function columnsOf(buffer: ArrayBufferLike, begin: number, rows: number): ReplayColumns {
  let at = begin;
  const next = (width: number): number => {
    const here = at;
    at += rows * width;
    return here;
  };
  return {
    ts: new Uint32Array(buffer, next(4), rows),
    lat: new Int32Array(buffer, next(4), rows),
    lon: new Int32Array(buffer, next(4), rows),
    heading: new Uint16Array(buffer, next(2), rows),
    speed: new Uint16Array(buffer, next(2), rows),
    edge: new Uint16Array(buffer, next(2), rows),
    gear: new Uint8Array(buffer, next(1), rows),
    gearTold: new Uint8Array(buffer, next(1), rows),
    verdict: new Uint8Array(buffer, next(1), rows),
    served: new Uint8Array(buffer, next(1), rows),
    operation: new Uint8Array(buffer, next(1), rows),
    flags: new Uint8Array(buffer, next(1), rows),
  };
}

/** @throws RangeError for more edges than a u16 counts. */
export function encodeReplayHour({ vehicle, no, hour_ms, edges, columns }: ReplayHour): Uint8Array<ArrayBuffer> {
  if (edges.length >= NOT_TOLD) throw new RangeError(`a replay frame names ${NOT_TOLD} edges, got ${edges.length}`);
  const rows = columns.ts.length;
  const tail = new TextEncoder().encode(JSON.stringify([vehicle, ...edges]));
  const used = HEADER_BYTES + rows * ROW_BYTES + tail.length;
  const bytes = new Uint8Array(Math.ceil(used / ALIGNED_BYTES) * ALIGNED_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, REPLAY_FRAME_VERSION);
  view.setUint8(1, KIND);
  view.setUint32(4, bytes.length, true);
  view.setUint32(8, rows, true);
  view.setUint32(12, no, true);
  view.setFloat64(16, hour_ms, true);
  view.setUint32(24, tail.length, true);
  const into = columnsOf(bytes.buffer, HEADER_BYTES, rows);
  for (const name of Object.keys(into) as (keyof ReplayColumns)[]) into[name].set(columns[name]);
  bytes.set(tail, HEADER_BYTES + rows * ROW_BYTES);
  return bytes;
}

/** The frames of an answer; their columns lie in its memory. @throws RangeError where it is not what this code knows. */
export function decodeReplayHours(answer: ArrayBuffer): ReplayHour[] {
  const view = new DataView(answer);
  const hours: ReplayHour[] = [];
  for (let at = 0; at < answer.byteLength;) {
    const left = answer.byteLength - at;
    if (left < HEADER_BYTES) throw new RangeError(`replay frame of ${left} bytes, expected at least ${HEADER_BYTES}`);
    const [version, kind] = [view.getUint8(at), view.getUint8(at + 1)];
    if (version !== REPLAY_FRAME_VERSION || kind !== KIND)
      throw new RangeError(
        `replay frame version ${version} kind ${kind}, expected ${REPLAY_FRAME_VERSION} and ${KIND}`,
      );
    const length = view.getUint32(at + 4, true);
    const rows = view.getUint32(at + 8, true);
    const tail = view.getUint32(at + 24, true);
    const used = HEADER_BYTES + rows * ROW_BYTES + tail;
    if (length > left || length % ALIGNED_BYTES !== 0 || used > length)
      throw new RangeError(`replay frame of ${length} bytes with ${rows} rows, ${left} bytes are left`);
    const names: unknown = JSON.parse(
      new TextDecoder().decode(new Uint8Array(answer, at + HEADER_BYTES + rows * ROW_BYTES, tail)),
    );
    if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string'))
      throw new RangeError('the tail of a replay frame must be a JSON list of texts');
    const [vehicle, ...edges] = names as [string, ...string[]];
    hours.push({
      vehicle,
      no: view.getUint32(at + 12, true),
      hour_ms: view.getFloat64(at + 16, true),
      edges,
      columns: columnsOf(answer, at + HEADER_BYTES, rows),
    });
    at += length;
  }
  return hours;
}
