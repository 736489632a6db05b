import type { Terms } from '@sweepline/contract';
import { inOrder, type Entry } from './entry.ts';
import type { Atom } from '../facts/fact.ts';

/**
 * Never two penalties for one metre and cause. Each line that charges something claims its atoms; one that meets an atom
 * which is taken does not stand, and names the line that took it. Under `greatest` the greater amount claims first, whatever
 * the order of the rules; under `first` the rule that is listed first.
 */
export function settleOverlaps(entries: readonly Entry[], overlapOf: (entry: Entry) => Terms['overlap']): void {
  const charging = entries.filter(({ line, fact }) => fact !== null && line.state === 'standing' && line.amount > 0);
  settleLeft(charging.filter(({ line }) => line.kind === 'non-payment'));
  const penalties = charging.filter(({ line }) => line.kind === 'penalty');
  const listed = new Map(
    penalties.map(({ fact }) => [fact!.rule, fact!.works.at(-1)!.terms.terms.rules.indexOf(fact!.rule)]),
  );
  const ranks = penalties.map((entry, i) => ({
    entry,
    i,
    rank: overlapOf(entry) === 'first' ? listed.get(entry.fact!.rule)! : -entry.line.amount,
  }));
  ranks.sort((a, b) => a.rank - b.rank || byRule(a.entry, b.entry) || a.i - b.i);
  claim(
    ranks.map(({ entry }) => entry),
    ({ fact }) => fact!.atoms,
  );
}

const byRule = (a: Entry, b: Entry): number => {
  const [x, y] = [a.line.rule!, b.line.rule!];
  return x < y ? -1 : Number(x > y);
};

/** What is left of a price is lost once: the wider fact takes it from the narrower. */
function settleLeft(entries: readonly Entry[]): void {
  const width = ({ fact }: Entry): number => {
    if (fact!.scope !== 'assignment') return 0;
    return isOfLeg(fact!) ? 2 : 1;
  };
  const ordered = [...entries].sort(
    (a, b) => width(a) - width(b) || b.line.amount - a.line.amount || byRule(a, b) || inOrder(a, b),
  );
  claim(
    ordered,
    ({ fact }) => (isOfLeg(fact!) ? [fact!.parts[0]!.leg] : fact!.works),
    ({ fact }) => (isOfLeg(fact!) ? [fact!.parts[0]!.leg, ...fact!.works] : fact!.works),
  );
}

const isOfLeg = ({ rule: { on } }: NonNullable<Entry['fact']>): boolean => on.fact === 'undone' && on.per === 'leg';

function claim(
  entries: readonly Entry[],
  atomsOf: (entry: Entry) => readonly Atom[],
  meetsOf: (entry: Entry) => readonly Atom[] = atomsOf,
): void {
  const owners = new Map<Atom, Entry>();
  for (const entry of entries) {
    const owner = firstOwner(meetsOf(entry), owners, entry);
    if (owner !== undefined) {
      entry.line.state = 'covered';
      entry.line.why = String(owner.line.no);
    } else for (const atom of atomsOf(entry)) if (!owners.has(atom)) owners.set(atom, entry);
  }
}

function firstOwner(atoms: readonly Atom[], owners: ReadonlyMap<Atom, Entry>, entry: Entry): Entry | undefined {
  for (const atom of atoms) {
    const owner = owners.get(atom);
    if (owner !== undefined && !areSeparateCases(owner, entry)) return owner;
  }
  return undefined;
}

/** Two cases of one kind are two facts of a rule, though both explain metres of one route; metres are charged once only. */
const areSeparateCases = ({ fact: a }: Entry, { fact: b }: Entry): boolean =>
  a!.rule === b!.rule && a!.incident !== null && a!.incident.kind === b!.incident?.kind && a!.metres_cm === null;
