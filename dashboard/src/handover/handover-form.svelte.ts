import type { HandoverBody, LiveAssignment, LiveLeg } from '@sweepline/contract';
import { dueMetres } from '../assignments/progress.ts';
import { plateKey } from '../town/streets.ts';
import { bestFirst, type Candidate } from './candidates.ts';
import { Share, type Sharing } from './sharing.svelte.ts';

/** What is known while the dialog asks who goes on. */
export interface Asked extends Omit<Sharing, 'first' | 'minutes'> {
  readonly assignment: LiveAssignment;
  readonly now_ms: number;
}

export const AGO_MIN = ['0', '5', '10'] as const;
const LISTED = 5;
const MINUTE_MS = 60_000;

/** What has been said of a handover so far: to whom, how much, from when and with which crews. */
export class HandoverForm {
  readonly #of: () => Asked;
  readonly share: Share;
  wanted = $state('');
  ago = $state<(typeof AGO_MIN)[number]>('0');
  much = $state<'all' | 'part'>('all');
  crew = $state('');
  /** Of the third machine. */
  otherCrew = $state('');
  #chosen = $state<string | null>(null);

  constructor(of: () => Asked) {
    this.#of = of;
    this.share = new Share(() => {
      const { assignment, now_ms, ...asked } = of();
      return { ...asked, first: () => this.first, minutes: (Date.parse(assignment.to) - now_ms) / MINUTE_MS };
    });
  }

  /** Best first: by the way to what is to be given. */
  readonly #others = $derived.by(() => {
    const { others } = this.#of();
    return this.shared === null ? others : others.toSorted(bestFirst((one) => this.share.settledAwayOf(one)));
  });
  readonly best = $derived.by(() => this.#others[0]);
  readonly listed = $derived.by(() => {
    const found = this.#others.filter(({ vehicle }) => plateKey(vehicle.plate).includes(plateKey(this.wanted)));
    const listed = found.slice(0, LISTED);
    // Whoever is chosen stays in sight, however the part has moved.
    const chosen = found.find(({ vehicle }) => vehicle.vehicle === this.#chosen);
    return chosen === undefined || listed.includes(chosen) ? listed : [...listed.slice(0, -1), chosen];
  });
  /** There are more than are listed. */
  readonly many = $derived.by(() => this.#of().others.length > LISTED);
  /** The best one is chosen until somebody chooses otherwise. */
  readonly first = $derived.by(
    () => this.listed.find(({ vehicle }) => vehicle.vehicle === this.#chosen) ?? this.listed[0],
  );
  /** Null while all that is left goes to one machine. */
  readonly shared = $derived.by(() => (this.much === 'part' ? this.share : null));
  readonly left_m = $derived.by(() => {
    const { assignment } = this.#of();
    return Math.max(0, dueMetres(assignment) - assignment.covered_m);
  });
  readonly given_m = $derived.by(() => this.shared?.first_m ?? this.left_m);
  readonly ready = $derived.by(() => this.first !== undefined && this.shared?.fits !== false);
  /** What each machine would get, as the map shows it. */
  readonly parts = $derived.by((): { readonly first: readonly LiveLeg[]; readonly second: readonly LiveLeg[] } =>
    this.shared === null ? { first: this.#of().open.flatMap(({ passes }) => passes), second: [] } : this.shared.parts,
  );

  choose(one: Candidate): void {
    this.#chosen = one.vehicle.vehicle;
    this.share.propose();
  }

  /** A machine on the map; what was looked for in the list gives way to it. */
  point(vehicle: string): void {
    const found = this.#others.find((one) => one.vehicle.vehicle === vehicle);
    if (found === undefined) return;
    this.wanted = '';
    this.choose(found);
  }

  take(much: 'all' | 'part'): void {
    // The order follows the part from now on; who was chosen does not.
    this.#chosen = this.first?.vehicle.vehicle ?? null;
    this.much = much;
    this.share.propose();
  }

  body({ vehicle }: Pick<Candidate, 'vehicle'>): HandoverBody {
    const minutes = Number(this.ago);
    const at = minutes === 0 ? {} : { at: new Date(this.#of().now_ms - minutes * MINUTE_MS).toISOString() };
    const body = { vehicle: vehicle.vehicle, ...at, ...crewOf(this.crew) };
    if (this.shared === null) return body;
    const { third, legs } = this.shared;
    const remainder = third && { vehicle: third.vehicle.vehicle, ...crewOf(this.otherCrew) };
    return { ...body, legs: [...legs], ...(remainder && { remainder }) };
  }
}

const crewOf = (text: string) => (text.trim() === '' ? {} : { crew: text.trim() });
