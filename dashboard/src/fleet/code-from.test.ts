import { isId } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { codeFrom } from './code-from.ts';

it('makes a code out of any name, within its length', () => {
  expect(codeFrom('КВД 214', 'town')).toBe('town-kvd-214');
  expect(codeFrom('  Ștefan & Söhne GmbH ')).toBe('stefan-sohne-gmbh');
  expect(codeFrom('Щётка', 'a')).toBe('a-schetka');
  expect(codeFrom('…')).toBe('');
  expect(codeFrom('x'.repeat(90))).toHaveLength(64);
  expect(isId(codeFrom('a b'.repeat(40)))).toBe(true);
});
