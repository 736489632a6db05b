import {
  addDays,
  localOf,
  type AssignmentBody,
  type CopyAnswer,
  type FulfilmentFigures,
  type Route,
  type Schedule,
  type ScheduleBody,
  type ScheduleEffect,
  type Vehicle,
  type WeekAnswer,
} from '@sweepline/contract';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { blocksOf, movedTo, rowOf, scaleOf, type Block, type Row } from './board.ts';
import type { WeekRequests } from './requests.ts';

/** What a change of the plan says to who made it. */
export interface WeekVoice {
  /** @param undo what takes it back */
  done(what: WeekChange, undo: (() => void) | null): void;
  failed(error: RequestError): void;
}

export type WeekChange =
  | { readonly kind: 'moved' | 'given' | 'saved' | 'made'; readonly block: Block; readonly to: Wish }
  | { readonly kind: 'removed' | 'undone'; readonly block: Block }
  | { readonly kind: 'copied'; readonly answer: CopyAnswer }
  | { readonly kind: 'scheduled' | 'unscheduled'; readonly effect: ScheduleEffect };

/** What a block is to become. */
export interface Wish {
  readonly route: string;
  readonly vehicle: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly crew: string | null;
}

export type LoadState = 'loading' | 'shown' | RequestError;

/** A week of the plan, and what is done to it. */
export class Week {
  answer = $state.raw<WeekAnswer | null>(null);
  state = $state<LoadState>('loading');
  /** What became of assignments that have begun; they are added once the service has reckoned them. */
  outcomes = $state.raw<ReadonlyMap<string, FulfilmentFigures>>(new Map());
  vehicles = $state.raw<readonly Vehicle[]>([]);
  routes = $state.raw<readonly Route[]>([]);
  schedules = $state.raw<readonly Schedule[]>([]);
  busy = $state(false);
  readonly zone: string;
  readonly #requests: WeekRequests;
  readonly #voice: WeekVoice;
  #from: string | null = null;

  readonly blocks = $derived(this.answer === null ? [] : blocksOf(this.answer));
  readonly rows: readonly Row[] = $derived.by(() => {
    const first = this.answer?.from;
    if (first === undefined) return [];
    const { zone } = this;
    const scale = scaleOf(this.blocks, zone);
    const byVehicle = new Map<string | null, Block[]>();
    for (const block of this.blocks) {
      const there = byVehicle.get(block.vehicle);
      if (there) there.push(block);
      else byVehicle.set(block.vehicle, [block]);
    }
    const row = (vehicle: string | null): Row => rowOf(vehicle, byVehicle.get(vehicle) ?? [], first, 7, zone, scale);
    const shown = this.vehicles.filter(({ id, retiredAt }) => retiredAt === undefined || byVehicle.has(id));
    return [...shown.map(({ id }) => row(id)), ...(byVehicle.has(null) ? [row(null)] : [])];
  });

  /** What may be given something. */
  readonly inUse = $derived(this.vehicles.filter(({ retiredAt }) => retiredAt === undefined));

  /** How often something was shown before the service had said so. */
  #changes = 0;

  constructor(requests: WeekRequests, zone: string, voice: WeekVoice) {
    this.#requests = requests;
    this.zone = zone;
    this.#voice = voice;
  }

  async load(from: string): Promise<void> {
    if (this.#from !== from) this.state = 'loading';
    this.#from = from;
    const changes = this.#changes;
    try {
      const known = this.vehicles.length > 0;
      const [answer, vehicles] = await Promise.all([
        this.#requests.week(from),
        known ? this.vehicles : this.#requests.vehicles(),
      ]);
      // What was asked before the last change would take it back on the screen; behind that change comes its own answer.
      if (this.#from !== from || this.#changes !== changes) return;
      this.vehicles = known ? vehicles : inOrder(vehicles);
      this.answer = answer;
      this.state = 'shown';
      void this.#loadOutcomes(answer);
    } catch (error) {
      if (this.#from === from) this.state = failureOf(error);
    }
  }

  /** Without them the plan is the plan: the board does not wait for them, nor complain. */
  async #loadOutcomes({ from, to, assignments }: WeekAnswer): Promise<void> {
    if (!assignments.some((one) => Date.parse(one.from) < Date.now())) return;
    const { groups } = await this.#requests.outcomes(from, to).catch(() => ({ groups: [] }));
    if (this.#from !== from) return;
    const begun = groups.filter(
      ({ assignment }) => assignment !== undefined && Date.parse(assignment.from) <= Date.now(),
    );
    this.outcomes = new Map(begun.map(({ key, ...figures }) => [key, figures]));
  }

  /** After somebody made, changed or retired a vehicle. */
  async refreshVehicles(): Promise<void> {
    if (this.vehicles.length === 0) return;
    await this.#try(async () => void (this.vehicles = inOrder(await this.#requests.vehicles())));
  }

  /** What forms choose from. */
  async loadChoices(): Promise<void> {
    await this.#try(async () => {
      [this.routes, this.schedules] = await Promise.all([this.#requests.routes(), this.#requests.schedules()]);
    });
  }

  find(id: string | undefined): Block | null {
    return this.blocks.find((block) => block.id === id) ?? null;
  }

  dateOf(block: Pick<Block, 'from_ms'>): string {
    return localOf(this.zone, block.from_ms).date;
  }

  /** To another vehicle or day at the same time by the wall. */
  move(block: Block, vehicle: string, date: string): Promise<boolean> {
    if (block.vehicle === vehicle && this.dateOf(block) === date) return Promise.resolve(false);
    const { route, crew } = block;
    const wish = { route, crew, vehicle, ...movedTo(this.zone, block, date) };
    return this.save(block, wish, block.vehicle === null ? 'given' : 'moved');
  }

  save(block: Block, wish: Wish, kind: 'moved' | 'given' | 'saved' = 'saved'): Promise<boolean> {
    return this.#change(block, wish, kind);
  }

  /** A new assignment under an id made of its route and day. */
  make(wish: Wish): Promise<boolean> {
    const date = this.dateOf(wish);
    const taken = new Set(this.blocks.map(({ id }) => id));
    let id = `${wish.route.slice(0, 50)}.${date}`;
    for (let n = 2; taken.has(id); n++) id = `${wish.route.slice(0, 50)}.${date}.${n}`;
    const route = this.routes.find((one) => one.id === wish.route);
    const block: Block = {
      id,
      state: 'open',
      routeName: route?.name ?? wish.route,
      operation: route?.operation ?? 'sweep',
      planned_m: route?.planned_m ?? 0,
      contract: null,
      schedule: null,
      conflicts: [],
      ...wish,
    };
    return this.#change(block, wish, 'made');
  }

  remove(block: Block): Promise<boolean> {
    return this.#try(async () => {
      await this.#requests.deleteAssignment(block.id);
      await this.#again();
      this.#voice.done({ kind: 'removed', block }, () => void this.#restore(block));
    });
  }

  /** How many assignments another week has; null where that is not known. */
  async countOf(monday: string): Promise<number | null> {
    try {
      return blocksOf(await this.#requests.week(monday)).length;
    } catch {
      return null;
    }
  }

  copyFrom(monday: string, into: string): Promise<CopyAnswer | null> {
    return this.#answered(async () => {
      const answer = await this.#requests.copy({ from: monday, to: addDays(monday, 7), into });
      await this.#again();
      const undo = async (): Promise<void> => {
        await this.#try(async () => {
          for (const { assignment } of answer.made) await this.#requests.deleteAssignment(assignment);
        });
        await this.#again();
      };
      if (answer.made.length > 0) this.#voice.done({ kind: 'copied', answer }, () => void undo());
      return answer;
    });
  }

  putSchedule(id: string, body: ScheduleBody): Promise<boolean> {
    return this.#try(async () => {
      const { effect } = await this.#requests.putSchedule(id, body);
      await Promise.all([this.#again(), this.loadChoices()]);
      this.#voice.done({ kind: 'scheduled', effect }, null);
    });
  }

  deleteSchedule(id: string): Promise<boolean> {
    return this.#try(async () => {
      const effect = await this.#requests.deleteSchedule(id);
      await Promise.all([this.#again(), this.loadChoices()]);
      this.#voice.done({ kind: 'unscheduled', effect }, null);
    });
  }

  #change(block: Block, wish: Wish, kind: 'moved' | 'given' | 'saved' | 'made'): Promise<boolean> {
    const before = this.answer;
    this.#show(block, wish);
    return this.#try(
      async () => {
        await this.#requests.putAssignment(block.id, bodyOf(wish, block.contract));
        await this.#again();
        this.#voice.done({ kind, block, to: wish }, () => void this.#restore(block));
      },
      () => (this.answer = before),
    );
  }

  /** As it was before: put back, or taken away where it was none. */
  async #restore(block: Block): Promise<void> {
    const undone = await this.#try(async () => {
      if (block.state === 'planned' && block.vehicle !== null)
        await this.#requests.putAssignment(block.id, bodyOf({ ...block, vehicle: block.vehicle }, block.contract));
      else await this.#requests.deleteAssignment(block.id);
      await this.#again();
    });
    if (undone) this.#voice.done({ kind: 'undone', block }, null);
  }

  /** At once where it will be, before the service has said so. */
  #show(block: Block, wish: Wish): void {
    if (this.answer === null || block.state !== 'planned') return;
    this.#changes += 1;
    const moved = {
      vehicle: wish.vehicle,
      from: new Date(wish.from_ms).toISOString(),
      to: new Date(wish.to_ms).toISOString(),
    };
    const assignments = this.answer.assignments.map((one) => (one.id === block.id ? { ...one, ...moved } : one));
    this.answer = { ...this.answer, assignments };
  }

  async #again(): Promise<void> {
    if (this.#from !== null) await this.load(this.#from);
  }

  async #answered<Answer>(request: () => Promise<Answer>): Promise<Answer | null> {
    let answer: Answer | null = null;
    await this.#try(async () => void (answer = await request()));
    return answer;
  }

  async #try(request: () => Promise<void>, otherwise: () => void = () => {}): Promise<boolean> {
    this.busy = true;
    try {
      await request();
      return true;
    } catch (error) {
      otherwise();
      this.#voice.failed(failureOf(error));
      return false;
    } finally {
      this.busy = false;
    }
  }
}

const inOrder = (vehicles: readonly Vehicle[]): readonly Vehicle[] =>
  [...vehicles].sort((a, b) => a.plate.localeCompare(b.plate));

const bodyOf = ({ route, vehicle, from_ms, to_ms, crew }: Wish, contract: string | null): AssignmentBody => ({
  route,
  vehicle,
  from: new Date(from_ms).toISOString(),
  to: new Date(to_ms).toISOString(),
  ...(crew === null || crew === '' ? {} : { crew }),
  ...(contract === null ? {} : { contract }),
});
