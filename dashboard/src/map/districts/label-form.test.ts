import { expect, it } from 'vitest';
import { labelForm } from './label-form.ts';

/** At zoom 11 and this latitude a hundredth of a degree is 29 px wide and 56 px high. */
const box = (width: number, height: number) =>
  [
    [11.9, 57.7],
    [11.9 + width, 57.7],
    [11.9 + width, 57.7 - height],
    [11.9, 57.7 - height],
  ] as const;
const form = (width: number, height: number, letter_px = 14) =>
  labelForm('North-east', box(width, height), 11, letter_px);

it('a district is told as much as it has room for', () => {
  expect(form(0.05, 0.02)).toBe('whole');
  expect(form(0.05, 0.0125)).toBe('brief');
  expect(form(0.05, 0.005)).toBe('bare');
  expect(form(0.02, 0.02)).toBe('bare');
});

it('larger letters need more of it', () => {
  expect(form(0.05, 0.02, 22)).toBe('brief');
});

it('the same district has more room from nearer', () => {
  const small = box(0.05, 0.0125);
  expect(labelForm('North-east', small, 12, 14)).toBe('whole');
});
