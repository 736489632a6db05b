import {
  addDays,
  instantOf,
  instantOfLocal,
  localOf,
  type Contractor,
  type Device,
  type Municipality,
  type QualityDay,
  type Vehicle,
} from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { listContractors, listDevices, listQuality, listVehicles } from './requests.ts';

/** So many squares stand beside a device. */
const SHOWN_DAYS = 7;

/** What a town's fleet is made of, and how good its devices' evidence was. */
export class FleetBook {
  vehicles = $state.raw<readonly Vehicle[]>([]);
  contractors = $state.raw<readonly Contractor[]>([]);
  devices = $state.raw<readonly Device[]>([]);
  quality = $state.raw<ReadonlyMap<string, readonly QualityDay[]>>(new Map());
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<RequestError | null>(null);
  /** Local date that `quality` ends with. */
  today = $state('');
  readonly vehicleOf = $derived(new Map(this.vehicles.map((vehicle) => [vehicle.id, vehicle])));
  readonly contractorOf = $derived(new Map(this.contractors.map((contractor) => [contractor.id, contractor])));
  readonly vehiclesOf = $derived(grouped(this.vehicles, ({ contractor }) => contractor));
  /** Those that may connect. */
  readonly devicesOf = $derived(
    grouped(
      this.devices.filter(({ revoked }) => !revoked),
      ({ vehicle }) => vehicle,
    ),
  );
  readonly town: Municipality;
  readonly rest: RestClient;

  constructor(rest: RestClient, town: Municipality) {
    this.rest = rest;
    this.town = town;
  }

  async load(now_ms: number): Promise<void> {
    if (await this.loadLists()) await this.loadQuality(now_ms);
  }

  /** Answers whether they could be loaded. */
  async loadLists(): Promise<boolean> {
    try {
      const { rest, town } = this;
      const [vehicles, contractors, devices] = await Promise.all([
        listVehicles(rest, town.id),
        listContractors(rest, town.id),
        listDevices(rest, town.id),
      ]);
      this.vehicles = vehicles;
      this.contractors = contractors;
      this.devices = devices;
      this.state = 'ready';
      this.error = null;
      return true;
    } catch (error) {
      this.error = failureOf(error);
      if (this.state === 'loading') this.state = 'failed';
      return false;
    }
  }

  /** Grades come after the lists: they are read out of every fix. */
  async loadQuality(now_ms: number): Promise<void> {
    const zone = this.town.timezone;
    const { date } = localOf(zone, now_ms);
    const from_ms = instantOfLocal(zone, addDays(date, 1 - SHOWN_DAYS), 0);
    const to_ms = instantOfLocal(zone, addDays(date, 1), 0);
    try {
      const items = await listQuality(this.rest, this.town.id, instantOf(from_ms), instantOf(to_ms));
      this.quality = new Map(items.map(({ device, days }) => [device, days]));
      this.today = date;
    } catch (error) {
      this.error = failureOf(error);
    }
  }

  todayOf(device: string): QualityDay | null {
    return this.quality.get(device)?.find(({ date }) => date === this.today) ?? null;
  }
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
