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
