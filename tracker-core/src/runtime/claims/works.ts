import { addDays, instantOf, localOf, type Contract, type Terms, type TermsVersion, says } from '@sweepline/contract';
import type { DraftSetup, PackedWork } from '../../claims/setup.ts';
import { Refused } from '../../refused.ts';
import { standingCases } from '../../store/objects/claim-drafts.ts';
import { earlierCharges } from '../../store/objects/earlier-charges.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import {
  contractWorks,
  workAnswers,
  workNetwork,
  type ContractWork,
  type WorkRevision,
} from '../../store/series/claim-works.ts';
import type { Networks } from '../networks.ts';
import { bringUpToDate, type OutdatedParts } from '../outdated.ts';

export interface WorksParts extends OutdatedParts {
  readonly networks: Networks;
}

/** What a claim is asked about. */
export interface Period {
  /** Local dates: the first day, and the day after the last. */
  readonly from: string;
  readonly to: string;
  readonly paymentDate: string;
}

export type SealedHead = ContractWork & WorkRevision;

/** What a contract's claim over a period rests on, without the answers. */
export interface Ground {
  readonly setup: Omit<DraftSetup, 'terms'>;
  /** In the order of their windows; those of dates after the period may have made good what was missed in it. */
  readonly works: readonly SealedHead[];
  readonly unsealed: readonly string[];
}

/** Days after a period in which what it missed can still be made good. */
function cureDays(terms: readonly Terms[]): number {
  const hours = terms.flatMap(({ rules }) => rules.map(({ cure_h }) => cure_h ?? 0));
  const most = Math.max(0, ...hours);
  return most === 0 ? 0 : Math.ceil(most / 24) + 1;
}

/** The first of some local dates. */
const first = (...dates: readonly string[]): string => dates.reduce((a, b) => (a < b ? a : b));
const last = (...dates: readonly string[]): string => dates.reduce((a, b) => (a > b ? a : b));

/** Reads it; `replaces` names a claim whose charges are not counted as earlier ones. */
export async function readGround(
  parts: WorksParts,
  contract: Contract,
  terms: readonly TermsVersion[],
  period: Period,
  { replaces, now_ms }: { readonly replaces: string | null; readonly now_ms: number },
): Promise<Ground> {
  const { db } = parts;
  const municipality = await findMunicipality(db, contract.municipality);
  if (municipality === null)
    throw new Refused('not-found', says('nothing-there', { kind: 'municipality', id: contract.municipality }));
  const { timezone } = municipality;
  const { from, to, paymentDate } = period;
  const isLate = terms.some((one) => one.terms.rules.some(({ on }) => on.fact === 'late'));
  // To the period's end and on to the payment date, as far as days are over.
  const today = localOf(timezone, now_ms).date;
  const least = isLate ? first(to, today) : to;
  const wished = isLate ? last(least, first(addDays(paymentDate, 1), today)) : to;
  const until = last(to, wished, addDays(to, cureDays(terms.map((one) => one.terms))));
  const read = () => contractWorks(db, contract.id, timezone, period.from, until);
  const isSealed = (work: ContractWork): work is SealedHead => work.revision !== null;
  let works = await read();
  const sealedNow = works.filter(isSealed).map(({ assignment, ...work }) => ({ ...work, id: assignment }));
  if (await bringUpToDate(parts, sealedNow)) works = await read();
  const sealed = works.filter(isSealed);
  // What is not sealed yet may make good what is missing: no day from there on is counted.
  const open = works.find((work) => !isSealed(work) && work.date >= least);
  const delaysTo = open === undefined ? wished : last(least, first(wished, open.date));
  const within = sealed.filter(({ date }) => date < period.to);
  const incidents = await standingCases(db, {
    municipality: contract.municipality,
    timezone,
    ...period,
    assignments: within.map(({ assignment }) => assignment),
    vehicles: [...new Set(within.map(({ vehicle }) => vehicle))],
  });
  return {
    setup: {
      contract,
      timezone,
      from,
      to,
      paymentDate,
      delaysTo,
      incidents,
      earlier: await earlierCharges(db, contract.id, { from, to }, replaces),
    },
    works: sealed,
    unsealed: works.filter((work) => !isSealed(work) && work.date < to).map(({ assignment }) => assignment),
  };
}

const AT_ONCE = 200;

/** The works with their answers, so many at once. */
export async function* eachWork(
  { db, networks }: Pick<WorksParts, 'db' | 'networks'>,
  municipality: string,
  works: readonly SealedHead[],
): AsyncGenerator<PackedWork[], void, void> {
  const names = new StreetNames(networks, municipality);
  const read = (at: number) => {
    const heads = works.slice(at, at + AT_ONCE);
    const answers = workAnswers(db, heads);
    // Looked at below, or not at all where somebody stops before.
    answers.catch(() => undefined);
    return { heads, answers };
  };
  let next = read(0);
  for (let at = 0; at < works.length; at += AT_ONCE) {
    const { heads } = next;
    const answers = await next.answers;
    // The database reads on while these are worked on.
    next = read(at + AT_ONCE);
    const page: PackedWork[] = [];
    for (const { assignment, revision, date, route, operation, vehicle, from_ms, to_ms, retroactive } of heads) {
      const answer = answers.get(assignment);
      if (answer === undefined) throw new Error(`revision ${revision} of ${assignment} is gone`);
      const streets = await names.of(answer.edges, () => workNetwork(db, { assignment, revision }));
      const window = { from: instantOf(from_ms), to: instantOf(to_ms) };
      page.push({ assignment, date, route, operation, vehicle, ...window, retroactive, streets, answer });
    }
    yield page;
  }
}

/** Names of streets by edge: of the present streets, and of those by which a result was made where an edge is gone since. */
class StreetNames {
  private readonly known = new Map<string, string>();
  private readonly seen = new Set<number>();
  /** Edges of all streets read so far, also of those without a name. */
  private readonly edges = new Set<string>();
  private readonly networks: Networks;
  private readonly municipality: string;

  constructor(networks: Networks, municipality: string) {
    this.networks = networks;
    this.municipality = municipality;
  }

  async of(edges: readonly string[], version: () => Promise<number | null>): Promise<ReadonlyMap<string, string>> {
    if (this.seen.size === 0) this.take(await this.networks.of(this.municipality));
    if (edges.every((edge) => this.edges.has(edge))) return this.known;
    const former = await version();
    if (former !== null && !this.seen.has(former)) this.take(await this.networks.version(this.municipality, former));
    return this.known;
  }

  private take({ version, network }: Awaited<ReturnType<Networks['of']>>): void {
    this.seen.add(version);
    for (const { id, name } of network.edges) {
      if (this.edges.has(id)) continue;
      this.edges.add(id);
      if (name !== null && name !== '') this.known.set(id, name);
    }
  }
}
