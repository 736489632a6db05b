import {
  USUAL_DEADLINES,
  type Assignee,
  type CaseDeadlines,
  type Contractor,
  type Municipality,
} from '@sweepline/contract';
import { fetchDeadlines } from '../incidents/lateness/requests.ts';
import type { District } from '../map/districts/district.ts';
import { districtsFrom } from '../map/districts/district-sums.ts';
import type { Api } from '../rest/api.ts';
import { codeOf } from '../rest/request-error.ts';
import { people } from './people.svelte.ts';
import { Streets } from './streets.ts';

/** Where an address names none: the pages of an empty installation. */
const NO_TOWN = '-';

export type BasemapState = 'loading' | 'shown' | 'absent' | 'failed';

/** The municipalities this person may see, and the one that is shown with its streets. */
export class Town {
  all = $state.raw<readonly Municipality[]>([]);
  /** Null until the list has come; then also where there is none. */
  shown = $state.raw<Municipality | null>(null);
  listed = $state(false);
  basemap = $state.raw<GeoJSON.FeatureCollection | null>(null);
  basemapState = $state<BasemapState>('loading');
  contractors = $state.raw<ReadonlyMap<string, Contractor>>(new Map());
  districts = $state.raw<readonly District[]>([]);
  deadlines = $state.raw<CaseDeadlines>(USUAL_DEADLINES);
  readonly streets = $derived(new Streets(this.basemap));
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** @param wished the municipality an address names: its streets, which the map waits for, come beside the list */
  async load(wished: string | undefined): Promise<void> {
    const asks = wished !== undefined && wished !== NO_TOWN && wished !== this.shown?.id;
    const streets = asks ? this.#api.basemap(wished) : undefined;
    // Who asks for it says what failed.
    streets?.catch(() => {});
    this.all = await this.#api.municipalities();
    this.listed = true;
    const shown = this.all.find(({ id }) => id === wished) ?? this.all[0] ?? null;
    if (shown === null) this.shown = null;
    else await this.show(shown, shown.id === wished ? streets : undefined);
  }

  /** @param streets where they were asked for before */
  async show(municipality: Municipality, streets?: Promise<GeoJSON.FeatureCollection>): Promise<void> {
    if (this.shown?.id === municipality.id) return;
    this.shown = municipality;
    this.basemap = null;
    this.basemapState = 'loading';
    this.contractors = new Map();
    this.districts = [];
    const { id } = municipality;
    const parts = [
      this.#loadBasemap(id, streets),
      this.#loadContractors(id),
      this.#loadDistricts(id),
      this.#loadDeadlines(id),
      this.#loadPeople(id),
    ];
    await Promise.all(parts);
  }

  /** After its streets or contractors changed. */
  async refresh(): Promise<void> {
    if (this.shown === null) return;
    await Promise.all([this.#loadBasemap(this.shown.id), this.#loadContractors(this.shown.id)]);
  }

  async #loadBasemap(id: string, asked?: Promise<GeoJSON.FeatureCollection>): Promise<void> {
    try {
      const basemap = await (asked ?? this.#api.basemap(id));
      if (this.shown?.id !== id) return;
      this.basemap = basemap;
      this.basemapState = 'shown';
    } catch (error) {
      if (this.shown?.id === id) this.basemapState = codeOf(error) === 'not-found' ? 'absent' : 'failed';
    }
  }

  async #loadContractors(id: string): Promise<void> {
    const contractors = await this.#api.contractors(id).catch(() => []);
    if (this.shown?.id === id) this.contractors = new Map(contractors.map((contractor) => [contractor.id, contractor]));
  }

  /** Without them the map shows legs and vehicles from afar too. */
  async #loadDistricts(id: string): Promise<void> {
    const areas = await this.#api.areas(id).catch(() => null);
    if (this.shown?.id === id && areas !== null) this.districts = districtsFrom(areas);
  }

  /** Without them people are told by their logins; those who are `known` stay where asking again fails. */
  async #loadPeople(id: string, known: readonly Assignee[] = []): Promise<void> {
    const named = await this.#api.people(id).catch(() => known);
    if (this.shown?.id === id) people.take(named, () => void this.#loadPeople(id, named));
  }

  async #loadDeadlines(id: string): Promise<void> {
    const deadlines = await fetchDeadlines(this.#api.rest, id).catch(() => USUAL_DEADLINES);
    if (this.shown?.id === id) this.deadlines = deadlines;
  }
}
