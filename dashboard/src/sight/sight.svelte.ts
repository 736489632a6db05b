import { LEG_STATES, type LegState } from '@sweepline/contract';
import type { MapView } from '../map/map-input.ts';
import type { Address } from '../shared/address.svelte.ts';
import { formatPlace, parsePlace, type Place } from './place.ts';

/** What the map is looked at with: where its camera stands and which leg states are shown, both part of the address. */
export class Sight {
  view = $state.raw<MapView | null>(null);
  hidden = $state.raw<ReadonlySet<LegState>>(new Set());
  readonly #address: Address;
  #told: string | null = null;

  constructor(address: Address) {
    this.#address = address;
  }

  /** @returns where the address wants the camera, if it says so */
  restore(): Place | null {
    const read = this.#address.place === null ? null : parsePlace(this.#address.place);
    if (read) this.hidden = read.hidden;
    if (read) this.#told = this.#address.place;
    return read?.place ?? null;
  }

  /** The camera still stands where the address put it. */
  get told(): boolean {
    return this.#told !== null && this.#told === this.#address.place;
  }

  look(view: MapView): void {
    this.view = view;
    this.#note();
  }

  /** Shows or hides the legs of a state, counted from 1 as in the legend. */
  toggle(number: number): void {
    const state = LEG_STATES[number - 1];
    if (!state) return;
    const hidden = new Set(this.hidden);
    if (!hidden.delete(state)) hidden.add(state);
    this.hidden = hidden;
    this.#note();
  }

  #note(): void {
    if (this.view) this.#address.stand(formatPlace(this.view, this.hidden));
  }
}
