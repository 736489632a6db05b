import { LEG_STATES } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPlace, parsePlace } from './place.ts';

describe('the place in an address', () => {
  it('is read back as it was written, to a metre', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -80, max: 80, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 8, max: 19.5, noNaN: true }),
        fc.subarray([...LEG_STATES]),
        (lat, lon, zoom, hidden) => {
          const read = parsePlace(formatPlace({ lat, lon, zoom }, new Set(hidden)))!;
          expect(read.place.lat).toBeCloseTo(lat, 4);
          expect(read.place.lon).toBeCloseTo(lon, 4);
          expect(read.place.zoom).toBeCloseTo(zoom, 1);
          expect([...read.hidden]).toEqual(hidden);
        },
      ),
    );
  });

  it.each(['', '57,11,15', '@57,11', '@91,11,15', '@57,181,15', '@57,11,15,-7', '@a,b,c', '@1.2.3,4,5'])(
    'refuses %s',
    (text) => expect(parsePlace(text)).toBeNull(),
  );
});
