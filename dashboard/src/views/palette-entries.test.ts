import { expect, it } from 'vitest';
import { found, keyOf, type PaletteEntry } from './palette-entries.ts';

const entries: readonly PaletteEntry[] = [
  { kind: 'action', name: 'Передать остаток маршрута', action: 'handOver' },
  { kind: 'page', name: 'Парк', page: 'fleet' },
  { kind: 'vehicle', name: 'KVD 214', id: 'v1' },
  { kind: 'assignment', name: 'Б-07', hint: 'Сармизеджетуса', id: 'a1' },
  { kind: 'street', name: 'улица Сармизеджетуса', id: 'e1' },
  { kind: 'street', name: 'Parc Cric', id: 'e2' },
];
const names = (text: string) => found(entries, text, 5).map(({ name }) => name);

it('offers commands and pages before anything is typed', () => {
  expect(names('')).toEqual(['Передать остаток маршрута', 'Парк']);
});

it('finds by the beginning, by a word, within, and by the hint, in this order', () => {
  expect(names('сармиз')).toEqual(['улица Сармизеджетуса', 'Б-07']);
  expect(names('остаток')).toEqual(['Передать остаток маршрута']);
  expect(names('par')).toEqual(['Parc Cric']);
  expect(names('ничего')).toEqual([]);
});

it('finds a plate without its spaces', () => {
  expect(names('kvd2')).toEqual(['KVD 214']);
});

it('keeps what is found apart and no more than asked for', () => {
  expect(new Set(entries.map(keyOf)).size).toBe(entries.length);
  expect(found(entries, 'а', 1)).toHaveLength(1);
});
