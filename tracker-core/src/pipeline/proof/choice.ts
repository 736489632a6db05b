/** A device while it was bound to the vehicle asked for, half-open. */
export interface DeviceSpan {
  readonly device: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

/** A counting fix as it is stored. */
export interface CountingFix {
  readonly ts_ms: number;
  readonly received_ms: number;
  readonly device: string;
  /** RFC 8785 JSON. */
  readonly body: string;
  /** SHA-256 of `body`, lower-case hex. */
  readonly digest: string;
}

/** Whether a fix counts in a result, came too late to count in it, or came after all that the result looks at. */
type Standing = 'counts' | 'late' | 'later';
/** By which a result chooses among all that is stored of an instant. */
export type Choice = (ts_ms: number, received_ms: number) => Standing;

export const everything: Choice = () => 'counts';

/** What counts; and what would, counted all that came too late as well: the very same list where nothing did. */
export interface ChosenFixes {
  readonly counting: readonly CountingFix[];
  readonly withLate: readonly CountingFix[];
}

/** Chooses among the stored fixes of one device, handed over by instant, then digest. */
export class Choosing {
  readonly #choice: Choice;
  readonly #counting: CountingFix[] = [];
  #withLate: CountingFix[] | null = null;

  constructor(choice: Choice) {
    this.#choice = choice;
  }

  /** Of several contents of an instant the first that is chosen counts. `make` is called for those that do. */
  take(ts_ms: number, received_ms: number, make: () => CountingFix): void {
    const known = this.#counting.at(-1)?.ts_ms === ts_ms;
    if (known && this.#withLate === null) return;
    const standing = this.#choice(ts_ms, received_ms);
    if (standing === 'later') return;
    if (standing === 'late') this.#withLate ??= [...this.#counting];
    const fix = make();
    if (standing === 'counts' && !known) this.#counting.push(fix);
    if (this.#withLate !== null && this.#withLate.at(-1)?.ts_ms !== ts_ms) this.#withLate.push(fix);
  }

  chosen(): ChosenFixes {
    return { counting: this.#counting, withLate: this.#withLate ?? this.#counting };
  }
}

const byTime = (a: CountingFix, b: CountingFix): number => a.ts_ms - b.ts_ms || (a.device < b.device ? -1 : 1);

/** What was chosen of several spans, ordered by instant, then device. */
export function joined(read: readonly ChosenFixes[]): ChosenFixes {
  if (read.length === 1) return read[0]!;
  const counting = read.flatMap((span) => span.counting).sort(byTime);
  const late = read.some((span) => span.withLate !== span.counting);
  return { counting, withLate: late ? read.flatMap((span) => span.withLate).sort(byTime) : counting };
}

/** Of two devices' fixes of one instant that with the smaller digest. */
export function onePerInstant(fixes: readonly CountingFix[]): readonly CountingFix[] {
  const counting: CountingFix[] = [];
  for (const fix of fixes) {
    const last = counting.at(-1);
    if (last?.ts_ms !== fix.ts_ms) counting.push(fix);
    else if (fix.digest < last.digest) counting[counting.length - 1] = fix;
  }
  return counting;
}
