import type { Atom, Fact } from '../facts/fact.ts';
import { roundedSumOf } from '../money/evaluate.ts';
import type { Entry } from './entry.ts';
import { withFactor, type Stake } from './stake.ts';

const isOfLeg = ({ rule: { on } }: Fact): boolean => on.fact === 'undone' && on.per === 'leg';

const widthOf = (fact: Fact): number => (fact.scope !== 'assignment' ? 0 : isOfLeg(fact) ? 2 : 1);

/** What is left of a price is lost once: a leg's line takes the leg, and meets whoever took its route. */
function atomsOf(fact: Fact): { takes: readonly Atom[]; meets: readonly Atom[] } {
  if (fact.rule.kind === 'bonus') return { takes: [], meets: [] };
  if (fact.rule.kind === 'penalty') return { takes: fact.atoms, meets: fact.atoms };
  if (!isOfLeg(fact)) return { takes: fact.works, meets: fact.works };
  const { leg } = fact.parts[0]!;
  return { takes: [leg], meets: [leg, ...fact.works] };
}

/** Stakes of the lines in their order: the n-th entry is line n. */
export function stakesOf(entries: readonly Entry[], currency: string): Stake[] {
  const numbers = new Map<Atom, number>();
  const uses: number[] = [];
  const numberOf = (atom: Atom): number => {
    let number = numbers.get(atom);
    if (number === undefined) numbers.set(atom, (number = uses.push(0) - 1));
    return number;
  };
  const all: Stake[] = [];
  for (const [i, { fact, work, products, amount, aside }] of entries.entries()) {
    if (fact === null) continue;
    const { rule } = fact;
    const atoms = atomsOf(fact);
    const meets = atoms.meets.map(numberOf);
    for (const number of meets) uses[number]! += 1;
    all.push({
      no: i + 1,
      terms: work.terms,
      rule,
      month: work.month,
      aside,
      products,
      once: amount,
      repeated: rule.repeat === undefined ? amount : roundedSumOf(withFactor(products, rule.repeat.factor), currency),
      takes: atoms.takes === atoms.meets ? meets : atoms.takes.map(numberOf),
      meets,
      width: widthOf(fact),
      separate: fact.incident !== null && fact.metres_cm === null ? fact.incident.kind : null,
    });
  }
  // On most nobody else is met.
  const shared = (atoms: readonly number[]): number[] => atoms.filter((atom) => uses[atom]! > 1);
  return all.map((stake) => ({ ...stake, takes: shared(stake.takes), meets: shared(stake.meets) }));
}
