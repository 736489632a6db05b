import { lineLength } from '../../geometry/line.ts';
import { scaleAt } from '../../geometry/ruler.ts';
import { buildNetwork } from '../../network/build.ts';
import type { Edge, Network } from '../../network/network.ts';
import type { PlannedAssignment, PlannedLeg } from '../plan.ts';
import type { Fix, VehicleSetting } from '../stages.ts';

/** A small town on a plane of metres east and north of this corner. */
export const ORIGIN = { lon: 20, lat: 55 };
const { kx, ky } = scaleAt(ORIGIN.lat);

export const lonOf = (east_m: number): number => ORIGIN.lon + east_m / kx;
export const latOf = (north_m: number): number => ORIGIN.lat + north_m / ky;

export interface Street {
  readonly id: string;
  /** Metres east and north. */
  readonly line: readonly (readonly [east_m: number, north_m: number])[];
  readonly oneway?: Edge['oneway'];
}

export function townOf(streets: readonly Street[]): Network {
  const edges = streets.map(({ id, line, oneway = 'no' }): Edge => {
    const coordinates = Float64Array.from(line.flatMap(([east_m, north_m]) => [lonOf(east_m), latOf(north_m)]));
    const length_cm = Math.round(lineLength(coordinates) * 100);
    return { id, name: null, class: null, oneway, layer: 0, length_cm, coordinates };
  });
  return buildNetwork(edges).network;
}

/** 2026-03-02T06:00Z */
export const MORNING_MS = Date.UTC(2026, 2, 2, 6);

export const SWEEPER: VehicleSetting = {
  vehicle: 'sweeper',
  contractor: 'c',
  operations: ['sweep'],
  gearWired: 1,
  serves: 'kerb',
  drivesOn: 'right',
  interval_s: 1,
};

export interface Sending {
  readonly speed_kmh?: number;
  readonly brush?: boolean;
  readonly interval_s?: number;
  /** Metres to the right of the line driven. */
  readonly right_m?: number;
  /** Of white noise, metres. */
  readonly noise_m?: number;
  readonly accuracy_m?: number;
  readonly ignition?: boolean;
  readonly late?: boolean;
}

/** A vehicle that drives lines of metres and sends what a device would. */
export class Driver {
  readonly fixes: Fix[] = [];
  now_ms: number;
  #seed: number;

  constructor(start_ms = MORNING_MS, seed = 1) {
    this.now_ms = start_ms;
    this.#seed = seed * 7919;
  }

  #noise(size_m: number): number {
    let sum = 0;
    for (let i = 0; i < 6; i++) {
      this.#seed = (this.#seed * 1103515245 + 12345) % 2147483648;
      sum += this.#seed / 2147483648;
    }
    return (sum - 3) * 1.414 * size_m;
  }

  fix(east_m: number, north_m: number, speed_kmh: number, heading_deg: number, sending: Sending = {}): this {
    const { brush = true, interval_s = 1, noise_m = 0, accuracy_m = 3, ignition = true, late = false } = sending;
    this.fixes.push({
      ts_ms: this.now_ms,
      lon: lonOf(east_m + this.#noise(noise_m)),
      lat: latOf(north_m + this.#noise(noise_m)),
      speed_kmh,
      heading_deg,
      accuracy_m,
      satellites: 12,
      hdop: 0.9,
      ignition,
      gear: brush ? 1 : 0,
      gearSeen: 1,
      odometer_km: null,
      late,
    });
    this.now_ms += interval_s * 1_000;
    return this;
  }

  /** From one point straight to another, a fix each interval, the last one at the end. */
  drive([e0, n0]: readonly [number, number], [e1, n1]: readonly [number, number], sending: Sending = {}): this {
    const { speed_kmh = 9, interval_s = 1, right_m = 3 } = sending;
    const length_m = Math.hypot(e1 - e0, n1 - n0);
    const heading_deg = ((Math.atan2(e1 - e0, n1 - n0) * 180) / Math.PI + 360) % 360;
    const [ue, un] = [(e1 - e0) / length_m, (n1 - n0) / length_m];
    for (let at_m = 0; ; at_m += (speed_kmh / 3.6) * interval_s) {
      const along_m = Math.min(at_m, length_m);
      const east_m = e0 + ue * along_m + un * right_m;
      const north_m = n0 + un * along_m - ue * right_m;
      this.fix(east_m, north_m, speed_kmh, heading_deg, sending);
      if (at_m >= length_m) return this;
    }
  }

  stand([east_m, north_m]: readonly [number, number], seconds: number, sending: Sending = {}): this {
    const { interval_s = 1 } = sending;
    for (let t = 0; t < seconds; t += interval_s) this.fix(east_m, north_m, 0, 90, sending);
    return this;
  }

  wait(seconds: number): this {
    this.now_ms += seconds * 1_000;
    return this;
  }
}

export type LegText = Pick<PlannedLeg, 'side'> & Partial<PlannedLeg> & { readonly street: string };

export function planOf(
  network: Network,
  legs: readonly LegText[],
  more: Partial<PlannedAssignment> = {},
): PlannedAssignment {
  return {
    assignment: 'a',
    vehicle: 'sweeper',
    contractor: 'c',
    route: 'r',
    routeVersion: 1,
    operation: 'sweep',
    from_ms: MORNING_MS - 60_000,
    to_ms: MORNING_MS + 2 * 3_600_000,
    legs: legs.map(({ street, ...leg }) => {
      const edge = network.edgeNo(street)!;
      return { passes: 1, from_cm: 0, to_cm: network.edges[edge]!.length_cm, ...leg, edge };
    }),
    excuses: [],
    required_share: 0.9,
    othersMayCover: true,
    ...more,
  };
}
