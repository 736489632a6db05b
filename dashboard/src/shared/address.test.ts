import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address.svelte.ts';

it('reads back every address it writes', () => {
  const segment = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(segment), (segments) => {
      expect(parseAddress(formatAddress(segments))).toEqual(segments);
    }),
  );
});

it('survives a broken escape', () => expect(parseAddress('#/live/%E0%A4%A')).toEqual(['live', '%E0%A4%A']));
