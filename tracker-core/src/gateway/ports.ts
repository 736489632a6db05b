import type {
  ActAnswer,
  CheckedRow,
  PlanRow,
  ChannelMessage,
  CommandBody,
  Contract,
  DatabaseLack,
  Device,
  DeviceMessage,
  DriverStreet,
  TurnedAway,
  DryRunAnswer,
  DryRunBody,
  CoverageAnswer,
  EdgePassages,
  FeatureCollection,
  FulfilmentAnswer,
  FulfilmentGrouping,
  HelloMessage,
  Incident,
  LineReport,
  LineSide,
  Locale,
  Leg,
  LegsMessage,
  NetworkAnswer,
  PlanFactAnswer,
  PlanFactMonth,
  PlanFactMonths,
  PlanFactRow,
  PositionRow,
  QualityDay,
  RecomputeAnswer,
  RecomputeJob,
  Revision,
  Route,
  RouteBody,
  ScheduleEffect,
  ServiceAnswer,
  SigningKey,
  TrackAnswer,
  Trouble,
  UnmatchedStretch,
  Vehicle,
  WayAnswer,
  WayBody,
} from '@sweepline/contract';
import type { KnownRoute, TableRoute } from '../lines/table/check-table.ts';
import type { TableFormat } from '../lines/table/read-table.ts';
import type { ReadTable } from '../lines/table/table-rows.ts';

/** What the gateway asks of the running service. Whoever calls has already been authorised; the ids exist and belong together. */

/** Results, always those of every fix acknowledged before the call. Epoch milliseconds, half-open. */
export interface ResultsPort {
  coverage(assignment: string): Promise<CoverageAnswer>;
  coverageGeoJson(assignment: string): Promise<FeatureCollection>;
  /** From empty state and the stored fixes. */
  recompute(assignment: string): Promise<RecomputeAnswer>;
  revisions(assignment: string): Promise<Revision[]>;
  /** What a revision says or would say; null where there is none of this number. */
  revision(assignment: string, revision: number): Promise<CoverageAnswer | null>;
  /** A proposed revision was accepted or declined. */
  decided(assignment: string): Promise<void>;
  /** `contractor` limits the answer to that contractor's vehicles. */
  service(municipality: string, from_ms: number, to_ms: number, contractor: string | null): Promise<ServiceAnswer>;
  track(vehicle: string, from_ms: number, to_ms: number): Promise<TrackAnswer>;
  fulfilment(ask: FulfilmentAsk): Promise<FulfilmentAnswer>;
}

/** What was planned on local dates and what came of it. */
export interface PlanFactAsk {
  readonly municipality: string;
  readonly timezone: string;
  /** Local dates: the first day, and the day after the last. */
  readonly from: string;
  readonly to: string;
  readonly contractor: string | null;
}

export interface PlanFactPort {
  /** An assignment a row, in the order of their windows. @throws Refused `bad-request` where they are too many. */
  rows(ask: PlanFactAsk): Promise<PlanFactRow[]>;
  /** By local month and contractor, with its routes. */
  months(ask: PlanFactAsk): Promise<PlanFactMonth[]>;
}

/** Contractors' acts. */
export interface ActPort {
  /** Holds an act against what was measured under the contract on local dates [from, to). @throws Refused `invalid`; `too-large` */
  reconcile(
    contract: Contract,
    dates: { readonly from: string; readonly to: string },
    format: 'xlsx' | 'csv',
    body: Uint8Array,
  ): Promise<ActAnswer>;
}

/** What part of a plan is asked for, and by what it is summed. */
export interface FulfilmentAsk {
  readonly municipality: string;
  readonly timezone: string;
  /** Local dates or instants, half-open. */
  readonly from: string;
  readonly to: string;
  readonly by: FulfilmentGrouping;
  readonly contractor: string | null;
  /** Empty: what lies outside every district. */
  readonly district: string | null;
  readonly route: string | null;
  /** A name, or the edge of a street without one. */
  readonly street: string | null;
}

/** What the fleet did, for replay and for a street's history. */
export interface ReplayPort {
  /** By id; `contractor` limits them to that contractor's. */
  vehicles(municipality: string, contractor: string | null): readonly Vehicle[];
  /** A packed frame for each of them of which fixes of the UTC hour are stored. */
  hour(vehicles: readonly Vehicle[], hour_ms: number): Promise<readonly Uint8Array[]>;
  /** Who was on an edge, or on every edge of its name. @throws Refused `not-found` where there is no such edge. */
  passages(
    municipality: string,
    edge: string,
    wish: {
      readonly wholeStreet: boolean;
      readonly from_ms: number;
      readonly to_ms: number;
      readonly contractor: string | null;
    },
  ): Promise<EdgePassages>;
}

/** Shifts recomputed by the hundred, behind the live work. */
export interface BatchPort {
  /** Starts a batch of the shifts whose window touches [from, to), or answers the one under way over the same. */
  start(municipality: string, from_ms: number, to_ms: number, by: string): Promise<RecomputeJob>;
  find(municipality: string, id: string): Promise<RecomputeJob | null>;
}

export type NetworkFormat = 'geojson' | 'osm-xml' | 'osm-pbf';
export type LineFormat = 'geojson' | 'gpx' | 'kml';

/** What a route is besides its name: legs that lie on the streets, and for a line how it fitted. */
export type ResolvedRoute = Pick<Route, 'legs' | 'planned_m' | 'unmatched' | 'line'>;
/** The same for a line of which perhaps nothing fits. */
export interface MatchedLines {
  readonly legs: Route['legs'];
  readonly planned_m: number;
  readonly unmatched: readonly UnmatchedStretch[];
  readonly line: LineReport;
}

/** A route of a table with its legs as they would be stored; null where they cannot be. */
export interface ResolvedTableRoute extends TableRoute {
  readonly resolved: Pick<Route, 'legs' | 'planned_m'> | null;
}

/** Network and routes: what needs geometry before it can be stored. */
export interface PlanPort {
  /** Takes the body's memory along. @throws Refused `bad-network` where nothing usable is in it; `too-large`. */
  importNetwork(municipality: string, format: NetworkFormat, body: Uint8Array): Promise<NetworkAnswer>;
  /** The same without storing it, with what the map would show. */
  previewNetwork(
    municipality: string,
    format: NetworkFormat,
    body: Uint8Array,
  ): Promise<NetworkAnswer & { basemap: Uint8Array }>;
  /** The network with buildings, water and green as GeoJSON for the map, and a tag that changes with it. */
  basemap(municipality: string): Promise<{ tag: string; json: Uint8Array } | null>;
  /** Legs resolved against the network. @throws Refused `unknown-edge`, `duplicate-leg`, `invalid`. */
  resolveRoute(body: RouteBody): Promise<ResolvedRoute>;
  /** The route that the lines of a file would make, without making it. @throws Refused `invalid` for a broken file. */
  matchLines(municipality: string, format: LineFormat, body: Uint8Array, side: LineSide): Promise<MatchedLines>;
  /** Where a route goes on. @throws Refused `unknown-edge`. */
  wayTo(municipality: string, body: WayBody): Promise<WayAnswer>;
  /** A route's legs as lines; those on streets that are no longer there are left out. */
  routeGeoJson(route: Route): Promise<FeatureCollection>;
  /** Streets of legs as a driver is told of them. */
  streetsOf(municipality: string, legs: readonly Leg[]): Promise<DriverStreet[]>;
  /** The rows of a file with many routes. @throws Refused `invalid` for a broken file; `too-large`. */
  readTable(format: TableFormat, body: Uint8Array): Promise<ReadTable>;
  /** Rows against the streets, one another and what is stored under their ids. */
  checkTable(
    municipality: string,
    rows: readonly PlanRow[],
    known: ReadonlyMap<string, KnownRoute>,
  ): Promise<{ readonly rows: readonly CheckedRow[]; readonly routes: readonly ResolvedTableRoute[] }>;
  /** A workbook to fill in, with streets of the municipality as its examples. */
  tableTemplate(municipality: string, locale: 'ru' | 'en'): Promise<Uint8Array>;
  /** After an object of these kinds was written or removed (`excuses`: those of an assignment): the running fleet takes it up before this resolves. */
  changed(
    what: 'municipality' | 'areas' | 'contractor' | 'vehicle' | 'device' | 'route' | 'assignment' | 'excuses',
    id: string,
  ): Promise<void>;
}

/** Recurring plans: what they make ahead. `by` stands in the audit record. */
export interface SchedulePort {
  /** Brings the assignments ahead in step with a schedule that was written. */
  apply(schedule: string, by: string): Promise<ScheduleEffect>;
  /** Takes back what it made ahead and nobody touched, before it is removed. */
  clear(schedule: string, by: string): Promise<ScheduleEffect>;
}

/** What concerns devices at the MQTT edge. */
export interface DevicePort {
  admit(municipality: string, device: string, secret: string): Promise<void>;
  revoke(municipality: string, device: string): Promise<void>;
  /** What came of the device since somebody asked, the newest first; asking goes on listening. */
  messages(device: string): readonly DeviceMessage[];
  /** Whom the broker turned away under the device's name or one that is nearly it; null where the broker does not tell. */
  turnedAway(device: string, seesAll: boolean): readonly TurnedAway[] | null;
  /** Evidence by local day, of each device in turn. */
  quality(devices: readonly Device[], timezone: string, from_ms: number, to_ms: number): Promise<QualityDay[][]>;
  /** Address that devices connect to, as the service listens. */
  address(): string;
  /** Stores and sends; answers the command's id. */
  command(vehicle: string, body: CommandBody, by: string): Promise<{ id: string }>;
}

/** Claims drafted from sealed results, behind the live work. */
export interface ClaimPort {
  /** A claim was added in the state `drafting`, or there may be some. */
  resume(): void;
  /** A claim that was being drafted was stopped. */
  stopped(claim: string): void;
  /** What a period would cost under other terms, and under those that there are. */
  dryRun(contract: Contract, body: DryRunBody, paymentDate: string): Promise<DryRunAnswer>;
}

export interface CasePort {
  /** The incident's stored state changed by a person: publish it and keep the judge in step. */
  changed(incident: Incident): void;
}

/** What a live socket may see; decided from its user, never from its wishes. */
export interface Audience {
  readonly municipality: string;
  /** Null: everything in the municipality. */
  readonly contractor: string | null;
}

export interface SnapshotPort {
  /** The present state for a new socket, and the legs of every assignment in it. Synchronous, so that nothing falls between it and the channel numbers. */
  snapshot(audience: Audience): { snapshot: HelloMessage['snapshot']; legs: Omit<LegsMessage, 'ch' | 'seq'>[] };
}

/** Readiness by dependency: null when well. */
export interface HealthPort {
  dependencies(): Promise<Record<string, Trouble | null>>;
  /** What the database lacks. */
  lacks(): readonly DatabaseLack[];
  metrics(): Promise<string>;
}

/** What proves a claim. */
export interface PackPort {
  /** As a ZIP archive, a piece at a time. @throws Refused `wrong-state` before the claim is drafted. */
  pack(claim: string, locale: Locale): Promise<AsyncIterable<Uint8Array>>;
}

/** The key by which evidence is signed. */
export interface SigningPort {
  /** All public keys, newest first. */
  keys(): Promise<SigningKey[]>;
  /** From now on another one signs. */
  rotate(): Promise<SigningKey[]>;
}

/** Documents to print and to keep: the same bytes for the same state of what they tell. */
export interface DocumentPort {
  /** A piece at a time. @throws Refused `wrong-state` before the claim is drafted. */
  claim(id: string, format: 'pdf' | 'xlsx', locale: Locale): Promise<AsyncIterable<Uint8Array>>;
  planFact(
    answer: PlanFactAnswer | PlanFactMonths,
    town: { readonly name: string },
    locale: Locale,
  ): Promise<Uint8Array>;
}

export interface Ports {
  readonly results: ResultsPort;
  readonly planFact: PlanFactPort;
  readonly acts: ActPort;
  readonly batches: BatchPort;
  readonly replay: ReplayPort;
  readonly plan: PlanPort;
  readonly schedules: SchedulePort;
  readonly devices: DevicePort;
  readonly claims: ClaimPort;
  readonly documents: DocumentPort;
  readonly cases: CasePort;
  readonly signing: SigningPort;
  readonly packs: PackPort;
  readonly snapshots: SnapshotPort;
  readonly health: HealthPort;
  /** Resolves once everything acknowledged before the call has been through the pipeline and its facts are stored. */
  settled(): Promise<void>;
}

/** What the gateway offers the running service. Call only after the commit of what is published. */
export interface LiveFeed {
  /** One binary frame per audience, coalesced by the caller to a few a second. */
  positions(municipality: string, rows: readonly { readonly row: PositionRow; readonly contractor: string }[]): void;
  /** Goes to every socket of the municipality and to those of the contractor it concerns (null: of all its contractors). */
  publish(municipality: string, contractor: string | null, body: LiveBody): void;
}

type WithoutChannel<Message> = Message extends unknown ? Omit<Message, 'ch' | 'seq'> : never;
/** A channel message before the hub gave it its channel and number. */
export type LiveBody = WithoutChannel<Exclude<ChannelMessage, { type: 'resync' }>>;
