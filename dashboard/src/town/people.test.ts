import { expect, test } from 'vitest';
import { people } from './people.svelte.ts';

test('people are told by name, namesakes apart, who is gone by login', () => {
  people.take([
    { login: 'one', name: 'First' },
    { login: 'two', name: 'Namesake' },
    { login: 'three', name: 'Namesake' },
  ]);
  expect(['one', 'two', 'three', 'gone'].map((login) => people.nameOf(login))).toEqual([
    'First',
    'Namesake (two)',
    'Namesake (three)',
    'gone',
  ]);
});

test('asks again, once, about whoever is met unnamed', async () => {
  let asked = 0;
  const again = () => void asked++;
  people.take([{ login: 'one', name: 'Anna' }], again);
  expect([people.nameOf('one'), people.nameOf('new'), people.nameOf('newer')]).toEqual(['Anna', 'new', 'newer']);
  await Promise.resolve();
  expect(asked).toBe(1);
  people.take([{ login: 'new', name: 'Boris' }], again);
  expect([people.nameOf('new'), people.nameOf('one')]).toEqual(['Boris', 'one']);
  await Promise.resolve();
  expect(asked).toBe(2);
  people.take([], again);
  expect(people.nameOf('one')).toBe('one');
  await Promise.resolve();
  expect(asked).toBe(2);
});
