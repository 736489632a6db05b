import { AUDITED_ACTIONS, LOCALES } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { auditWords } from './audit-words.ts';
import { choicesOf, deedOf } from './deeds.ts';

test.each(LOCALES)('every action of the list is said in words, and no two alike: %s', (locale) => {
  const { deeds } = auditWords[locale];
  expect(Object.keys(deeds).sort()).toEqual([...AUDITED_ACTIONS].sort());
  const names = choicesOf(deeds, locale).map(([, name]) => name);
  for (const name of names) expect(name).toMatch(/^\p{Lu}[^{}/]*[^\s,:]$/u);
  expect(new Set(names).size).toBe(names.length);
});

test('what was done names what it was done to', () => {
  expect(deedOf(auditWords.ru.deeds, 'PUT /vehicles/{id}', 'v-12')).toBe('Сохранена машина v-12');
  expect(deedOf(auditWords.en.deeds, 'POST /session', 'admin')).toBe('Signed in');
});

test('what is not known has no words', () => {
  expect(deedOf(auditWords.ru.deeds, 'PATCH /moons/{id}', 'x')).toBeNull();
  expect(deedOf(auditWords.ru.deeds, 'constructor', 'x')).toBeNull();
});
