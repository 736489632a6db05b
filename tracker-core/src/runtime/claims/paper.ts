import { addDays, type ClaimLine, type SigningKey, type TermsVersion } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import type { ClaimPaper, PaperPlace, PaperWork } from '../../reports/claim/claim-paper.ts';
import { draftSetup } from '../../store/objects/claim-drafts.ts';
import { namesOfClaim } from '../../store/objects/claim-names.ts';
import { eachLine } from '../../store/objects/claim-lines.ts';
import { findClaim } from '../../store/objects/claims.ts';
import { listedWorks } from '../../store/series/paper-works.ts';
import type { ProveParts } from '../prove.ts';
import { readPlace, type PlaceWish } from './places.ts';

/** Maps and charts of one document, and the assignments that it lists: two maps fill a page. */
const MOST_PLACES = 60;
const MOST_WORKS = 2_000;
const WORKS_AT_ONCE = 200;

/** Gathers what a claim's documents say. @throws Refused `not-found`; `wrong-state` before it is drafted. */
export async function readClaimPaper(
  parts: ProveParts,
  id: string,
  { withPlaces, keys }: { readonly withPlaces: boolean; readonly keys: readonly SigningKey[] },
): Promise<ClaimPaper> {
  const { db } = parts;
  const claim = await findClaim(db, id);
  if (claim === null) throw new Refused('not-found', `no claim ${id}`);
  const setup = await draftSetup(db, id);
  if (setup === null) throw new Refused('wrong-state', `the claim is ${claim.state}: there is nothing to write yet`);
  const lines: ClaimLine[] = [];
  for await (const line of eachLine(db, id)) lines.push(line);
  const { timezone } = setup;
  const names = await namesOfClaim(db, id, setup);
  const used = new Set(lines.map(({ terms }) => terms));
  const works = await readWorks(parts, lines, timezone);
  const wishes = withPlaces ? placesOf(lines, works) : [];
  return {
    claim,
    contract: setup.contract,
    municipality: { id: claim.municipality, name: names.municipality, timezone },
    terms: setup.terms.filter(({ version }) => used.size === 0 || used.has(version)),
    delaysUpTo: setup.terms.some(asksDelay) ? addDays(setup.delaysTo, -1) : null,
    lines,
    routeNames: new Map(Object.entries(names.routes)),
    plates: new Map(Object.entries(names.plates)),
    keyId: keyAt(keys, claim.issuedAt),
    works,
    places: await readPlaces(parts, wishes.slice(0, MOST_PLACES)),
    placesLeftOut: Math.max(0, wishes.length - MOST_PLACES),
  };
}

const asksDelay = ({ terms: { rules } }: TermsVersion): boolean => rules.some(({ on }) => on.fact === 'late');

/** The key that signed when the claim was issued. */
const keyAt = (keys: readonly SigningKey[], issuedAt: string | null): string | null =>
  (keys.find(({ from }) => issuedAt === null || Date.parse(from) <= Date.parse(issuedAt)) ?? keys.at(-1))?.id ?? null;

/** The results that lines follow from, in the order of the lines. */
async function readWorks(
  { db }: ProveParts,
  lines: readonly ClaimLine[],
  timezone: string,
): Promise<Map<string, PaperWork>> {
  const wanted = new Map<string, number>();
  for (const { assignment, result } of lines) {
    if (assignment === null || result === null) continue;
    if (wanted.size >= MOST_WORKS) break;
    wanted.set(assignment, result.revision);
  }
  const revisions = [...wanted].map(([assignment, revision]) => ({ assignment, revision }));
  const works = new Map<string, PaperWork>();
  for (let at = 0; at < revisions.length; at += WORKS_AT_ONCE)
    for (const { answer, ...work } of await listedWorks(db, revisions.slice(at, at + WORKS_AT_ONCE), timezone))
      works.set(work.assignment, { ...work, ...answer });
  return works;
}

/** Lines with metres, together where they are of one assignment on the same streets: what is disputed first, then what costs most. */
function placesOf(lines: readonly ClaimLine[], works: ReadonlyMap<string, PaperWork>): PlaceWish[] {
  const wishes = new Map<string, { -readonly [Key in keyof PlaceWish]: PlaceWish[Key] } & { lines: ClaimLine[] }>();
  for (const line of lines) {
    const { assignment, stretches, state, streets } = line;
    const work = assignment === null ? undefined : works.get(assignment);
    if (work === undefined || stretches.length === 0 || state !== 'standing') continue;
    const key = `${work.assignment} ${streets.join('\n')}`;
    const known = wishes.get(key);
    if (known) known.lines.push(line);
    else
      wishes.set(key, {
        assignment: work.assignment,
        revision: work.revision,
        operation: work.operation,
        lines: [line],
      });
  }
  const disputed = ({ lines: of }: PlaceWish): number => Number(of.some(({ answer }) => answer?.answer === 'object'));
  const amount = ({ lines: of }: PlaceWish): number => of.reduce((sum, line) => sum + line.amount, 0);
  return [...wishes.values()].sort(
    (a, b) => disputed(b) - disputed(a) || amount(b) - amount(a) || a.lines[0]!.no - b.lines[0]!.no,
  );
}

async function readPlaces(parts: ProveParts, wishes: readonly PlaceWish[]): Promise<PaperPlace[]> {
  const places: PaperPlace[] = [];
  for (const wish of wishes) {
    const place = await readPlace(parts, wish);
    if (place !== null) places.push(place);
  }
  return places;
}
