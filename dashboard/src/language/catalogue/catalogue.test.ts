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

const withoutForms = (paths: Iterable<string>) => [...paths].filter((path) => !path.startsWith('.counts.')).sort();

describe('catalogues', () => {
  it('have the same keys, none of them empty', () => {
    const [ru, en] = [leaves(catalogues.ru), leaves(catalogues.en)];
    expect(withoutForms(ru.keys())).toEqual(withoutForms(en.keys()));
    for (const leaf of [...ru.values(), ...en.values()])
      expect(typeof leaf === 'function' || (typeof leaf === 'string' && leaf.length > 0)).toBe(true);
  });

  it.each(LOCALES)('%s has every plural form its language asks for', (locale) => {
    for (const [word, forms] of Object.entries(catalogues[locale].counts)) {
      expect([word, ...Object.keys(forms).sort()]).toEqual([word, ...[...categoriesOf(locale)].sort()]);
    }
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

  it('writes Russian without Latin look-alike letters', () => {
    const mixed = [...leaves(catalogues.ru)].filter(
      ([, leaf]) => typeof leaf === 'string' && /[а-яё][a-z]|[a-z][а-яё]/i.test(leaf),
    );
    expect(mixed).toEqual([]);
  });
});
