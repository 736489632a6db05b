import type { Operation, Route, RouteBody } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { RequestError } from '../rest/request-error.ts';
import { change, insertBefore, move, pick, remove, type Draft, type Pick } from './draft.ts';
import { foldLegs, legBody, metresOf, overlapping, sidesOf, type DraftLeg, type LengthOf } from './legs.ts';
import { putRoute, wayTo } from './requests.ts';

/** Steps back that are kept. */
const MOST_STEPS = 200;

/** The way that leads to a leg that was just added, to be taken in or not. */
export interface Proposal {
  readonly before: number;
  readonly edge: string;
  readonly length_m: number;
  readonly legs: readonly Omit<DraftLeg, 'key'>[];
}

export interface DraftOrigin {
  readonly municipality: string;
  readonly drivesOn: 'left' | 'right';
  readonly lengthOf: LengthOf;
}

const EMPTY: Draft = { name: '', operation: 'sweep', legs: [] };

/** One route being drawn, with every step back and forth. */
export class RouteDraft {
  readonly base: Route | null;
  readonly origin: DraftOrigin;
  id = $state('');
  now: Draft = $state.raw(EMPTY);
  proposal = $state.raw<Proposal | null>(null);
  chosen = $state<number | null>(null);
  refusal = $state.raw<RequestError | null>(null);
  saving = $state(false);
  #past: readonly Draft[] = $state.raw([]);
  #future: readonly Draft[] = $state.raw([]);
  readonly #begin: Draft;
  #asked = 0;

  readonly canUndo = $derived(this.#past.length > 0);
  readonly canRedo = $derived(this.#future.length > 0);
  readonly overlaps = $derived.by(() => overlapping(this.now.legs, this.origin.lengthOf));
  readonly length_m = $derived.by(() =>
    this.now.legs.reduce((sum, leg) => sum + metresOf(leg, this.origin.lengthOf), 0),
  );

  /** @param base the route that is changed; null: a new one, which may begin as a copy of `like` */
  constructor(origin: DraftOrigin, base: Route | null, id: string, like: Draft | null = null) {
    this.origin = origin;
    this.base = base;
    this.id = id;
    this.#begin = base === null ? (like ?? EMPTY) : draftOf(base, origin.lengthOf);
    this.now = this.#begin;
  }

  /** Drawn but not stored. */
  get dirty(): boolean {
    return this.now !== this.#begin || (this.base === null && this.now.legs.length > 0);
  }

  rename(name: string): void {
    this.#to({ ...this.now, name }, 'name');
  }
  operate(operation: Operation): void {
    this.#to({ ...this.now, operation });
  }
  remove(key: number): void {
    const at = this.now.legs.findIndex((leg) => leg.key === key);
    this.#legs(remove(this.now.legs, key));
    this.chosen = (this.now.legs[at] ?? this.now.legs.at(-1))?.key ?? null;
  }
  move(key: number, by: number): void {
    this.#legs(move(this.now.legs, key, by));
  }
  change(key: number, part: Parameters<typeof change>[2]): void {
    this.#legs(change(this.now.legs, key, part));
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.now, ...this.#future];
    this.now = before;
    this.#settle();
  }
  redo(): void {
    const [next, ...rest] = this.#future;
    if (next === undefined) return;
    this.#past = [...this.#past, this.now];
    this.#future = rest;
    this.now = next;
    this.#settle();
  }
  /** Back to what is stored. */
  discard(): void {
    if (this.dirty) this.#to(this.#begin);
    this.#settle();
  }

  /**
   * A click on a street. What is added far from the last leg comes with a proposal of the way there.
   * @param block only the part of the street between its junctions
   */
  async pick(rest: RestClient, wished: Pick, block: boolean): Promise<void> {
    const { municipality } = this.origin;
    const asked = ++this.#asked;
    this.proposal = null;
    const last = this.now.legs.at(-1);
    const to = { edge: wished.edge, at_m: wished.at_m };
    const from = last && { edge: last.edge, ...ends(last) };
    let answer = block ? await wayTo(rest, municipality, { to, ...(from ? { from } : {}) }).catch(() => null) : null;
    if (asked !== this.#asked) return;
    const { legs, added } = pick(this.now.legs, { ...wished, ...(answer && block ? answer.block : {}) });
    this.#legs(legs);
    this.chosen = added?.key ?? null;
    if (added === null || from === undefined || last?.edge === added.edge) return;
    answer ??= await wayTo(rest, municipality, { from, to }).catch(() => null);
    if (asked !== this.#asked || !answer?.way || answer.way.legs.length === 0) return;
    const { drivesOn } = this.origin;
    const proposed = answer.way.legs.map(({ edge, from_m, to_m, forward }) => {
      const along = forward ? drivesOn : drivesOn === 'right' ? 'left' : 'right';
      const side = added.side === 'both' || added.side === 'centre' ? added.side : along;
      const whole = to_m > (this.origin.lengthOf(edge) ?? Infinity) - 0.5;
      return {
        edge,
        side,
        passes: added.passes,
        from_m: from_m < 0.5 ? null : from_m,
        to_m: whole ? null : to_m,
      };
    });
    const planned = new Set(this.now.legs.flatMap(({ edge, side }) => sidesOf(side).map((one) => `${edge}\n${one}`)));
    const fresh = proposed.filter(({ edge, side }) => sidesOf(side).every((one) => !planned.has(`${edge}\n${one}`)));
    if (fresh.length === 0) return;
    const length_m = fresh.reduce((sum, leg) => sum + metresOf({ ...leg, key: 0 }, this.origin.lengthOf), 0);
    this.proposal = { before: added.key, edge: added.edge, length_m, legs: fresh };
  }

  /** All parts of a street by its name, but those that are planned on this side already. */
  addStreet(edges: readonly string[], side: DraftLeg['side'], passes: number): void {
    this.proposal = null;
    const planned = new Set(this.now.legs.flatMap((leg) => sidesOf(leg.side).map((one) => `${leg.edge}\n${one}`)));
    const fresh = edges.filter((edge) => !sidesOf(side).some((one) => planned.has(`${edge}\n${one}`)));
    const more = fresh.map((edge) => ({ edge, side, passes, from_m: null, to_m: null }));
    if (more.length > 0) this.#legs(insertBefore(this.now.legs, -1, more));
    this.chosen = this.now.legs.at(-1)?.key ?? null;
  }

  accept(): void {
    if (this.proposal === null) return;
    this.#legs(insertBefore(this.now.legs, this.proposal.before, this.proposal.legs));
    this.proposal = null;
  }
  decline(): void {
    this.proposal = null;
  }

  body(): RouteBody {
    const { name, operation, legs } = this.now;
    return { municipality: this.origin.municipality, name: name.trim(), operation, legs: legs.map(legBody) };
  }

  /** @returns the stored route, or null with {@link refusal} saying why not */
  async save(rest: RestClient): Promise<Route | null> {
    this.saving = true;
    this.refusal = null;
    try {
      return await putRoute(rest, this.id, this.body());
    } catch (error) {
      this.refusal = error instanceof RequestError ? error : new RequestError('unexpected', 0, String(error));
      return null;
    } finally {
      this.saving = false;
    }
  }

  #legs(legs: readonly DraftLeg[]): void {
    if (legs !== this.now.legs) this.#to({ ...this.now, legs });
  }

  #joined: string | null = null;
  /** @param joined letters of one field are one step */
  #to(next: Draft, joined: string | null = null): void {
    if (joined === null || joined !== this.#joined) this.#past = [...this.#past, this.now].slice(-MOST_STEPS);
    this.#joined = joined;
    this.#future = [];
    this.now = next;
    this.refusal = null;
  }

  #settle(): void {
    this.#joined = null;
    this.proposal = null;
    this.refusal = null;
    if (!this.now.legs.some(({ key }) => key === this.chosen)) this.chosen = null;
  }
}

const ends = ({ from_m, to_m }: DraftLeg): { from_m?: number; to_m?: number } => ({
  ...(from_m === null ? {} : { from_m }),
  ...(to_m === null ? {} : { to_m }),
});

export const draftOf = ({ name, operation, legs }: Route, lengthOf: LengthOf): Draft => ({
  name,
  operation,
  legs: foldLegs(legs, lengthOf),
});
