import type { Municipality, Vehicle } from '@sweepline/contract';
import type { Db } from '../store/db.ts';
import {
  allBindings,
  allDeviceKeys,
  bindingsOf,
  deviceKey,
  type Binding,
  type DeviceKey,
} from '../store/objects/devices.ts';
import { allMunicipalities, findMunicipality } from '../store/objects/municipalities.ts';
import { allVehicles, findVehicle } from '../store/objects/vehicles.ts';

/** A device's time with a vehicle, half-open. */
export interface BoundTime {
  readonly device: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Who is who, in memory, for everything that cannot wait for a query: each CONNECT and each fix. */
export class Directory {
  private readonly municipalities = new Map<string, Municipality>();
  private readonly vehicles = new Map<string, Vehicle>();
  private readonly keys = new Map<string, DeviceKey>();
  /** By device, in the order of time. */
  private readonly bindings = new Map<string, readonly Binding[]>();
  /** By vehicle. */
  private readonly times = new Map<string, BoundTime[]>();
  private readonly db: Db;

  private constructor(db: Db) {
    this.db = db;
  }

  static async load(db: Db): Promise<Directory> {
    const directory = new Directory(db);
    for (const municipality of await allMunicipalities(db)) directory.municipalities.set(municipality.id, municipality);
    for (const vehicle of await allVehicles(db)) directory.vehicles.set(vehicle.id, vehicle);
    for (const key of await allDeviceKeys(db)) directory.keys.set(key.id, key);
    const byDevice = new Map<string, Binding[]>();
    for (const binding of await allBindings(db)) {
      const known = byDevice.get(binding.device);
      if (known) known.push(binding);
      else byDevice.set(binding.device, [binding]);
    }
    for (const [device, bindings] of byDevice) directory.bind(device, bindings);
    return directory;
  }

  municipality(id: string): Municipality | undefined {
    return this.municipalities.get(id);
  }

  vehicle(id: string): Vehicle | undefined {
    return this.vehicles.get(id);
  }

  allVehicles(): Iterable<Vehicle> {
    return this.vehicles.values();
  }

  key(device: string): DeviceKey | undefined {
    return this.keys.get(device);
  }

  /** The device's times with the vehicle, and those of its other devices. */
  timesOf(vehicle: string): readonly BoundTime[] {
    return this.times.get(vehicle) ?? [];
  }

  /** The vehicle a device was bound to at an instant. */
  vehicleAt(device: string, ts_ms: number): Vehicle | undefined {
    const bindings = this.bindings.get(device) ?? [];
    const binding = bindings.findLast(({ since_ms }) => since_ms <= ts_ms);
    return binding && this.vehicles.get(binding.vehicle);
  }

  /** The vehicles a device was bound to at any time of [from, to). */
  vehiclesOf(device: string, from_ms: number, to_ms: number): Vehicle[] {
    const bindings = this.bindings.get(device) ?? [];
    const bound = bindings
      .filter(({ since_ms }, index) => since_ms < to_ms && (bindings[index + 1]?.since_ms ?? Infinity) > from_ms)
      .map(({ vehicle }) => this.vehicles.get(vehicle));
    return [...new Set(bound)].filter((vehicle) => vehicle !== undefined);
  }

  /** The vehicle a device is bound to now, and its reporting interval. */
  bindingOf(device: string): Binding | undefined {
    return this.bindings.get(device)?.at(-1);
  }

  /** The device that speaks for the vehicle now: the one bound last. */
  deviceOf(vehicle: string): string | undefined {
    const present = this.timesOf(vehicle).filter(({ to_ms }) => to_ms === Infinity);
    return present.sort((a, b) => a.from_ms - b.from_ms).at(-1)?.device;
  }

  /** Seconds between fixes as the vehicle's device was registered. */
  intervalOf(vehicle: string): number | undefined {
    const device = this.deviceOf(vehicle);
    return device === undefined ? undefined : this.keys.get(device)?.interval_s;
  }

  async takeMunicipality(id: string): Promise<void> {
    replace(this.municipalities, id, await findMunicipality(this.db, id));
  }

  async takeVehicle(id: string): Promise<void> {
    replace(this.vehicles, id, await findVehicle(this.db, id));
  }

  /** Answers the vehicles whose times with the device changed. */
  async takeDevice(id: string): Promise<readonly string[]> {
    const before = this.bindings.get(id) ?? [];
    replace(this.keys, id, await deviceKey(this.db, id));
    const after = await bindingsOf(this.db, id);
    this.bind(id, after);
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [...new Set([...before, ...after].map(({ vehicle }) => vehicle))];
  }

  private bind(device: string, bindings: readonly Binding[]): void {
    for (const { vehicle } of this.bindings.get(device) ?? []) {
      this.times.set(
        vehicle,
        this.timesOf(vehicle).filter((time) => time.device !== device),
      );
    }
    this.bindings.set(device, bindings);
    for (const [index, { vehicle, since_ms }] of bindings.entries()) {
      const time = { device, from_ms: since_ms, to_ms: bindings[index + 1]?.since_ms ?? Infinity };
      this.times.set(vehicle, [...this.timesOf(vehicle), time]);
    }
  }
}

function replace<Value>(map: Map<string, Value>, id: string, value: Value | null): void {
  if (value === null) map.delete(id);
  else map.set(id, value);
}
