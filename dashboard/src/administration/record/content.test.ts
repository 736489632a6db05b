import * as contract from '@sweepline/contract';
import { afterEach, expect, test } from 'vitest';
import { catalogues } from '../../language/catalogue/index.ts';
import { language } from '../../language/language.svelte.ts';
import { contentWords } from './content-words.ts';
import { differenceOf, partsOf } from './content.ts';

afterEach(() => (language.locale = 'ru'));

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly anyOf?: readonly Schema[];
}
const keysOf = ({ properties, anyOf = [] }: Schema): string[] => [
  ...Object.keys(properties ?? {}),
  ...anyOf.flatMap(keysOf),
];
/** Never recorded. */
const SECRET = ['password'];

test.each(contract.LOCALES)('whatever a body of a request may hold has a name: %s', (locale) => {
  const bodies = Object.entries(contract).filter(([name]) => /Body$|^Terms$/.test(name));
  const keys = bodies.flatMap(([, schema]) => keysOf(schema as Schema)).filter((key) => !SECRET.includes(key));
  expect(keys.length).toBeGreaterThan(60);
  const known = { ...contentWords[locale].names, ...catalogues[locale].incidentKinds };
  expect(keys.filter((key) => !(key in known))).toEqual([]);
});

const naming = {
  townOf: (id: string) => ({ north: 'Nordstad' })[id] ?? id,
  contractorOf: (id: string) => ({ c7: 'Contractor 7' })[id] ?? id,
  plateOf: (id: string) => ({ v7: 'QRA 146' })[id] ?? id,
};
const said = (body: unknown) => partsOf(body, naming).map(({ name, text }) => `${name}: ${text}`);

test('a record is said in words, its ids by name', () => {
  language.locale = 'en';
  const vehicle = { plate: 'QRA 146', municipality: 'north', contractor: 'c7', operations: ['sweep'], gearSensors: [] };
  expect(said(vehicle)).toEqual([
    'Plate: QRA 146',
    'Contractor: Contractor 7',
    'Municipality: Nordstad',
    'Operations: Sweeping',
    'Gear sensors: –',
  ]);
  expect(said({ vehicle: 'v7', from: '2026-11-23T05:30:00.000Z', retroactive: true, crew: null })).toEqual([
    'Vehicle: QRA 146',
    'Crew: –',
    'From: 23 Nov, 05:30',
    'Planned after its window began: yes',
  ]);
  expect(said({ price: 120_000_000, currency: 'MDL' })[0]).toBe('Price: MDL\u00a01,200,000.00');
  expect(said({ idle: { acknowledge_min: 30, close_min: 240 } })).toEqual([
    'Stationary on route: acknowledge within, min: 30; settle within, min: 240',
  ]);
  expect(said('something else')).toEqual([]);
});

test('only what is otherwise than before counts as changed', () => {
  language.locale = 'en';
  const before = partsOf({ plate: 'QRA 146', contractor: 'c7', serves: 'left' }, naming);
  const now = partsOf({ plate: 'QRA 147', contractor: 'c7', operations: ['wash'] }, naming);
  const { changed, same } = differenceOf(now, before);
  expect(changed.map(({ key, before, text }) => [key, before, text])).toEqual([
    ['plate', 'QRA 146', 'QRA 147'],
    ['operations', null, 'Washing'],
    ['serves', 'left', '–'],
  ]);
  expect(same.map(({ key }) => key)).toEqual(['contractor']);
});

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');
const TERMS = {
  from: '2026-11-01',
  prices: [
    { operation: 'sweep', perMetre: '1.85' },
    { operation: 'wash', route: 'b-07', perMetre: '2.4' },
  ],
  cap: { month: 1_500_000, contract: 9_000_000 },
  rules: [
    {
      id: 'absent',
      kind: 'penalty',
      on: { fact: 'incident', kinds: ['no-show'] },
      charge: { sum: 'fixed', amount: 50_000 },
    },
  ],
};

test('the money of a contract’s terms is told with its currency', () => {
  language.locale = 'en';
  const texts = new Map(partsOf(TERMS, naming, 'MDL').map(({ key, text }) => [key, plain(text)]));
  expect(texts.get('cap')).toBe('per month: MDL 15,000.00; per contract: MDL 90,000.00');
  expect(texts.get('prices')).toBe('Sweeping: MDL 1.85\nWashing, b-07: MDL 2.4');
  expect(texts.get('rules')).toMatch(/^Penalty: .*→.*MDL 500/);
  // Where the contract is not to be had the sums are not guessed.
  expect(said(TERMS)).toContain('Caps: per month, per contract');
});

test('a list that is as long as before and holds something else counts as changed', () => {
  language.locale = 'en';
  const legs = (edge: string) =>
    Array.from({ length: 12 }, (_, no) => ({ edge: no === 3 ? edge : `e${no}`, side: 'left' }));
  const { changed, same } = differenceOf(partsOf({ legs: legs('y') }, naming), partsOf({ legs: legs('x') }, naming));
  expect(changed.map(({ before, text }) => [plain(before), plain(text)])).toEqual([
    ['12 entries', '12 entries, with other content'],
  ]);
  expect(same).toEqual([]);
});
