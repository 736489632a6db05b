import type { LiveLeg, LiveVehicle, StretchBody } from '@sweepline/contract';
import { distanceTo, wayMinutes, type Candidate, type Place } from './candidates.ts';
import {
  fairMetres,
  lastLegs,
  metresIn,
  openStreets,
  outlook,
  type Hand,
  type OpenLeg,
  type Outlook,
} from './share.ts';

/** What is known of a share while the dialog asks. */
export interface Sharing {
  readonly open: readonly OpenLeg[];
  readonly placesOf: (legs: readonly OpenLeg[]) => readonly Place[];
  /** The vehicle that has the route, at its pace. */
  readonly present: { readonly vehicle: LiveVehicle | undefined; readonly pace_m_per_min: number };
  /** Asked only when it is needed: the order of machines follows the part, and the first one that order. */
  readonly first: () => Candidate | undefined;
  readonly others: readonly Candidate[];
  readonly minutes: number;
}

/** Which part of what is left goes to the first machine, and who goes on with what is left besides. */
export class Share {
  readonly #of: () => Sharing;
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  /** The part by which machines are ordered: a list that moves while a slider does cannot be read. */
  #settled = $state.raw<ReadonlySet<string>>(new Set());
  /** Somebody has said which legs: nothing else is proposed. */
  #said = false;
  #third = $state<string | null>(null);

  constructor(of: () => Sharing) {
    this.#of = of;
  }

  readonly open = $derived.by(() => this.#of().open);
  readonly streets = $derived.by(() => openStreets(this.open));
  readonly left_m = $derived.by(() => this.open.reduce((sum, { open_m }) => sum + open_m, 0));
  /** A third machine; null where the present one goes on. */
  readonly third = $derived.by(() => {
    const { others, first } = this.#of();
    return others.find(({ vehicle }) => vehicle.vehicle === this.#third && vehicle !== first()?.vehicle) ?? null;
  });
  readonly #taken = $derived.by(() => this.open.filter(({ key }) => this.chosen.has(key)));
  readonly #others = $derived.by(() => this.open.filter(({ key }) => !this.chosen.has(key)));
  readonly #takenAt = $derived.by(() => this.#of().placesOf(this.#taken));
  readonly #settledAt = $derived.by(() => this.#of().placesOf(this.open.filter(({ key }) => this.#settled.has(key))));
  readonly first_m = $derived.by(() => metresIn(this.open, this.chosen));
  readonly second_m = $derived.by(() => this.left_m - this.first_m);
  readonly second = $derived.by(() => this.#outlook(this.second_m, this.#second(this.#of().placesOf(this.#others))));
  /** Each of the two has something to do. */
  readonly fits = $derived.by(() => this.first_m > 0 && this.second_m > 0);
  readonly legs: readonly StretchBody[] = $derived.by(() => this.#taken.map(({ stretch }) => stretch));
  /** The same pass by pass, the first one's and the other's. */
  readonly parts = $derived.by((): { readonly first: readonly LiveLeg[]; readonly second: readonly LiveLeg[] } => ({
    first: this.#taken.flatMap(({ passes }) => passes),
    second: this.#others.flatMap(({ passes }) => passes),
  }));

  /** How far a machine is from the first part; null where that is not known. */
  awayOf({ vehicle }: Candidate): number | null {
    return distanceTo(vehicle, this.#takenAt);
  }

  /** The way to the first part as it last stood still. */
  settledAwayOf({ vehicle }: Candidate): number | null {
    return distanceTo(vehicle, this.#settledAt);
  }

  /** What a machine would make of the first part. */
  outlookOf(one: Candidate): Outlook | null {
    return this.#outlook(this.first_m, handOf(one, this.#takenAt));
  }

  /** Proposes the end of the route, so that both are done at the same time. */
  propose(): void {
    if (this.#said) return;
    const { first: firstOf, placesOf } = this.#of();
    const first = firstOf();
    let [taken, others] = [this.open, this.open];
    // How much a machine takes depends on how far it has to go, and that on what it takes.
    for (let round = 0; round < 2; round++) {
      const fair_m = fairMetres(this.left_m, handOf(first, placesOf(taken)), this.#second(placesOf(others)));
      const chosen = lastLegs(this.open, fair_m);
      taken = this.open.filter(({ key }) => chosen.has(key));
      others = this.open.filter(({ key }) => !chosen.has(key));
    }
    this.chosen = new Set(taken.map(({ key }) => key));
    this.settle();
  }

  /** The part stands: machines are ordered by their way to it. */
  settle(): void {
    this.#settled = this.chosen;
  }

  /** The end of the route, so many metres of it. */
  takeLast(wanted_m: number): void {
    this.#said = true;
    this.chosen = lastLegs(this.open, wanted_m);
  }

  /** All of a street, or nothing of it. */
  turn(keys: readonly string[], taken: boolean): void {
    const chosen = new Set(this.chosen);
    for (const key of keys)
      if (taken) chosen.add(key);
      else chosen.delete(key);
    this.#said = true;
    this.chosen = chosen;
    this.settle();
  }

  /** The street that an edge is of, as the map shows it; of those without a name only what lies on the edge. */
  turnStreetOf(edge: string): void {
    const legs = this.open.filter(({ stretch }) => stretch.edge === edge);
    const street = legs[0]?.street ?? null;
    const keys = (street === null ? legs : this.open.filter((leg) => leg.street === street)).map(({ key }) => key);
    if (keys.length > 0) this.turn(keys, !keys.every((key) => this.chosen.has(key)));
  }

  giveBesides(vehicle: string | null): void {
    this.#third = vehicle;
    this.propose();
  }

  /** Whoever goes on with the other part; the present machine is there already. */
  #second(places: readonly Place[]): Hand | null {
    if (this.third !== null) return handOf(this.third, places);
    return { pace_m_per_min: this.#of().present.pace_m_per_min, way_min: 0 };
  }

  #outlook(open_m: number, hand: Hand | null) {
    return hand === null ? null : outlook(open_m, hand, this.#of().minutes);
  }
}

/** A machine on its way to a part. */
function handOf(of: Candidate | undefined, places: readonly Place[]): Hand | null {
  const away_m = of === undefined ? null : distanceTo(of.vehicle, places);
  return of === undefined || away_m === null ? null : { ...of, way_min: wayMinutes(away_m) };
}
