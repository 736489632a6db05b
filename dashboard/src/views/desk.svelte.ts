import type {
  Incident,
  IncidentKind,
  LiveAssignment,
  LiveVehicle,
  Municipality,
  VehicleState,
} from '@sweepline/contract';
import { createContext, tick } from 'svelte';
import { vehiclesOnDuty } from '../assignments/on-duty.ts';
import { byRisk, townProgress } from '../assignments/progress.ts';
import type { HandoverForm } from '../handover/handover-form.svelte.ts';
import { Cases } from '../incidents/cases.svelte.ts';
import { Chime } from '../incidents/chime.svelte.ts';
import { Notices } from '../incidents/notices.svelte.ts';
import { decisionsOf, isOpen, lastClosed } from '../incidents/urgency.ts';
import { Inbox } from '../inbox/inbox.svelte.ts';
import { language } from '../language/language.svelte.ts';
import { feedLate } from '../live/staleness.ts';
import { LiveFeed } from '../live/live-feed.svelte.ts';
import type { CameraRequest, MapSelection } from '../map/map-input.ts';
import { Api } from '../rest/api.ts';
import { RestClient } from '../rest/client.ts';
import type { Replay } from '../replay/replay.svelte.ts';
import { decides, Session } from '../session/session.svelte.ts';
import { Address, formatAddress } from '../shared/address.svelte.ts';
import { Sight } from '../sight/sight.svelte.ts';
import { Clock } from '../shared/clock.svelte.ts';
import { SingleKeys } from '../shared/single-keys.svelte.ts';
import { ThemeSwitch } from '../shared/theme.svelte.ts';
import { Toasts } from '../shared/toasts.svelte.ts';
import { Town } from '../town/town.svelte.ts';
import { sayAnswer } from './message-answers.ts';
import { pageNamed, pagesOf, type Page } from './pages.ts';
import { refusalText } from '../rest/refusal.ts';

/** Kinds that are about a whole route rather than about a place. */
const ABOUT_ROUTE: ReadonlySet<IncidentKind> = new Set(['will-miss', 'missed', 'no-show', 'late-start']);
const NO_EDGES: ReadonlySet<string> = new Set();

/** One person's desk: who is signed in, which town, what the fleet does, and what is looked at. Addresses are `#/town/page/…`. */
export class Desk {
  readonly api = new Api(new RestClient());
  readonly session = new Session(this.api);
  readonly town = new Town(this.api);
  readonly feed = new LiveFeed();
  readonly clock = new Clock();
  readonly theme = new ThemeSwitch();
  readonly address = new Address();
  readonly sight = new Sight(this.address);
  readonly toasts = new Toasts();
  readonly chime = new Chime();
  readonly notices = new Notices();
  /** What this person was told. */
  readonly inbox = new Inbox(this.api.rest);
  readonly singleKeys = new SingleKeys();
  readonly cases = new Cases(this.api, (error) => this.toasts.fail(refusalText(error)));

  camera = $state.raw<CameraRequest | null>(null);
  /** The case that the keys act on. */
  focused = $state<string | null>(null);
  overlay = $state<'keys' | 'account' | 'palette' | 'inbox' | null>(null);
  message = $state.raw<LiveVehicle | null>(null);
  /** What the replay page replays. */
  replay = $state.raw<Replay | null>(null);
  /** The assignment whose rest is about to be handed over. */
  handover = $state.raw<LiveAssignment | null>(null);
  /** What has been said of it so far; the map shows who would get what. */
  handoverForm = $state.raw<HandoverForm | null>(null);

  readonly pages = $derived(this.session.user === null ? [] : pagesOf(this.session.user.role));
  readonly page: Page = $derived(this.pages.find((page) => page === this.address.segments[1]) ?? 'live');
  /** A page that the address names and that is not for this role: it is said so instead of shown. */
  readonly denied: Page | null = $derived.by(() => {
    const page = pageNamed(this.address.segments[1]);
    return page === null || this.pages.includes(page) ? null : page;
  });
  readonly mayDecide = $derived(this.session.user !== null && decides(this.session.user.role));
  /** Who decides on proposed revisions of sealed results. */
  readonly mayJudge = $derived(this.session.user?.role === 'administrator' || this.session.user?.role === 'auditor');
  readonly mayComment = $derived(this.session.user !== null && this.session.user.role !== 'auditor');
  /** What the list of cases is to this person: what awaits their decision, or what is open. */
  readonly casesTitle = $derived(this.mayDecide ? language.words.live.decisions : language.words.live.openCases);

  readonly vehicles = $derived(new Map(this.feed.state.vehicles.map((vehicle) => [vehicle.vehicle, vehicle])));
  readonly assignments = $derived(
    new Map(this.feed.state.assignments.map((assignment) => [assignment.assignment, assignment])),
  );
  readonly onDuty = $derived(vehiclesOnDuty(this.feed.state.assignments, this.clock.now_ms));
  readonly incidents = $derived(this.cases.merged(this.feed.state.incidents));
  readonly openIncidents = $derived(this.incidents.filter(isOpen));
  /** Whom the button that is on the screen follows. */
  readonly followable: string | null = $derived.by(() => {
    if (this.page === 'replay') return this.replay?.focused ?? null;
    return this.page === 'live' ? (this.selectedVehicle?.vehicle ?? null) : null;
  });
  readonly following = $derived(this.camera?.kind === 'follow' ? this.camera.vehicle : null);
  readonly decisions = $derived(decisionsOf(this.incidents, this.assignments, this.clock.now_ms));
  readonly lastClosed = $derived(lastClosed(this.incidents));
  readonly ranked = $derived(byRisk(this.feed.state.assignments, this.clock.now_ms));
  readonly progress = $derived.by(() => {
    const today = language.times.day(this.clock.now_ms);
    return townProgress(this.feed.state.assignments, (from) => language.times.day(from) === today, this.clock.now_ms);
  });
  readonly counts = $derived.by(() => {
    const counts: Record<VehicleState, number> = { working: 0, driving: 0, stopped: 0, silent: 0 };
    for (const vehicle of this.feed.state.vehicles) counts[vehicle.state] += 1;
    return counts;
  });
  /** Milliseconds that a late feed is behind; null while it is not. */
  readonly late_ms = $derived(
    this.feed.link.phase === 'live'
      ? feedLate(this.feed.link.heard_ms, this.feed.state.vehicles, this.clock.now_ms - this.feed.ahead_ms)
      : null,
  );
  readonly offline = $derived(
    this.feed.link.phase === 'offline' || (this.feed.link.phase === 'connecting' && this.feed.link.lost_ms !== null),
  );

  /** Address of a MapLibre style that the installation shows instead of the town's own streets. */
  mapStyle = $state<string | null>(null);

  /** `#/town/live/vehicle/id`, `#/town/live/assignment/id`, `#/town/incidents/id`. */
  readonly #selected = $derived.by(() => {
    const [, , kind, id] = this.address.segments;
    if (this.page === 'live' && kind === 'vehicle' && id !== undefined)
      return { vehicle: id, assignment: this.assignmentOf(id)?.assignment };
    if (this.page === 'live' && kind === 'assignment' && id !== undefined)
      return { assignment: id, vehicle: this.assignments.get(id)?.vehicle };
    const incident = this.shownIncident;
    return { vehicle: incident?.vehicle, assignment: incident?.assignment ?? undefined };
  });
  readonly #selectedVehicle = $derived(this.#selected.vehicle);
  readonly #selectedAssignment = $derived(this.#selected.assignment);
  /** The same object until something else is selected, however often the fleet moves. */
  readonly selection: MapSelection | null = $derived(
    this.#selectedVehicle === undefined && this.#selectedAssignment === undefined
      ? null
      : { vehicle: this.#selectedVehicle, assignment: this.#selectedAssignment },
  );
  /** The edge whose street is looked at: `#/town/live/street/edge/date/hour`. */
  readonly street = $derived(
    this.page === 'live' && this.address.segments[2] === 'street' ? (this.address.segments[3] ?? null) : null,
  );
  readonly streetEdges: ReadonlySet<string> = $derived(
    this.street === null ? NO_EDGES : this.town.streets.edgesLike(this.street),
  );
  readonly selectedVehicle = $derived(
    this.selection?.vehicle === undefined ? null : (this.vehicles.get(this.selection.vehicle) ?? null),
  );
  /** Which list of cases the address says, as its `~` part; none for those that are open. */
  readonly caseList: readonly string[] = $derived(
    this.page === 'incidents' ? this.address.segments.slice(2).filter((part) => part.startsWith('~')) : [],
  );
  readonly shownIncident = $derived.by(() => {
    const place = { incidents: 2, replay: 6 }[this.page as string];
    const id = place === undefined ? undefined : this.address.segments[place];
    if (id === undefined) return null;
    const has = (incident: Incident): boolean => incident.id === id;
    return this.incidents.find(has) ?? this.cases.answered.get(id) ?? this.replay?.incidents.find(has) ?? null;
  });

  constructor() {
    this.feed.onTrouble = () => void this.session.check();
    this.feed.listen((told) => {
      if (told.type === 'vehicle' && told.vehicle.removed === true && this.following === told.vehicle.vehicle)
        this.letGo();
      if (told.type === 'command') sayAnswer(this, told.command);
    });
    this.address.onplace = () => this.#standWhereTheAddressSays();
    this.address.onview = () => this.#standByTheSubject();
  }

  async start(): Promise<void> {
    language.restore();
    this.theme.restore();
    this.chime.restore();
    this.notices.restore();
    this.singleKeys.restore();
    this.address.start();
    this.#standWhereTheAddressSays();
    this.clock.start();
    await this.enter();
  }

  /** The cookie of before may let in, once the service answers. */
  async enter(): Promise<void> {
    await this.session.restore();
    if (this.session.user !== null) await this.open();
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.session.signIn(login, password);
    if (this.session.user === null) return;
    language.suggest(this.session.user.locale);
    await this.open();
  }

  async signOut(): Promise<void> {
    this.feed.stop();
    this.overlay = null;
    await this.session.signOut();
  }

  /** The town of the address, or the first one, with its live feed. */
  async open(): Promise<void> {
    void this.api.settings().then(
      ({ mapStyleUrl }) => (this.mapStyle = mapStyleUrl),
      () => {},
    );
    try {
      const loaded = this.town.load(this.address.segments[0]);
      this.#followTown();
      await loaded;
    } catch {
      this.toasts.fail(language.words.errors.unreachable);
    }
    this.#followTown();
    // A bare address says nothing to a colleague.
    if (this.address.segments.length === 0 && this.town.shown !== null)
      this.address.replace(this.town.shown.id, 'live');
  }

  showTown(municipality: Municipality): void {
    void this.town.show(municipality);
    this.#followTown();
    this.address.place = null;
    this.address.go(municipality.id, 'live');
    this.camera = { kind: 'town' };
  }

  /** The address of a page, for links. */
  href(page: Page, ...rest: readonly string[]): string {
    return formatAddress([this.town.shown?.id ?? '-', page, ...rest]);
  }

  go(page: Page, ...rest: readonly string[]): void {
    this.address.go(this.town.shown?.id ?? '-', page, ...rest);
  }

  showVehicle(id: string): void {
    this.go('live', 'vehicle', id);
    this.camera = { kind: 'vehicle', vehicle: id };
  }

  showAssignment(id: string): void {
    this.go('live', 'assignment', id);
    this.camera = { kind: 'assignment', assignment: id };
  }

  showStreet(edge: string): void {
    this.go('live', 'street', edge);
  }

  showIncident(incident: Incident): void {
    this.go('incidents', incident.id, ...this.caseList);
    this.bringTo(incident);
  }

  /** The map to a case: its place; of one that is about a whole route, the route, once its legs are there; else the vehicle. */
  bringTo({ kind, lon, lat, vehicle, assignment }: Incident): void {
    if (lat !== null && lon !== null) this.camera = { kind: 'place', lon, lat, zoom: 16 };
    else if (ABOUT_ROUTE.has(kind) && assignment !== null && (this.assignments.get(assignment)?.planned_m ?? 0) > 0)
      this.camera = { kind: 'assignment', assignment };
    else this.camera = { kind: 'vehicle', vehicle };
  }

  /** The map to what a handover is about, until that is closed. */
  showHandover(form: HandoverForm): () => void {
    this.handoverForm = form;
    const edges = new Set([...form.parts.first, ...form.parts.second].map(({ edge }) => edge));
    if (edges.size > 0) this.camera = { kind: 'street', edges };
    return () => (this.handoverForm = null);
  }

  /** Begins or ends following the vehicle that can be. */
  follow(): void {
    const vehicle = this.followable;
    if (vehicle === null || vehicle === this.following) this.letGo();
    else this.camera = { kind: 'follow', vehicle };
  }

  /** The map stays where it is. */
  letGo(): void {
    if (this.following !== null) this.camera = null;
  }

  /** Another vehicle of a replay is followed in the place of the first; elsewhere nobody whose button is gone. */
  keepFollowing(): void {
    const vehicle = this.followable;
    if (this.following === null || this.following === vehicle) return;
    if (this.page === 'replay' && vehicle !== null) this.camera = { kind: 'follow', vehicle };
    else this.letGo();
  }

  /** `V`: to the wall screen, which shows the whole town, and back. */
  turnWall(): void {
    const hangs = this.page === 'wall';
    this.go(hangs ? 'live' : 'wall');
    if (!hangs) this.camera = { kind: 'town' };
  }

  /** `Esc`: from a case's replay to the case, from a case to the list, from a selection to the map. */
  back(): void {
    this.focused = null;
    if (this.page === 'replay' && this.shownIncident !== null) this.showIncident(this.shownIncident);
    else if (this.shownIncident !== null && this.page === 'incidents') this.go('incidents', ...this.caseList);
    else if (this.selection !== null || this.address.segments.length > 2) this.go(this.page);
  }

  /** The loud card keeps the list in sight: its vehicle is shown, with the arithmetic. */
  lookAt(incident: Incident): void {
    if (this.vehicles.has(incident.vehicle)) this.showVehicle(incident.vehicle);
    else this.showIncident(incident);
  }

  /** `J` and `K`: the next case of the list, the loud one first. */
  step(by: 1 | -1): void {
    const { loud, rows } = this.decisions;
    const ids = [...(loud === null ? [] : [loud]), ...rows].map(({ incident }) => incident.id);
    const at = this.focused === null ? -1 : ids.indexOf(this.focused);
    this.focused = ids[at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
    // Of a long list its row may have to be made first.
    const row = `[data-incident="${CSS.escape(this.focused ?? '')}"]`;
    void tick().then(() => document.querySelector(row)?.scrollIntoView({ block: 'nearest' }));
    const incident = this.openIncidents.find(({ id }) => id === this.focused);
    if (incident !== undefined && this.page === 'incidents') this.showIncident(incident);
  }

  /** What `A`, `E` and `D` act on: the open case, the focused one, else the loud one. */
  get target(): Incident | null {
    if (this.shownIncident !== null) return this.shownIncident;
    return this.openIncidents.find(({ id }) => id === this.focused) ?? this.decisions.loud?.incident ?? null;
  }

  /** An assignment as people call it: its route; by its code where it is not of today. */
  nameOf(assignment: string): string {
    const known = this.assignments.get(assignment);
    return known === undefined ? assignment : `${known.route} ${known.routeName}`;
  }

  /** The assignment a vehicle works on: the running one whose window holds now, else the nearest. */
  assignmentOf(vehicle: string): LiveAssignment | null {
    const own = this.feed.state.assignments.filter((assignment) => assignment.vehicle === vehicle);
    const distance = ({ from, to }: LiveAssignment) =>
      Math.max(0, Date.parse(from) - this.clock.now_ms, this.clock.now_ms - Date.parse(to));
    return own.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
  }

  /** An address without a place is seen from where its subject is. */
  #standWhereTheAddressSays(): void {
    const place = this.sight.restore();
    if (place) this.camera = { kind: 'place', ...place };
    else this.#standByTheSubject();
  }

  #standByTheSubject(): void {
    const [, page, kind, id] = this.address.segments;
    if (page === 'live' && id !== undefined && kind === 'vehicle') this.camera = { kind, vehicle: id };
    else if (page === 'live' && id !== undefined && kind === 'assignment') this.camera = { kind, assignment: id };
    else if (page === 'live' && id !== undefined && kind === 'street') this.camera = { kind: 'edge', edge: id };
  }

  #followed: string | null = null;
  #followTown(): void {
    const shown = this.town.shown;
    if (shown === null || (this.#followed === shown.id && this.feed.link.phase !== 'idle')) return;
    this.#followed = shown.id;
    language.zone = shown.timezone;
    this.feed.follow(shown.id);
  }
}

export const [getDesk, setDesk] = createContext<Desk>();
