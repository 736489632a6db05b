import { ERROR_CODES, LOCALES, REFUSALS, type ReasonOfRefusal } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { catalogues } from './catalogue/index.ts';
import { refusalWords } from './refusal-words.ts';

const namesIn = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))];

test.each(LOCALES)('every error code has a sentence of its own: %s', (locale) => {
  const { errors } = catalogues[locale];
  for (const code of [...Object.keys(ERROR_CODES), 'unreachable', 'unexpected'])
    expect(`${code}: ${errors[code as keyof typeof errors]}`).toMatch(/^[a-z-]+: \p{Lu}.*[.!?]$/u);
});

test.each(LOCALES)('every reason is said in a sentence, with no value that the service does not send: %s', (locale) => {
  const { reasons } = refusalWords[locale];
  expect(Object.keys(reasons).sort()).toEqual(Object.keys(REFUSALS).sort());
  for (const [reason, text] of Object.entries(reasons)) {
    expect(`${reason}: ${text}`).toMatch(/^[a-z-]+: [\p{Lu}“«].*\.$/u);
    for (const name of namesIn(text)) expect(namesIn(REFUSALS[reason as ReasonOfRefusal])).toContain(name);
  }
});

test('the languages name the same words of the interface', () => {
  for (const group of ['claim', 'line', 'excuse', 'fact'])
    expect(Object.keys(refusalWords.ru.names[group]!)).toEqual(Object.keys(refusalWords.en.names[group]!));
});
