import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BEFORE_ALL, extend, utcDay } from './extend.ts';
import { linkOf, NO_LINK } from './link.ts';

const MIDNIGHT_MS = Date.parse('2026-11-20T00:00:00Z');

describe('a link', () => {
  test('is what docs/evidence.md says, byte for byte', () => {
    // (printf '%064d%016x' 0 1795132800123 | xxd -r -p; printf '{"lat":1,"lon":2,"ts":"é"}') | sha256sum
    const first = linkOf(NO_LINK, 1_795_132_800_123, '{"lat":1,"lon":2,"ts":"é"}');
    expect(first.toString('hex')).toBe('31fd7bcda0bccaa1d31dd49e49c08a6617614885ecf187390bff68ef06fa7ebb');
  });

  test('is the same whatever was hashed before it, of every content', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 9_000 })), fc.nat(), (bodies, received_ms) => {
        let previous: Uint8Array = NO_LINK;
        for (const body of bodies) {
          const received = Buffer.alloc(8);
          received.writeBigUInt64BE(BigInt(received_ms));
          const expected = createHash('sha256').update(previous).update(received).update(body).digest();
          previous = linkOf(previous, received_ms, body);
          expect(previous).toEqual(expected);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a chain', () => {
  const fix = (received_ms: number, ts_ms = received_ms) => ({ ts_ms, received_ms, body: `{"ts":${ts_ms}}` });

  test('counts its links, and those of the day', () => {
    const first = extend(BEFORE_ALL, fix(MIDNIGHT_MS - 2_000));
    const second = extend(first, fix(MIDNIGHT_MS - 1, MIDNIGHT_MS - 9_000));
    const third = extend(second, fix(MIDNIGHT_MS));
    const of = ({ day, no, fixes, from_ms, to_ms }: typeof third) => [day, no, fixes, from_ms, to_ms];
    expect(of(second)).toEqual(['2026-11-19', 2, 2, MIDNIGHT_MS - 9_000, MIDNIGHT_MS - 2_000]);
    expect(of(third)).toEqual(['2026-11-20', 3, 1, MIDNIGHT_MS, MIDNIGHT_MS]);
  });

  test('does not go back to a day that is over where the clock was put back', () => {
    const end = extend(extend(BEFORE_ALL, fix(MIDNIGHT_MS)), fix(MIDNIGHT_MS - 60_000));
    expect([end.day, end.fixes]).toEqual(['2026-11-20', 2]);
  });

  test('a day is the UTC date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (at_ms) => {
        expect(utcDay(at_ms)).toBe(new Date(at_ms).toISOString().slice(0, 10));
      }),
    );
  });
});
