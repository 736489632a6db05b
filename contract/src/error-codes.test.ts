import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ERROR_CODES } from './error-codes.ts';

test('docs/errors.md explains every error code with its status, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `([a-z-]+)` +\| (\d+) +\| \S.*\|$/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(documented).toEqual(Object.entries(ERROR_CODES));
});
