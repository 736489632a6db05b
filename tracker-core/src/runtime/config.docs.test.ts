import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SETTINGS } from './config.ts';

const OPERATING = new URL('../../../docs/operating.md', import.meta.url);
const ROW = /^\| `([A-Z_]+)` +\| (?:`([^`]*)`)? *\| (.*?) *\|$/;

test('docs/operating.md lists every setting with its default and meaning, and no other', () => {
  const rows = readFileSync(OPERATING, 'utf8')
    .split('\n')
    .map((line) => ROW.exec(line));
  const documented = rows.flatMap((row) => (row === null ? [] : [[row[1], row[2] ?? null, row[3]]]));
  const actual = Object.entries(SETTINGS).map(([name, { fallback, about }]) => [name, fallback, about]);
  expect(documented).toEqual(actual);
});
