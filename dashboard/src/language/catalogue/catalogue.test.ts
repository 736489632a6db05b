import {
  ERROR_CODES,
  INCIDENT_KINDS,
  LEG_STATES,
  LOCALES,
  MARKS,
  UNCOVERED_REASONS,
  VEHICLE_STATES,
} from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { categoriesOf } from '../plural.ts';
import { catalogues } from './index.ts';

function leaves(value: unknown, path = ''): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (typeof value !== 'object' || value === null) return found.set(path, value);
  for (const [key, inner] of Object.entries(value))
    for (const [name, leaf] of leaves(inner, `${path}.${key}`)) found.set(name, leaf);
  return found;
}

/** Plural forms stand under `counts`; each language has its own number of them. */
interface Counting {
  readonly counts?: Readonly<Record<string, object>>;
}
const withoutForms = (paths: Iterable<string>) => [...paths].filter((path) => !path.startsWith('.counts.')).sort();

/** What each page brings for itself. */
const ofPages = Object.entries(
  import.meta.glob<Record<string, unknown>>('../../*/**/words.ts', { eager: true }),
).flatMap(([path, exports]) =>
  Object.entries(exports)
    .filter(([, value]) => typeof value === 'object')
    .map(([name, value]) => [`${path} ${name}`, value as typeof catalogues] as const),
);
const all = [['catalogue', catalogues] as const, ...ofPages];

describe('catalogues', () => {
  it.each(all)('%s has the same keys in every language, none of them empty', (_name, { ru, en }) => {
    const [russian, english] = [leaves(ru), leaves(en)];
    expect(withoutForms(russian.keys())).toEqual(withoutForms(english.keys()));
    for (const leaf of [...russian.values(), ...english.values()])
      expect(typeof leaf === 'function' || (typeof leaf === 'string' && leaf.length > 0)).toBe(true);
  });

  it.each(LOCALES)('%s names every word of the closed lists', (locale) => {
    const words = catalogues[locale];
    for (const kind of INCIDENT_KINDS) expect(words.incidentKinds[kind]).toBeTruthy();
    for (const state of LEG_STATES) expect(words.legStates[state]).toBeTruthy();
    for (const reason of UNCOVERED_REASONS) expect(words.reasons[reason]).toBeTruthy();
    for (const mark of MARKS) expect(words.marks[mark]).toBeTruthy();
    for (const state of VEHICLE_STATES) expect(words.vehicleStates[state]).toBeTruthy();
    for (const code of Object.keys(ERROR_CODES)) expect(words.errors[code as keyof typeof ERROR_CODES]).toBeTruthy();
  });

  it.each(all)('%s has every plural form its languages ask for', (_name, { ru, en }) => {
    for (const [locale, { counts = {} }] of [
      ['ru', ru as Counting],
      ['en', en as Counting],
    ] as const)
      for (const [word, forms] of Object.entries(counts))
        expect([word, ...Object.keys(forms).sort()]).toEqual([word, ...[...categoriesOf(locale)].sort()]);
  });

  it.each(all)('%s has Russian without Latin look-alike letters', (_name, { ru }) => {
    const mixed = [...leaves(ru)].filter(
      ([, leaf]) => typeof leaf === 'string' && /[а-яё][a-z]|[a-z][а-яё]/i.test(leaf),
    );
    expect(mixed).toEqual([]);
  });
});
