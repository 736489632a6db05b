import { WORKING_SPEEDS } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { RULES, workingSpeeds } from './rules.ts';

test('the working speeds that the contract names are those of the default rules', () => {
  expect(workingSpeeds(RULES)).toEqual(WORKING_SPEEDS);
});
