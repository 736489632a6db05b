import type { Incident } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { catalogues } from '../language/catalogue/index.ts';
import { Numbers } from '../language/numbers.ts';
import { figureText, titleOf } from './sentence.ts';

const NOW = Date.parse('2026-11-19T04:42:18Z');
const incident = (kind: Incident['kind'], figures: Record<string, number> = {}, from = '2026-11-19T04:30:18Z') =>
  ({ kind, figures, from, to: null }) as unknown as Incident;
const ru = (one: Incident, operation?: 'sweep') =>
  titleOf(one, operation, NOW, catalogues.ru, new Numbers('ru')).replaceAll('\u00a0', ' ');
const en = (one: Incident, operation?: 'sweep') =>
  titleOf(one, operation, NOW, catalogues.en, new Numbers('en')).replaceAll('\u00a0', ' ');

it('says what happens, then the number', () => {
  expect(ru(incident('idle'))).toBe('Стоит на маршруте 12 мин');
  expect(en(incident('signal-lost'))).toBe('Silent for 12 min');
  expect(ru(incident('gear-off-on-route', { length_m: 180 }), 'sweep')).toBe('Щётка поднята 180 м');
  expect(en(incident('gear-off-on-route', { length_m: 180 }), 'sweep')).toBe('Brush up for 180 m');
  expect(ru(incident('missed', { missing_m: 412 }))).toBe('Пропуск, 412 м');
  expect(en(incident('gear-off-on-route'))).toBe('Gear up on route');
  expect(ru(incident('idle', {}, '2026-11-19T04:42:00Z'))).toBe('Стоит на маршруте');
});

it('writes a figure by the unit in its name', () => {
  const numbers = new Numbers('en');
  const text = (name: string, value: number) => figureText(name, value, numbers).replaceAll('\u00a0', ' ');
  expect([
    text('duration_s', 110),
    text('speed_kmh', 20),
    text('length_m', 626),
    text('required_share', 0.9),
    text('count', 3),
  ]).toEqual(['1 min', '20.0 km/h', '626 m', '90.0%', '3']);
});
