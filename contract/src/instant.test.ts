import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstant } from './instant.ts';
import { instantOf } from './units.ts';

describe('an RFC 3339 instant', () => {
  test('of any year reads as the platform reads it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') }),
        (epoch_ms) => {
          expect(parseInstant(instantOf(epoch_ms))).toBe(epoch_ms);
        },
      ),
    );
  });

  test('means the same at any offset', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: -1_439, max: 1_439 }),
        (epoch_ms, offset_min) => {
          const away = Math.abs(offset_min);
          const offset = `${offset_min < 0 ? '-' : '+'}${String(Math.floor(away / 60)).padStart(2, '0')}:${String(away % 60).padStart(2, '0')}`;
          expect(parseInstant(instantOf(epoch_ms + offset_min * 60_000).replace('Z', offset))).toBe(epoch_ms);
        },
      ),
    );
  });

  test.each([
    ['2026-11-21T06:30:12+01:00', '2026-11-21T05:30:12.000Z'],
    ['2026-11-21t06:30:12z', '2026-11-21T06:30:12.000Z'],
    ['2026-11-21 06:30:12-00:00', '2026-11-21T06:30:12.000Z'],
    ['2026-11-21T06:30:12.5Z', '2026-11-21T06:30:12.500Z'],
    ['2026-11-21T06:30:12.9999999Z', '2026-11-21T06:30:12.999Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2024-02-29T23:59:59.999+23:59', '2024-02-29T00:00:59.999Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, normal) => {
    expect(instantOf(parseInstant(text) ?? Number.NaN)).toBe(normal);
  });

  test.each([
    '',
    '2026-11-21',
    '2026-11-21T06:30:12',
    '2026-11-21T06:30Z',
    '2026-11-21T06:30:12+01',
    '2026-11-21T06:30:12+0100',
    '2026-11-21T06:30:12+24:00',
    '2026-11-21T06:30:12+01:60',
    '2026-11-21T06:30:12.Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T06:60:12Z',
    '2026-11-21T06:30:61Z',
    '2026-13-21T06:30:12Z',
    '2026-00-21T06:30:12Z',
    '2026-11-31T06:30:12Z',
    '2023-02-29T06:30:12Z',
    '1900-02-29T06:30:12Z',
    '2026-11-21T06:30:12Z ',
    ' 2026-11-21T06:30:12Z',
    '2026-11-21X06:30:12Z',
    '2026/11/21T06:30:12Z',
    '٢٠٢٦-11-21T06:30:12Z',
    '+002026-11-21T06:30:12Z',
  ])('is not %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});
