import type { EventKind, Gear } from '@sweepline/contract';

/** A fix as the device measures it; `ts_ms` counts from the scenario's start. The fields are the contract's. */
export interface Fix {
  readonly ts_ms: number;
  readonly lat: number;
  readonly lon: number;
  readonly speed_kmh: number;
  readonly heading_deg: number;
  readonly accuracy_m: number;
  readonly satellites: number;
  readonly hdop: number;
  readonly altitude_m: number;
  readonly seq: number;
  readonly ignition: boolean;
  readonly gear?: Readonly<Partial<Record<Gear, boolean>>>;
  readonly fuel_l: number;
  readonly hopper_pct?: number;
  readonly odometer_km: number;
  readonly battery_v: number;
}

export interface DriverEvent {
  readonly ts_ms: number;
  readonly kind: EventKind;
  readonly note?: string;
  readonly lat: number;
  readonly lon: number;
}

/** Something the device publishes at `at_ms`, counted from the scenario's start. */
export interface Sent<What> {
  readonly at_ms: number;
  readonly what: What;
  /** The device, where it is not the vehicle's first. */
  readonly device?: string;
}
