import type { ClaimLine } from '@sweepline/contract';

type Keyed = Pick<
  ClaimLine,
  | 'kind'
  | 'rule'
  | 'assignment'
  | 'date'
  | 'route'
  | 'vehicle'
  | 'reason'
  | 'incident'
  | 'streets'
  | 'sides'
  | 'stretches'
>;

/** What a line is about: the same in two drafts, whatever its number, amount and metres. A warning is of its rule as a charge is. */
const keyOf = ({ kind, rule, assignment, date, route, vehicle, reason, incident, streets, sides }: Keyed): string =>
  JSON.stringify([
    kind === 'warning' ? 'penalty' : kind,
    ...[rule, assignment, date, route, vehicle, reason, incident?.id ?? null, streets, sides],
  ]);

const legsOf = ({ stretches }: Pick<Keyed, 'stretches'>): string =>
  JSON.stringify(stretches.map(({ edge, side, pass }) => [edge, side, pass]));

/** Finds lines of another draft again: of several that are about the same street and cause, the one on the same legs. */
export class SameLines<Line extends Keyed> {
  readonly #known = new Map<string, Line[]>();

  constructor(lines: Iterable<Line>) {
    for (const line of lines) {
      const key = keyOf(line);
      const known = this.#known.get(key);
      if (known === undefined) this.#known.set(key, [line]);
      else known.push(line);
    }
  }

  /** The line that this one is now; each is found once. Ask for all on the same legs before the others. */
  take(line: Keyed, onSameLegs: boolean): Line | undefined {
    const known = this.#known.get(keyOf(line)) ?? [];
    const at = onSameLegs ? known.findIndex((one) => legsOf(one) === legsOf(line)) : 0;
    return at < 0 ? undefined : known.splice(at, 1)[0];
  }
}
