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
