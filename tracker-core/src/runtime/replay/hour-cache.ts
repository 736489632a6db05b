/** Packed hours that are remembered, bytes in all. */
const MOST_BYTES = 96 * 2 ** 20;
/** What an entry costs besides its bytes. */
const ENTRY_BYTES = 200;
const HOUR_MS = 3_600_000;

interface Remembered {
  readonly vehicle: string;
  readonly hour_ms: number;
  /** Null: nothing is stored of the hour. */
  readonly bytes: Uint8Array | null;
}

/** Packed hours by vehicle, forgotten as soon as anything of them may have changed; the longest unused go first. */
export class HourCache {
  private readonly hours = new Map<string, Remembered>();
  private readonly ofVehicle = new Map<string, Set<string>>();
  /** Counts what happened to a vehicle: an hour read meanwhile may be out of date. */
  private readonly touches = new Map<string, number>();
  private bytes = 0;

  /** Undefined where it is not known. */
  get(vehicle: string, hour_ms: number): Uint8Array | null | undefined {
    const key = keyOf(vehicle, hour_ms);
    const known = this.hours.get(key);
    if (known === undefined) return undefined;
    this.hours.delete(key);
    this.hours.set(key, known);
    return known.bytes;
  }

  /** What `put` asks for: taken before the hour is read. */
  mark(vehicle: string): number {
    return this.touches.get(vehicle) ?? 0;
  }

  put(vehicle: string, hour_ms: number, bytes: Uint8Array | null, mark: number): void {
    if (mark !== this.mark(vehicle)) return;
    const key = keyOf(vehicle, hour_ms);
    this.drop(key);
    this.hours.set(key, { vehicle, hour_ms, bytes });
    const keys = this.ofVehicle.get(vehicle) ?? new Set();
    this.ofVehicle.set(vehicle, keys.add(key));
    this.bytes += weight(bytes);
    for (const oldest of this.hours.keys()) {
      if (this.bytes <= MOST_BYTES) break;
      this.drop(oldest);
    }
  }

  /** Something of the vehicle from this instant on was stored or judged anew. */
  touch(vehicle: string, from_ms: number): void {
    this.touches.set(vehicle, this.mark(vehicle) + 1);
    for (const key of this.ofVehicle.get(vehicle) ?? [])
      if (this.hours.get(key)!.hour_ms + HOUR_MS > from_ms) this.drop(key);
  }

  private drop(key: string): void {
    const known = this.hours.get(key);
    if (known === undefined) return;
    this.hours.delete(key);
    this.ofVehicle.get(known.vehicle)?.delete(key);
    this.bytes -= weight(known.bytes);
  }
}

const keyOf = (vehicle: string, hour_ms: number): string => `${vehicle} ${hour_ms}`;
const weight = (bytes: Uint8Array | null): number => ENTRY_BYTES + (bytes?.length ?? 0);
