import { MORNING_MS } from '../pipeline/testing/town.ts';
import type { Fix } from '../pipeline/stages.ts';
import { bareFix, type AsciiMap } from './ascii-map.ts';

/**
 * A drive told in words, parted by commas:
 *
 * - `abc` from letter to letter of the map, straight; a word that begins elsewhere begins there
 * - `9 km/h` · `every 15 s` (a fix each) · `brush up`, `brush down`, `brush chatters 2 s` up and down · `ignition off`
 * - `4 m right`, `4 m left` of the line in the sense of driving · `on the line`
 * - `stands 90 s` sending · `silent 300 s`, wherever it then goes on
 * - `drift 12 m north`: what the receiver adds to every fix from here on · `no drift` · `noise 2 m` of each fix
 * - `one fix 2000 m east` · `accuracy 12 m` as the device states it
 *
 * It begins at 9 km/h, a fix a second, brush down, on the line, without any error.
 */
export function tell(map: AsciiMap, words: string, device: Device = {}): Fix[] {
  const teller = new Teller(map, device);
  for (const word of words.split(',')) teller.take(word.trim());
  teller.arrive();
  return teller.fixes;
}

export interface Device {
  /** Whether it reports speed and heading (default: yes). */
  readonly sensors?: boolean;
  readonly start_ms?: number;
  /** Its fixes arrive too late to count in a first result. */
  readonly late?: boolean;
}

const POINTS: Readonly<Record<string, readonly [east: number, north: number]>> = {
  north: [0, 1],
  south: [0, -1],
  east: [1, 0],
  west: [-1, 0],
};

class Teller {
  readonly fixes: Fix[] = [];
  readonly map: AsciiMap;
  readonly device: Device;
  #now_ms: number;
  #next_ms: number;
  #place: readonly [number, number] | null = null;
  #heading_deg = 0;
  #speed_kmh = 9;
  #interval_ms = 1_000;
  #right_m = 0;
  #drift: readonly [number, number] = [0, 0];
  #once: readonly [number, number] | null = null;
  #noise_m = 0;
  #seed = 7919;
  #accuracy_m: number | null = null;
  #brush = true;
  #chatter_ms = 0;
  #ignition: boolean | null = null;

  constructor(map: AsciiMap, device: Device) {
    this.map = map;
    this.device = device;
    this.#now_ms = this.#next_ms = device.start_ms ?? MORNING_MS;
  }

  take(word: string): void {
    if (/^[a-zA-Z0-9]+$/.test(word)) return this.#go(word);
    const [, first, value, unit, rest] = /^(\D*?) ?([\d.]+) ?(km\/h|m|s)(?: (\w+))?$/.exec(word) ?? [];
    const size = Number(value);
    const told = unit === undefined ? word : `${first === '' ? '' : `${first} `}${unit}`;
    const points = POINTS[rest ?? ''] ?? [NaN, NaN];
    if (told === 'km/h') this.#speed_kmh = size;
    else if (told === 'every s') {
      if (this.fixes.length > 0) this.#next_ms += size * 1_000 - this.#interval_ms;
      this.#interval_ms = size * 1_000;
    } else if (told === 'm' && rest === 'right') this.#right_m = size;
    else if (told === 'm' && rest === 'left') this.#right_m = -size;
    else if (told === 'on the line') this.#right_m = 0;
    else if (told === 'brush up' || told === 'brush down') {
      this.#brush = told === 'brush down';
      this.#chatter_ms = 0;
    } else if (told === 'brush chatters s') this.#chatter_ms = size * 1_000;
    else if (told === 'ignition off') this.#ignition = false;
    else if (told === 'stands s') this.#pass(size * 1_000, () => this.#place!, 0);
    else if (told === 'silent s') {
      this.arrive();
      this.#now_ms += size * 1_000;
      this.#next_ms = this.#now_ms;
    } else if (told === 'drift m') this.#drift = [size * points[0], size * points[1]];
    else if (told === 'no drift') this.#drift = [0, 0];
    else if (told === 'noise m') this.#noise_m = size;
    else if (told === 'one fix m') this.#once = [size * points[0], size * points[1]];
    else if (told === 'accuracy m') this.#accuracy_m = size;
    else throw new Error(`no drive is told by "${word}"`);
  }

  /** The place it stands at in the end is sent as well. */
  arrive(): void {
    const last_ms = this.fixes[this.fixes.length - 1]?.ts_ms ?? -Infinity;
    if (this.#place !== null && Math.round(this.#now_ms) > last_ms) this.#send(this.#place, this.#speed_kmh);
  }

  #go(word: string): void {
    const [start, ...stops] = [...word].map((letter) => this.map.metres.get(letter) ?? ([NaN, NaN] as const));
    let [x0, y0] = start!;
    this.#place = [x0, y0];
    for (const [x, y] of stops) {
      const size_m = Math.hypot(x - x0, y - y0);
      if (!(size_m > 0)) throw new Error(`"${word}" leads nowhere`);
      this.#heading_deg = ((Math.atan2(x - x0, y - y0) * 180) / Math.PI + 360) % 360;
      const [east_m, north_m] = [x0, y0];
      const along = (share: number) => [east_m + (x - east_m) * share, north_m + (y - north_m) * share] as const;
      this.#pass((size_m / this.#speed_kmh) * 3_600, along, this.#speed_kmh);
      [x0, y0] = [x, y];
      this.#place = [x, y];
    }
  }

  #pass(duration_ms: number, at: (share: number) => readonly [number, number], speed_kmh: number): void {
    const from_ms = this.#now_ms;
    for (; this.#next_ms <= from_ms + duration_ms; this.#next_ms += this.#interval_ms) {
      this.#now_ms = this.#next_ms;
      this.#send(at((this.#next_ms - from_ms) / duration_ms), speed_kmh);
    }
    this.#now_ms = from_ms + duration_ms;
  }

  #send([east_m, north_m]: readonly [number, number], speed_kmh: number): void {
    const angle = (this.#heading_deg * Math.PI) / 180;
    const [dx, dy] = this.#once ?? this.#drift;
    this.#once = null;
    const [lon, lat] = this.map.place(
      east_m + this.#right_m * Math.cos(angle) + dx + this.#white(),
      north_m - this.#right_m * Math.sin(angle) + dy + this.#white(),
    );
    const said = this.device.sensors === false ? {} : { speed_kmh, heading_deg: this.#heading_deg };
    const turned = this.#chatter_ms > 0 && Math.floor(this.#now_ms / this.#chatter_ms) % 2 === 1;
    const gear = this.#brush !== turned ? 1 : 0;
    const { late = false } = this.device;
    const rest = { accuracy_m: this.#accuracy_m, gear, gearSeen: 1, ignition: this.#ignition, late };
    this.fixes.push(bareFix(Math.round(this.#now_ms), lon, lat, { ...said, ...rest }));
  }

  /** Nearly normal: a sum of six even ones. */
  #white(): number {
    let sum = 0;
    for (let i = 0; i < 6; i++) {
      this.#seed = (this.#seed * 1103515245 + 12345) % 2147483648;
      sum += this.#seed / 2147483648;
    }
    return (sum - 3) * 1.414 * this.#noise_m;
  }
}
