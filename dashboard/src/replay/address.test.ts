import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_MS, readWish, wishOfCase, wishOfMoment, wishSegments } from './address.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12, 0, 0, 400);
const HOUR_MS = 3_600_000;

describe('the address of a replay', () => {
  it('says what it says, whatever that is', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,9}$/).filter((text) => text !== 'all');
    const wish = fc
      .record({
        from_s: fc.integer({ min: 1_000_000, max: 2_000_000_000 }),
        length_s: fc.integer({ min: 60, max: 2 * 86_400 }),
        share: fc.integer({ min: 0, max: 60 }),
        vehicles: fc.option(fc.uniqueArray(id, { minLength: 1, maxLength: 4 })),
        incident: fc.option(id),
      })
      .map(({ from_s, length_s, share, vehicles, incident }) => ({
        from_ms: from_s * 1_000,
        to_ms: (from_s + length_s) * 1_000,
        at_ms: (from_s + share) * 1_000,
        vehicles,
        incident,
      }));
    fc.assert(
      fc.property(wish, (one) => {
        expect(readWish(wishSegments(one), NOW_MS)).toEqual(one);
      }),
    );
  });

  it('that says nothing is the last hour of the fleet, from its beginning', () => {
    const whole_ms = Math.floor(NOW_MS / 1_000) * 1_000;
    expect(readWish([], NOW_MS)).toEqual({
      from_ms: whole_ms - HOUR_MS,
      to_ms: whole_ms,
      vehicles: null,
      at_ms: whole_ms - HOUR_MS,
      incident: null,
    });
  });

  it('mends what cannot be', () => {
    expect(readWish(['100', '90', 'v', '500'], NOW_MS)).toMatchObject({
      from_ms: 100_000,
      to_ms: 160_000,
      at_ms: 160_000,
    });
    expect(readWish(['x', '-5', ',,', 'y'], NOW_MS)).toMatchObject({
      vehicles: null,
      to_ms: Math.floor(NOW_MS / 1_000) * 1_000,
    });
    const long = readWish(['0', '90000000', 'all'], NOW_MS);
    expect(long.to_ms - long.from_ms).toBe(MOST_MS.fleet);
    const one = readWish(['0', '90000000', 'v'], NOW_MS);
    expect(one.to_ms - one.from_ms).toBe(MOST_MS.one);
  });

  it('of a case begins before it, and ends before now', () => {
    const from_ms = NOW_MS - HOUR_MS;
    const incident = { id: 'i', vehicle: 'v', from: new Date(from_ms).toISOString(), to: null };
    const wish = wishOfCase(incident, NOW_MS);
    expect(wish).toMatchObject({ vehicles: ['v'], incident: 'i', to_ms: NOW_MS, at_ms: from_ms - 20_000 });
    expect(wish.from_ms).toBe(from_ms - 15 * 60_000);
    const closed = wishOfCase({ ...incident, to: new Date(from_ms + 60_000).toISOString() }, NOW_MS);
    expect(closed.to_ms).toBe(from_ms + 11 * 60_000);
    const days = wishOfCase({ ...incident, from: new Date(NOW_MS - 90 * HOUR_MS).toISOString() }, NOW_MS);
    expect(days.to_ms - (NOW_MS - 90 * HOUR_MS)).toBe(3 * HOUR_MS);
  });

  it('of a moment lies around it, and not in what is to come', () => {
    expect(wishOfMoment(['v'], NOW_MS - 60_000, NOW_MS)).toMatchObject({ to_ms: NOW_MS, at_ms: NOW_MS - 60_000 });
  });
});
