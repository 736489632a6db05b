import { addDays, type ClaimLine, type SigningKey, type TermsVersion, says } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import type { ClaimPaper, PaperPlace, PaperWork } from '../../reports/claim/claim-paper.ts';
import type { TableGround, TableLines } from '../../reports/claim/claim-xlsx.ts';
import { draftSetup } from '../../store/objects/claim-drafts.ts';
import { namesOfClaim } from '../../store/objects/claim-names.ts';
import { termsOfLines } from '../../store/objects/claim-digest.ts';
import { eachLine } from '../../store/objects/claim-lines.ts';
import { findClaim } from '../../store/objects/claims.ts';
import type { WorkRevision } from '../../store/series/claim-works.ts';
import { listedWorks, workWindows, type WorkWindow } from '../../store/series/paper-works.ts';
import { ahead } from '../ahead.ts';
import type { ProveParts } from '../prove.ts';
import { readPlace, type PlaceWish } from './places.ts';
import { toldLines } from './told-lines.ts';

/** Maps and charts of one document: two maps fill a page. */
const MOST_PLACES = 60;
const WORKS_AT_ONCE = 200;
const LINES_AT_ONCE = 500;

/** What both documents say besides the lines. @throws Refused `not-found`; `wrong-state` before it is drafted. */
async function readGround({ db }: Pick<ProveParts, 'db'>, id: string) {
  const claim = await findClaim(db, id);
  if (claim === null) throw new Refused('not-found', says('nothing-there', { kind: 'claim', id }));
  const setup = await draftSetup(db, id);
  if (setup === null) throw new Refused('wrong-state', says('claim-not-drafted', { claim: claim.state }));
  const { timezone } = setup;
  const names = await namesOfClaim(db, id, setup);
  const ground = {
    claim,
    municipality: { id: claim.municipality, name: names.municipality, timezone },
    routeNames: new Map(Object.entries(names.routes)),
    plates: new Map(Object.entries(names.plates)),
  };
  return { setup, ground };
}

/** Gathers what a claim's document to print says. @throws Refused `not-found`; `wrong-state` before it is drafted. */
export async function readClaimPaper(parts: ProveParts, id: string, keys: readonly SigningKey[]): Promise<ClaimPaper> {
  const { db } = parts;
  const { setup, ground } = await readGround(parts, id);
  const { told, assignments } = await toldLines(db, id);
  // Where there is one version all lines are by it.
  const used = setup.terms.length > 1 ? await termsOfLines(db, id) : new Set<number>();
  const works = await readWorks(parts, told.listed, setup.timezone);
  const wishes = placesOf(told.listed, works);
  return {
    ...ground,
    contract: setup.contract,
    terms: setup.terms.filter(({ version }) => used.size === 0 || used.has(version)),
    delaysUpTo: setup.terms.some(asksDelay) ? addDays(setup.delaysTo, -1) : null,
    told,
    keyId: keyAt(keys, ground.claim.issuedAt),
    works,
    worksLeftOut: assignments - works.size,
    places: await readPlaces(parts, wishes.slice(0, MOST_PLACES)),
    placesLeftOut: Math.max(0, wishes.length - MOST_PLACES),
  };
}

/** What a claim's table says, and its lines as they are asked for. @throws the same */
export async function readClaimTable(
  parts: Pick<ProveParts, 'db'>,
  id: string,
): Promise<{ readonly ground: TableGround; readonly batches: AsyncGenerator<TableLines, void, void> }> {
  const { setup, ground } = await readGround(parts, id);
  return { ground: { ...ground, terms: setup.terms }, batches: ahead(tableLines(parts.db, id)) };
}

async function* tableLines(db: ProveParts['db'], id: string): AsyncGenerator<TableLines, void, void> {
  const windows = new Map<string, WorkWindow>();
  const batch = async (lines: readonly ClaimLine[]): Promise<TableLines> => {
    const unknown = lines.filter(({ assignment }) => assignment !== null && !windows.has(assignment));
    for (const [assignment, window] of await workWindows(db, revisionsOf(unknown))) windows.set(assignment, window);
    return { lines, windows };
  };
  let lines: ClaimLine[] = [];
  for await (const line of eachLine(db, id)) {
    if (lines.push(line) < LINES_AT_ONCE) continue;
    yield await batch(lines);
    lines = [];
  }
  if (lines.length > 0) yield await batch(lines);
}

const asksDelay = ({ terms: { rules } }: TermsVersion): boolean => rules.some(({ on }) => on.fact === 'late');

/** The key that signed when the claim was issued. */
const keyAt = (keys: readonly SigningKey[], issuedAt: string | null): string | null =>
  (keys.find(({ from }) => issuedAt === null || Date.parse(from) <= Date.parse(issuedAt)) ?? keys.at(-1))?.id ?? null;

/** The results that lines follow from, in the order of the lines. */
function revisionsOf(lines: readonly ClaimLine[]): WorkRevision[] {
  const wanted = new Map<string, number>();
  for (const { assignment, result } of lines)
    if (assignment !== null && result !== null) wanted.set(assignment, result.revision);
  return [...wanted].map(([assignment, revision]) => ({ assignment, revision }));
}

async function readWorks(
  { db }: ProveParts,
  lines: readonly ClaimLine[],
  timezone: string,
): Promise<Map<string, PaperWork>> {
  const revisions = revisionsOf(lines);
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
