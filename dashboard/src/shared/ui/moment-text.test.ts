import { expect, it } from 'vitest';
import { momentText } from './moment-text.ts';

it('tells a date, a time or both in the language of the page', () => {
  expect(momentText('2026-11-19', 'en')).toBe('19 Nov 2026');
  expect(momentText('2026-11-09', 'ru')).toBe('9 нояб. 2026');
  expect(momentText('2026-11-19T21:30', 'en')).toBe('19 Nov 2026, 21:30');
  expect(momentText('06:05', 'ru')).toBe('06:05');
});

it('is a dash where nothing is chosen', () => {
  expect([momentText('', 'en'), momentText(null, 'ru'), momentText(undefined, 'en')]).toEqual(['–', '–', '–']);
});
