import type { Rule } from '@sweepline/contract';
import type { Books } from '../work/books.ts';
import type { Fact } from './fact.ts';
import { casesOf, incidentFacts } from './incident-facts.ts';
import type { KeptWork } from '../work/kept.ts';
import { lateFacts, type Lateness } from './late-facts.ts';
import type { ClaimIncident } from '../setup.ts';
import { undoneFacts } from './undone-facts.ts';
import { completedFacts, uptimeFacts } from './window-facts.ts';

/** What every rule of every version of the terms finds, rule after rule, each in the order of works. */
export function* factsOf(books: Books, incidents: readonly ClaimIncident[], lateness: Lateness): Generator<Fact> {
  const cases = casesOf(incidents, books);
  const versions = new Set(books.works.map(({ terms }) => terms));
  for (const version of versions) {
    const works = books.works.filter(({ terms }) => terms === version);
    const own = cases.filter(([, { terms }]) => terms === version);
    for (const rule of version.terms.rules) yield* ofRule(rule, works, own, books, lateness);
  }
}

function ofRule(
  rule: Rule,
  works: readonly KeptWork[],
  cases: readonly [ClaimIncident, KeptWork][],
  books: Books,
  lateness: Lateness,
): Fact[] {
  const { on } = rule;
  switch (on.fact) {
    case 'undone':
      return undoneFacts(rule, on, works, books);
    case 'incident':
      return incidentFacts(rule, on, cases, lateness.days);
    case 'late':
      return lateFacts(rule, works, lateness);
    case 'uptime':
      return uptimeFacts(rule, on, works);
    case 'completed':
      return completedFacts(rule, on, works, books);
  }
}
