import { VEHICLE_STATES, type VehicleState } from '../words.ts';

/**
 * Binary position frame, little-endian. Header, 16 bytes: u8 version = 1, u8 kind = 1, u16 rows, u32 seq, f64 base epoch
 * ms. Row, 20 bytes: u32 no, i32 lat·10⁷, i32 lon·10⁷, i32 ts − base ms, u16 heading·100 (65535 unknown), u8 speed·2
 * (255 unknown), u8 bits (0–2 state, 3 gear on, 4 low confidence).
 */
export const POSITION_FRAME_VERSION = 1;
const POSITION_FRAME_KIND = 1;
const HEADER_BYTES = 16;
const ROW_BYTES = 20;
const NO_HEADING = 65_535;
const NO_SPEED = 255;
const MAX_ROWS = 65_535;
const MAX_SPEED_KMH = 127;
const MAX_OFFSET_MS = 2 ** 31 - 1;

export interface PositionRow {
  /** The vehicle's number on this socket's municipality, as `snapshot.vehicles[].no` gives it. */
  readonly no: number;
  readonly ts_ms: number;
  readonly lat: number;
  readonly lon: number;
  readonly heading_deg: number | null;
  readonly speed_kmh: number | null;
  readonly state: VehicleState;
  readonly gearOn: boolean;
  readonly lowConfidence: boolean;
}

export interface PositionFrame {
  readonly seq: number;
  readonly rows: readonly PositionRow[];
}

/**
 * Rows in as few groups as fit a frame each: at most 65,535 rows, whose instants an i32 of milliseconds around the first
 * one's can hold (a vehicle silent for a month and one that moves need two frames). Order within a group is kept.
 */
export function splitPositionRows(rows: readonly PositionRow[]): readonly (readonly PositionRow[])[] {
  const groups: PositionRow[][] = [];
  for (const row of rows) {
    const group = groups.find((one) => one.length < MAX_ROWS && fitsOffset(row.ts_ms - (one[0]?.ts_ms ?? 0)));
    if (group) group.push(row);
    else groups.push([row]);
  }
  return groups;
}

const fitsOffset = (offset_ms: number): boolean => offset_ms >= -MAX_OFFSET_MS && offset_ms <= MAX_OFFSET_MS;

/** @throws RangeError for more rows than the frame's counter holds, or instants further apart than `splitPositionRows` allows. */
export function encodePositionFrame({ seq, rows }: PositionFrame): Uint8Array<ArrayBuffer> {
  if (rows.length > MAX_ROWS) throw new RangeError(`a position frame holds ${MAX_ROWS} rows, got ${rows.length}`);
  const bytes = new Uint8Array(HEADER_BYTES + rows.length * ROW_BYTES);
  const view = new DataView(bytes.buffer);
  const base_ms = rows[0]?.ts_ms ?? 0;
  view.setUint8(0, POSITION_FRAME_VERSION);
  view.setUint8(1, POSITION_FRAME_KIND);
  view.setUint16(2, rows.length, true);
  view.setUint32(4, seq, true);
  view.setFloat64(8, base_ms, true);
  let at = HEADER_BYTES;
  for (const row of rows) {
    if (!fitsOffset(row.ts_ms - base_ms))
      throw new RangeError(`a position frame spans ${MAX_OFFSET_MS} ms, got ${row.ts_ms - base_ms}`);
    view.setUint32(at, row.no, true);
    view.setInt32(at + 4, Math.round(row.lat * 1e7), true);
    view.setInt32(at + 8, Math.round(row.lon * 1e7), true);
    view.setInt32(at + 12, row.ts_ms - base_ms, true);
    view.setUint16(at + 16, row.heading_deg === null ? NO_HEADING : Math.round(row.heading_deg * 100), true);
    view.setUint8(at + 18, row.speed_kmh === null ? NO_SPEED : Math.round(Math.min(row.speed_kmh, MAX_SPEED_KMH) * 2));
    view.setUint8(at + 19, VEHICLE_STATES.indexOf(row.state) | (row.gearOn ? 8 : 0) | (row.lowConfidence ? 16 : 0));
    at += ROW_BYTES;
  }
  return bytes;
}

/** @throws RangeError where version, kind, length or a state is not one this code knows. */
export function decodePositionFrame(bytes: Uint8Array): PositionFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES)
    throw new RangeError(`position frame of ${bytes.byteLength} bytes, expected at least ${HEADER_BYTES}`);
  const version = view.getUint8(0);
  const kind = view.getUint8(1);
  if (version !== POSITION_FRAME_VERSION || kind !== POSITION_FRAME_KIND) {
    throw new RangeError(
      `position frame version ${version} kind ${kind}, expected ${POSITION_FRAME_VERSION} and ${POSITION_FRAME_KIND}`,
    );
  }
  const count = view.getUint16(2, true);
  const expected = HEADER_BYTES + count * ROW_BYTES;
  if (bytes.byteLength !== expected)
    throw new RangeError(`position frame of ${bytes.byteLength} bytes, expected ${expected} for ${count} rows`);
  const base_ms = view.getFloat64(8, true);
  const rows: PositionRow[] = [];
  for (let at = HEADER_BYTES; at < expected; at += ROW_BYTES) {
    const heading = view.getUint16(at + 16, true);
    const speed = view.getUint8(at + 18);
    const bits = view.getUint8(at + 19);
    const state = VEHICLE_STATES[bits & 7];
    if (state === undefined) throw new RangeError(`vehicle state ${bits & 7} in a position frame`);
    rows.push({
      no: view.getUint32(at, true),
      lat: view.getInt32(at + 4, true) / 1e7,
      lon: view.getInt32(at + 8, true) / 1e7,
      ts_ms: base_ms + view.getInt32(at + 12, true),
      heading_deg: heading === NO_HEADING ? null : heading / 100,
      speed_kmh: speed === NO_SPEED ? null : speed / 2,
      state,
      gearOn: (bits & 8) !== 0,
      lowConfidence: (bits & 16) !== 0,
    });
  }
  return { seq: view.getUint32(4, true), rows };
}
