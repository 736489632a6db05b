import type { LiveVehicle, StretchBody } from '@sweepline/contract';
import { wayMinutes, type Candidate } from './candidates.ts';
import { fairMetres, lastLegs, metresIn, openStreets, outlook, type Hand, type OpenLeg } from './share.ts';

/** What is known of a share while the dialog asks. */
export interface Sharing {
  readonly open: readonly OpenLeg[];
  /** The vehicle that has the route, at its pace. */
  readonly present: { readonly vehicle: LiveVehicle | undefined; readonly pace_m_per_min: number };
  readonly first: Candidate | undefined;
  readonly others: readonly Candidate[];
  readonly minutes: number;
}

/** Which part of what is left goes to the first machine, and who goes on with what is left besides. */
export class Share {
  readonly #of: () => Sharing;
  chosen = $state.raw<ReadonlySet<string>>(new Set());
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
    return others.find(({ vehicle }) => vehicle.vehicle === this.#third && vehicle !== first?.vehicle) ?? null;
  });
  readonly #firstHand = $derived.by(() => handOf(this.#of().first));
  readonly #secondHand: Hand | null = $derived.by(() =>
    this.third === null ? { pace_m_per_min: this.#of().present.pace_m_per_min, way_min: 0 } : handOf(this.third),
  );
  readonly first_m = $derived.by(() => metresIn(this.open, this.chosen));
  readonly second_m = $derived.by(() => this.left_m - this.first_m);
  readonly first = $derived.by(() => this.#outlook(this.first_m, this.#firstHand));
  readonly second = $derived.by(() => this.#outlook(this.second_m, this.#secondHand));
  /** Each of the two has something to do. */
  readonly fits = $derived.by(() => this.first_m > 0 && this.second_m > 0);
  readonly legs: readonly StretchBody[] = $derived.by(() =>
    this.open.filter(({ key }) => this.chosen.has(key)).map(({ stretch }) => stretch),
  );

  /** Proposes the end of the route, so that both are done at the same time. */
  propose(): void {
    if (!this.#said) this.chosen = lastLegs(this.open, fairMetres(this.left_m, this.#firstHand, this.#secondHand));
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
  }

  giveBesides(vehicle: string | null): void {
    this.#third = vehicle;
    this.propose();
  }

  #outlook(open_m: number, hand: Hand | null) {
    return hand === null ? null : outlook(open_m, hand, this.#of().minutes);
  }
}

const handOf = (of: Candidate | null | undefined): Hand | null =>
  of == null || of.away_m === null ? null : { pace_m_per_min: of.pace_m_per_min, way_min: wayMinutes(of.away_m) };
