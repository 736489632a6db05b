import type { Price, Rule } from '@sweepline/contract';
import { ruleSentence } from '../../contracts/sentence.ts';
import { contractWords } from '../../contracts/words.ts';
import { LANGUAGES } from '../../language/names.ts';
import { excuseWords } from '../../excuses/words.ts';
import { fleetWords } from '../../fleet/words.ts';
import { language } from '../../language/language.svelte.ts';
import { people } from '../../town/people.svelte.ts';
import { contentWords } from './content-words.ts';

/** One part of what was recorded, in words. */
export interface Part {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  /** What was recorded, by which it is the same or another: long lists read the same by their count. */
  readonly content: string;
}

/** A part that is otherwise than in the record before: null where it was not there. */
export interface Changed extends Part {
  readonly before: string | null;
}

/** What ids stand for, where the page knows it; else the id itself. */
export interface Naming {
  readonly townOf: (id: string) => string;
  readonly contractorOf: (id: string) => string;
  readonly plateOf: (id: string) => string;
}

type Words = Readonly<Record<string, string>>;
type Body = Readonly<Record<string, unknown>>;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:/;
const DATE = /^\d{4}-\d\d-\d\d$/;
/** A sentence fits one line. */
const LISTED = 8;

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What something is called comes first, then what belongs to it; what stands in no list keeps its place behind. */
const ORDER = [
  ['number', 'plate', 'login', 'name', 'title', 'role', 'text', 'ground', 'decision', 'reason', 'kind'],
  ['route', 'routeVersion', 'vehicle', 'crew', 'contract', 'contractor', 'municipality', 'municipalities'],
  ['operation', 'operations', 'from', 'to', 'into', 'validFrom', 'validUntil', 'price', 'currency'],
].flat();
const placeOf = (key: string): number => ORDER.indexOf(key) + 1 || ORDER.length + 1;

/** The parts of a recorded body in words; its sums where their currency is known. */
export function partsOf(body: unknown, naming: Naming, currency: string | null = null): Part[] {
  if (!isBody(body)) return [];
  // Says of a file what it is, nothing that was chosen.
  const entries = Object.entries(body).filter(([key, value]) => !(key === 'type' && value === 'FeatureCollection'));
  return entries
    .sort(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([key, value]) => ({
      key,
      name: nameOf(key),
      text: termText(key, value, currency) ?? textOf(key, value, body, naming),
      content: JSON.stringify(value),
    }));
}

/** What of a contract's terms is money, said as the contract page says it. */
function termText(key: string, value: unknown, currency: string | null): string | null {
  if (currency === null) return null;
  const { money, words: domain, locale } = language;
  if (key === 'cap' && isBody(value))
    return Object.entries(value as Record<string, number>)
      .map(([part, minor]) => `${capOf(part)}: ${money.sum(minor, currency)}`)
      .join('; ');
  if (key === 'prices' && Array.isArray(value))
    return (value as readonly Price[])
      .map(
        ({ operation, route, perMetre }) =>
          `${[domain.operations[operation], ...(route === undefined ? [] : [route])].join(', ')}: ${money.price(perMetre, currency)}`,
      )
      .join('\n');
  if (key !== 'rules' || !Array.isArray(value) || value.length === 0) return null;
  const speech = { words: language.pick(contractWords), domain, money, locale };
  return (value as readonly Rule[]).map((rule) => ruleSentence(rule, currency, speech)).join('\n');
}

/** What a record changed of the one before, and what it left as it was. */
export function differenceOf(now: readonly Part[], before: readonly Part[]): { changed: Changed[]; same: Part[] } {
  const was = new Map(before.map((part) => [part.key, part]));
  const isSame = ({ key, content }: Part): boolean => was.get(key)?.content === content;
  const gone = before.filter(({ key }) => now.every((part) => part.key !== key));
  const { none } = language.words.app;
  const { others } = language.pick(contentWords);
  return {
    changed: [
      ...now
        .filter((part) => !isSame(part))
        .map((part) => {
          const text = was.get(part.key)?.text ?? null;
          return { ...part, text: text === part.text ? `${text}, ${others}` : part.text, before: text };
        }),
      ...gone.map((part) => ({ ...part, before: part.text, text: none })),
    ],
    same: now.filter(isSame),
  };
}

function nameOf(key: string): string {
  const { names } = language.pick(contentWords);
  const kinds: Words = language.words.incidentKinds;
  return names[key] ?? kinds[key] ?? key.replaceAll('_', ' ');
}

/** What a cap is counted over. */
const capOf = (part: string): string => nameOf(part === 'contract' ? 'whole' : part);

/** Words of closed lists, by the part that holds them. */
function listOf(key: string): Words | null {
  const { operations, gears, roles, sides, administration } = language.words;
  const lists: Readonly<Record<string, Words>> = {
    operations,
    operation: operations,
    gearSensors: gears,
    role: roles,
    side: sides,
    locale: LANGUAGES,
    drivesOn: { left: administration.left, right: administration.right },
    serves: language.pick(fleetWords).forms.servesNames,
    ground: language.pick(excuseWords).grounds,
  };
  return lists[key] ?? null;
}

function textOf(key: string, value: unknown, body: Body, naming: Naming): string {
  const words = language.pick(contentWords);
  const { numbers, dates, times, money } = language;
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return language.words.app.none;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') {
    const { currency } = body;
    if (key === 'price' && typeof currency === 'string') return money.sum(value, currency);
    return numbers.plain(value, Number.isInteger(value) ? 0 : 2);
  }
  if (typeof value === 'string') {
    if (key === 'gpx' || key === 'kml') return words.file;
    if (INSTANT.test(value)) return `${dates.short(times.day(value))}, ${times.hm(value)}`;
    if (DATE.test(value)) return dates.long(value);
    return listOf(key)?.[value] ?? called(key, value, naming);
  }
  if (Array.isArray(value)) {
    const plain = value.every((one) => typeof one !== 'object');
    return plain && value.length <= LISTED
      ? value.map((one) => textOf(key, one, body, naming)).join(', ')
      : language.count(value.length, words.pieces);
  }
  const inner = value as Body;
  if ('coordinates' in inner) return words.drawn;
  // Sums whose currency is not known here.
  if (key === 'cap') return Object.keys(inner).map(capOf).join(', ');
  return Object.entries(inner)
    .map(([part, of]) => `${nameOf(part)}: ${textOf(part, of, inner, naming)}`)
    .join('; ');
}

function called(key: string, value: string, { townOf, contractorOf, plateOf }: Naming): string {
  if (key === 'municipality' || key === 'municipalities') return townOf(value);
  if (key === 'contractor') return contractorOf(value);
  if (key === 'vehicle') return plateOf(value);
  return key === 'to' ? people.nameOf(value) : value;
}
