import {
  OPERATIONS,
  type Incident,
  type LiveAssignment,
  type LiveLeg,
  type Operation,
  type ReplayHour,
  type Vehicle,
  type VehicleState,
} from '@sweepline/contract';
import type { ReplayedVehicle, ReplayScene, TrackRun } from '../map/replay/scene.ts';
import type { Api } from '../rest/api.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import type { ReplayWish } from './address.ts';
import { Growth, stripsOfCoverage, stripsOfLive } from './growth.ts';
import { Player } from './player.ts';
import { fetchAssignments, fetchHours, fetchIncidents, hoursAround } from './requests.ts';
import { Way } from './runs.ts';
import { momentAt, nearestInstant, neighbourFix, trackOf, type Moment, type Track } from './track.ts';

/** What is shown in words follows the clock so often. */
const WORDS_EVERY_MS = 100;
/** Tracks are put together so often while their hours come. */
const JOIN_EVERY_MS = 200;
/** Of vehicles that are not looked at, the way of the last minutes is drawn. */
const TRAIL_MS = 8 * 60_000;
/** As many can be compared, with a line each in the chart. */
export const MOST_COMPARED = 4;
/** Exact results that are fetched for one replay. */
const MOST_RESULTS = 80;
const STOPPED_KMH = 1.5;
const MINUTE_MS = 60_000;

export interface ReplayParts {
  readonly api: Api;
  readonly municipality: string;
  readonly wish: ReplayWish;
  /** What the live feed knows already of the running assignments. */
  readonly live: {
    readonly assignments: readonly LiveAssignment[];
    readonly legs: ReadonlyMap<string, readonly LiveLeg[]>;
  };
}

/** One replay: what is read of it, its clock, and what the map and the words show of a moment. */
export class Replay implements ReplayScene {
  readonly wish: ReplayWish;
  readonly player: Player;
  readonly #parts: ReplayParts;

  vehiclesKnown = $state.raw<ReadonlyMap<string, Vehicle>>(new Map());
  tracks = $state.raw<ReadonlyMap<string, Track>>(new Map());
  incidents = $state.raw<readonly Incident[]>([]);
  /** Planned legs as they stood at the moment. */
  legs = $state.raw<ReadonlyMap<string, readonly LiveLeg[]>>(new Map());
  growths = $state.raw<readonly Growth[]>([]);
  /** Hours that have come, of all. */
  hours = $state.raw({ done: 0, all: 1 });
  failed = $state.raw<RequestError | null>(null);
  focused = $state<string | null>(null);
  planShown = $state(true);
  playing = $state(false);
  speed = $state(20);
  /** The moment as the words show it, some times a second. */
  at_ms = $state(0);
  hover_ms = $state<number | null>(null);

  /** Those that are looked at: named in the address, else the focused one. */
  readonly looked: readonly string[] = $derived.by(() => {
    const named = this.wish.vehicles;
    if (named !== null && named.length <= MOST_COMPARED) return named;
    return this.focused === null ? [] : [this.focused];
  });
  readonly loaded = $derived(this.hours.done >= this.hours.all);

  /** When each case stood, as numbers: they are looked at with each frame. */
  readonly #spans = $derived(
    this.incidents.map(({ vehicle, severity, from, to }) => ({
      vehicle,
      severity,
      from_ms: Date.parse(from),
      to_ms: to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
    })),
  );
  readonly #read = new Map<string, ReplayHour[]>();
  readonly #ways = new Map<string, { readonly track: Track; readonly way: Way }>();
  readonly #watchers = new Set<() => void>();
  readonly #stop = new AbortController();
  #join: ReturnType<typeof setTimeout> | undefined;
  #said_ms = Number.NEGATIVE_INFINITY;
  #saying: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ReplayParts) {
    const { wish } = parts;
    this.#parts = parts;
    this.wish = wish;
    this.at_ms = wish.at_ms;
    this.focused = wish.vehicles?.[0] ?? null;
    this.player = new Player(wish.from_ms, wish.to_ms, wish.at_ms);
    this.player.listen(() => this.#moved());
  }

  async start(): Promise<void> {
    try {
      await this.#readVehicles();
      await Promise.all([this.#readHours(), this.#readIncidents(), this.#readPlans()]);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.failed = failureOf(error);
    }
  }

  end(): void {
    this.#stop.abort();
    clearTimeout(this.#join);
    clearTimeout(this.#saying);
    this.player.pause();
    this.#watchers.clear();
  }

  plateOf(vehicle: string): string {
    return this.vehiclesKnown.get(vehicle)?.plate ?? vehicle;
  }

  focus(vehicle: string | null): void {
    this.focused = vehicle;
    this.#tell();
  }

  showPlan(shown: boolean): void {
    this.planShown = shown;
    this.#grow();
  }

  /** A place of the time line that the pointer is over; null where it left. */
  hover(at_ms: number | null): void {
    this.hover_ms = at_ms;
    this.#tell();
  }

  /** `←` `→`: the fix before or after, of those that are looked at, else of any. */
  stepFix(by: 1 | -1): void {
    const looked = this.looked.flatMap((id) => this.tracks.get(id) ?? []);
    const at_ms = neighbourFix(looked.length > 0 ? looked : [...this.tracks.values()], this.player.at_ms, by);
    if (at_ms !== null) this.player.seek(at_ms);
  }

  stepMinute(by: 1 | -1): void {
    this.player.seek(this.player.at_ms + by * MINUTE_MS);
  }

  /** `[` `]`: the case before or after. */
  stepIncident(by: 1 | -1): Incident | null {
    const ordered = by === 1 ? this.incidents : this.incidents.toReversed();
    const found = ordered.find(({ from }) => by * (Date.parse(from) - this.player.at_ms) > 500) ?? null;
    if (found !== null) this.seekIncident(found);
    return found;
  }

  seekIncident(incident: Incident): void {
    this.player.seek(Date.parse(incident.from));
    if (this.wish.vehicles === null) this.focus(incident.vehicle);
  }

  momentOf(vehicle: string, at_ms: number): Moment | null {
    const track = this.tracks.get(vehicle);
    return track === undefined ? null : momentAt(track, at_ms);
  }

  operationAt(vehicle: string, row: number): Operation {
    const track = this.tracks.get(vehicle);
    return OPERATIONS[track?.operation[row] ?? -1] ?? this.vehiclesKnown.get(vehicle)?.operations[0] ?? 'sweep';
  }

  stateOf(vehicle: string, { row, silent_ms, speed_kmh, verdict }: Moment): VehicleState {
    if (silent_ms !== null) return 'silent';
    if (speed_kmh !== null && speed_kmh < STOPPED_KMH) return 'stopped';
    if (verdict === 'worked' || verdict === 'too-fast') return 'working';
    const gear = this.tracks.get(vehicle)?.gear[row] ?? 0;
    return verdict === 'undecided' && gear !== 0 ? 'working' : 'driving';
  }

  // What the map asks for.

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  vehicles(): readonly ReplayedVehicle[] {
    const { at_ms } = this.player;
    const badges = new Map<string, 'warning' | 'critical'>();
    for (const { vehicle, severity, from_ms, to_ms } of this.#spans)
      if (from_ms <= at_ms && to_ms > at_ms && badges.get(vehicle) !== 'critical') badges.set(vehicle, severity);
    const shown: ReplayedVehicle[] = [];
    for (const [vehicle, track] of this.tracks) {
      const moment = momentAt(track, at_ms);
      if (moment === null) continue;
      shown.push({
        vehicle,
        plate: this.plateOf(vehicle),
        operation: this.operationAt(vehicle, moment.row),
        state: this.stateOf(vehicle, moment),
        lon: moment.lon,
        lat: moment.lat,
        heading_deg: moment.heading_deg,
        focused: vehicle === this.focused,
        badge: badges.get(vehicle) ?? null,
      });
    }
    return shown;
  }

  runs(): readonly TrackRun[] {
    const { at_ms } = this.player;
    const { from_ms } = this.wish;
    const looked = new Set(this.looked);
    return [...this.tracks].flatMap(([vehicle, track]) =>
      this.#wayOf(vehicle, track).between(looked.has(vehicle) ? from_ms : Math.max(from_ms, at_ms - TRAIL_MS), at_ms),
    );
  }

  preview(): readonly [number, number] | null {
    if (this.hover_ms === null || this.focused === null) return null;
    const moment = this.momentOf(this.focused, this.hover_ms);
    return moment === null ? null : [moment.lon, moment.lat];
  }

  point(lon: number, lat: number, reach_m: number): boolean {
    const at_ms = this.#instantAt(lon, lat, reach_m);
    if (at_ms !== this.hover_ms) this.hover(at_ms);
    return at_ms !== null;
  }

  leave(): void {
    if (this.hover_ms !== null) this.hover(null);
  }

  pick(lon: number, lat: number, reach_m: number): void {
    const at_ms = this.#instantAt(lon, lat, reach_m);
    if (at_ms !== null) this.player.seek(at_ms);
  }

  #instantAt(lon: number, lat: number, reach_m: number): number | null {
    const track = this.focused === null ? undefined : this.tracks.get(this.focused);
    return track === undefined ? null : nearestInstant(track, lon, lat, reach_m, this.player.at_ms);
  }

  #wayOf(vehicle: string, track: Track): Way {
    const known = this.#ways.get(vehicle);
    if (known?.track === track) return known.way;
    const way = new Way(track);
    this.#ways.set(vehicle, { track, way });
    return way;
  }

  #moved(): void {
    this.playing = this.player.playing;
    this.speed = this.player.speed;
    this.#tell();
    const wait_ms = this.#said_ms + WORDS_EVERY_MS - performance.now();
    // Also of a moment that is dragged along.
    if (wait_ms > 0) this.#saying ??= setTimeout(() => this.#say(), wait_ms);
    else this.#say();
  }

  #say(): void {
    clearTimeout(this.#saying);
    this.#saying = undefined;
    this.#said_ms = performance.now();
    this.at_ms = this.player.at_ms;
    this.#grow();
  }

  #tell(): void {
    for (const changed of this.#watchers) changed();
  }

  /** The plan as it stood; a new map only where a leg changed. */
  #grow(): void {
    const legs = new Map<string, readonly LiveLeg[]>();
    if (this.planShown)
      for (const growth of this.growths) legs.set(growth.window.assignment, growth.legsAt(this.player.at_ms));
    const before = this.legs;
    const same = legs.size === before.size && [...legs].every(([assignment, of]) => before.get(assignment) === of);
    if (!same) this.legs = legs;
  }

  async #readVehicles(): Promise<void> {
    const { api, municipality } = this.#parts;
    const vehicles = await api.vehicles(municipality);
    this.vehiclesKnown = new Map(vehicles.map((vehicle) => [vehicle.id, vehicle]));
  }

  #namedVehicles(): string[] {
    const named = this.wish.vehicles;
    return named === null ? [...this.vehiclesKnown.keys()] : named.filter((id) => this.vehiclesKnown.has(id));
  }

  async #readHours(): Promise<void> {
    const { api, municipality } = this.#parts;
    const { from_ms, to_ms, at_ms } = this.wish;
    const vehicles = this.#namedVehicles();
    const hours = hoursAround(from_ms, to_ms, at_ms);
    if (vehicles.length === 0) {
      this.hours = { done: 1, all: 1 };
      return;
    }
    const came = { done: 0, all: 0 };
    await fetchHours(api.rest, {
      municipality,
      vehicles,
      hours,
      signal: this.#stop.signal,
      onhours: (read, parts) => {
        came.done += 1;
        came.all = parts;
        for (const hour of read) {
          const known = this.#read.get(hour.vehicle);
          if (known) known.push(hour);
          else this.#read.set(hour.vehicle, [hour]);
        }
        if (came.done === 1 || came.done === came.all) this.#joinTracks(came);
        else this.#join ??= setTimeout(() => this.#joinTracks(came), JOIN_EVERY_MS);
      },
    });
  }

  #joinTracks({ done, all }: { readonly done: number; readonly all: number }): void {
    clearTimeout(this.#join);
    this.#join = undefined;
    const tracks = new Map<string, Track>();
    // In the order that the address has, so that what is compared keeps its place.
    for (const vehicle of this.#namedVehicles()) {
      const hours = this.#read.get(vehicle);
      if (hours) tracks.set(vehicle, trackOf(vehicle, hours));
    }
    this.tracks = tracks;
    this.hours = { done, all };
    this.#tell();
  }

  async #readIncidents(): Promise<void> {
    const { api, municipality } = this.#parts;
    const { from_ms, to_ms, vehicles } = this.wish;
    const named = vehicles === null ? null : new Set(vehicles);
    const found = await fetchIncidents(api.rest, municipality, from_ms, to_ms);
    this.incidents = found
      .filter(({ vehicle }) => named === null || named.has(vehicle))
      .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
    this.#tell();
  }

  /** The plans of the time: of running assignments the live feed has them, of others the exact result tells. */
  async #readPlans(): Promise<void> {
    const { api, municipality, live } = this.#parts;
    const { from_ms, to_ms, vehicles } = this.wish;
    const assignments = (await fetchAssignments(api.rest, municipality, from_ms, to_ms)).filter(
      ({ vehicle }) => vehicles === null || vehicles.includes(vehicle),
    );
    const growths: Growth[] = [];
    const exact: typeof assignments = [];
    for (const assignment of assignments) {
      const legs = live.legs.get(assignment.id);
      if (legs === undefined) exact.push(assignment);
      else growths.push(new Growth(windowOf(assignment), stripsOfLive(legs)));
    }
    this.#setGrowths(growths);
    for (const assignment of exact.slice(0, MOST_RESULTS)) {
      if (this.#stop.signal.aborted) return;
      const answer = await api.coverage(assignment.id);
      growths.push(new Growth(windowOf(assignment), stripsOfCoverage(answer)));
      this.#setGrowths(growths);
    }
  }

  #setGrowths(growths: readonly Growth[]): void {
    this.growths = [...growths];
    this.#grow();
  }
}

const windowOf = ({ id, vehicle, from, to }: { id: string; vehicle: string; from: string; to: string }) => ({
  assignment: id,
  vehicle,
  from_ms: Date.parse(from),
  to_ms: Date.parse(to),
});
