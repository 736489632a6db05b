import { expect, it } from 'vitest';
import { detailIn } from './refusal-detail.ts';
import { fittingWords } from './words.ts';

const spanOf = (ms: number): string => `${ms / 60_000} мин`;

it.each([
  ['position 0,0', 'координаты 0,0'],
  ['ts is 60 min ahead of the service', 'на 60 мин впереди часов службы'],
  ['ts is 3 h old, at most 2 h are taken', 'отметке 180 мин, принимаются не старше 120 мин'],
  ['lat: got "57", expected a number', 'lat: пришло "57", нужно число'],
  ['got [], expected an object with ts, lat and lon', 'пришло [], нужно объект с ts, lat и lon'],
  ['Unterminated string in JSON at position 13', 'Unterminated string in JSON at position 13'],
])('says «%s» in the language of the reader', (detail, said) =>
  expect(detailIn(detail, fittingWords.ru.detail, spanOf)).toBe(said),
);

it('says in English what came', () => {
  const detail = 'lon: got 1.5e3, expected −180 to 180';
  expect(detailIn(detail, fittingWords.en.detail, spanOf)).toBe(detail);
});
