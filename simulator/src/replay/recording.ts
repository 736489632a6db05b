import { instantMs } from './times.ts';
import { csvRows } from './csv.ts';

/** A recorded fix; `fields` are the contract's optional ones. */
export interface RecordedFix {
  readonly ts_ms: number;
  readonly lat: number;
  readonly lon: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Recording {
  /** By the device's name in the file, each in order of time, one fix an instant. */
  readonly tracks: ReadonlyMap<string, readonly RecordedFix[]>;
  readonly first_ms: number;
  readonly last_ms: number;
  /** Lines that hold no usable fix, and second fixes of one instant. */
  readonly skipped: number;
}

type Row = Readonly<Record<string, unknown>>;

/** Column names of the recordings in use, lower case. */
const DEVICE = ['device', 'truck', 'vehicle', 'device_id', 'vehicle_id', 'imei', 'unit', 'id'];
const TIME = ['ts', 'time_utc', 'time', 'timestamp', 'datetime', 'fixtime'];
const LAT = ['lat', 'latitude', 'y'];
const LON = ['lon', 'lng', 'long', 'longitude', 'x'];
const KEPT = [
  'speed_kmh',
  'heading_deg',
  'accuracy_m',
  'satellites',
  'hdop',
  'altitude_m',
  'seq',
  'fuel_l',
  'hopper_pct',
  'odometer_km',
  'battery_v',
];
const KM_PER_MILE = 1.609344;

function valueOf(row: Row, names: readonly string[]): unknown {
  for (const name of names) if (row[name] !== undefined && row[name] !== '') return row[name];
  return undefined;
}

const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

function fieldsOf(row: Row): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of KEPT) {
    const number = row[name] === '' ? null : numberOf(row[name]);
    if (number !== null) fields[name] = number;
  }
  const miles = row['odometer_mi'] === '' ? null : numberOf(row['odometer_mi']);
  if (miles !== null) fields['odometer_km'] = Number((miles * KM_PER_MILE).toFixed(3));
  // A course of 0 means north or unknown in most feeds, so it says nothing.
  const course = row['course'] === '' ? null : numberOf(row['course']);
  if (course !== null && course > 0 && course <= 360) fields['heading_deg'] = course;
  if (typeof row['ignition'] === 'boolean') fields['ignition'] = row['ignition'];
  if (typeof row['gear'] === 'object' && row['gear'] !== null) fields['gear'] = row['gear'];
  return fields;
}

/** A position as columns, or as `POINT(lon lat)`. */
function positionOf(row: Row): { lat: number; lon: number } | null {
  const point = /^POINT\s*\(\s*(\S+)\s+(\S+)\s*\)$/i.exec(String(row['point'] ?? ''));
  const [lat, lon] =
    point === null ? [numberOf(valueOf(row, LAT)), numberOf(valueOf(row, LON))] : [Number(point[2]), Number(point[1])];
  return lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180 || (lat === 0 && lon === 0)
    ? null
    : { lat, lon };
}

/** Objects of a JSON text: an array, or one object a line; a track `{id, points: [[time, lon, lat], …]}` becomes its points. */
function jsonRows(text: string, file: string): Row[] {
  const parse = (part: string, line: number): unknown => {
    try {
      return JSON.parse(part) as unknown;
    } catch (cause) {
      throw new Error(`${file}:${line} is not JSON`, { cause });
    }
  };
  const lines = text.trimStart().startsWith('[')
    ? (parse(text, 1) as unknown[])
    : text.split(/\r?\n/).flatMap((line, i) => (line.trim() === '' ? [] : [parse(line, i + 1)]));
  return lines.flatMap((item): Row[] => {
    const row = item as Row;
    if (!Array.isArray(row['points'])) return [row];
    return (row['points'] as unknown[][]).map(([time, lon, lat]) => ({ device: row['id'], time, lon, lat }));
  });
}

/**
 * Reads a recorded track: CSV with a head line, or JSON lines, or a JSON array. `device` names the vehicle where the file
 * does not. @throws Error naming the file where no usable fix is in it.
 */
export function readRecording(text: string, file: string, device?: string): Recording {
  const json = /^\s*[[{]/.test(text);
  const rows = json ? jsonRows(text, file) : csvRows(text);
  const byDevice = new Map<string, Map<number, RecordedFix>>();
  let skipped = 0;
  let [first_ms, last_ms] = [Infinity, -Infinity];
  for (const row of rows) {
    const name = device ?? valueOf(row, DEVICE);
    const ts_ms = instantMs(valueOf(row, TIME));
    const position = positionOf(row);
    if (name === undefined || ts_ms === null || position === null) {
      skipped++;
      continue;
    }
    const track = byDevice.get(String(name)) ?? new Map<number, RecordedFix>();
    byDevice.set(String(name), track);
    if (track.has(ts_ms)) {
      skipped++;
      continue;
    }
    track.set(ts_ms, { ts_ms, ...position, fields: fieldsOf(row) });
    [first_ms, last_ms] = [Math.min(first_ms, ts_ms), Math.max(last_ms, ts_ms)];
  }
  if (byDevice.size === 0) throw new Error(`${file}: no line with a device, a time, a latitude and a longitude`);
  const tracks = new Map(
    [...byDevice].map(([name, track]) => [name, [...track.values()].sort((a, b) => a.ts_ms - b.ts_ms)]),
  );
  return { tracks, first_ms, last_ms, skipped };
}

/** An id of the contract out of any device's name. */
export const idOf = (municipality: string, name: string): string =>
  `${municipality}-${name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+/, '')}`.slice(0, 64);
