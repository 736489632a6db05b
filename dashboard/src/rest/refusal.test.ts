import { REFUSALS, says, type ErrorAnswer } from '@sweepline/contract';
import { beforeEach, expect, test, vi } from 'vitest';
import { fieldErrorsOf } from './field-errors.ts';
import { reasonText, refusalText } from './refusal.ts';
import { RequestError } from './request-error.ts';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
vi.stubGlobal('document', { documentElement: { lang: '' } });
const { language } = await import('../language/language.svelte.ts');

const refused = (given: Partial<ErrorAnswer>, code: ErrorAnswer['code'] = 'wrong-state') =>
  new RequestError(code, 409, given.message ?? '', given);

beforeEach(() => language.choose('ru'));

test('a reason is said in the language that is shown', () => {
  const error = refused(says('claim-state', { claim: 'cancelled' }));
  expect(refusalText(error)).toBe('Состояние претензии: отменена. Это действие к ней уже не применить.');
  language.choose('en');
  expect(refusalText(error)).toBe('The claim is cancelled: this is not done to it any more.');
});

test('instants and days are written as people of the language write them', () => {
  expect(refusalText(refused(says('answer-time-over', { at: '2026-11-20T21:00:00.000Z' })))).not.toContain('T21');
  expect(refusalText(refused(says('no-terms', { date: '2026-11-20' })))).toContain('ноября');
});

test('what the list does not have is said by the service itself, behind the words of its code', () => {
  expect(refusalText(refused({ message: 'the moon is full' }))).toMatch(/^[А-Я].*\. the moon is full$/);
  expect(refusalText(new Error('x'))).toBe(language.words.errors.unexpected);
});

test('fields are told in the language, and by the service where it gives no reason', () => {
  const details = [
    { path: '/plate', ...says('missing') },
    { path: '/interval_s', ...says('too-big', { limit: 60 }) },
    { path: '/other', message: 'is odd' },
  ];
  const said = fieldErrorsOf(refused({ message: 'plate is missing', details }, 'invalid'));
  expect([...said]).toEqual([
    ['plate', 'Это нужно заполнить.'],
    ['interval_s', 'Не больше 60.'],
    ['other', 'is odd'],
  ]);
});

test('every reason of the list is understood in both languages, with all its values', () => {
  for (const locale of ['ru', 'en'] as const) {
    language.choose(locale);
    for (const [reason, text] of Object.entries(REFUSALS)) {
      const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const values = Object.fromEntries(names.map((name) => [name, 'value']));
      expect(reasonText(reason, values)).not.toMatch(/[{}]|undefined/);
    }
  }
});
