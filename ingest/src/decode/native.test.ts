import { canonicalJson, instantOf, MAX_PAYLOAD_BYTES } from '@sweepline/contract';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodeNative } from './native.ts';
import { decodeLimits } from './outcome.ts';

const NOW = Date.parse('2026-11-21T06:00:00.000Z');
const limits = decodeLimits();
const decode = (value: unknown) =>
  decodeNative(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), NOW, limits);
const fix = (more: object = {}) => ({ ts: NOW - 1_000, lat: 57.69512, lon: 11.93841, ...more });
const reasons = (value: unknown) => decode(value).refusals.map(({ reason, index }) => [reason, index]);

/** The example of the contract, its own canonical form written out by hand. */
const EXAMPLE =
  '{"ts":"2026-11-21T06:30:12.000+01:00","lat":57.69512,"lon":11.93841,"speed_kmh":7.2,"heading_deg":181,"accuracy_m":4.5,"satellites":11,"hdop":0.9,"altitude_m":14,"seq":1234,"ignition":true,"gear":{"brush":true,"vacuum":true,"water":false,"plough":false,"spreader":false},"fuel_l":62.5,"hopper_pct":40,"odometer_km":12345.6,"battery_v":12.6}';
const EXAMPLE_BODY =
  '{"accuracy_m":4.5,"altitude_m":14,"battery_v":12.6,"fuel_l":62.5,"gear":{"brush":true,"plough":false,"spreader":false,"vacuum":true,"water":false},"hdop":0.9,"heading_deg":181,"hopper_pct":40,"ignition":true,"lat":57.69512,"lon":11.93841,"odometer_km":12345.6,"satellites":11,"seq":1234,"speed_kmh":7.2,"ts":"2026-11-21T05:30:12.000Z"}';

describe('a well-formed fix', () => {
  test('of the contract becomes its canonical body and SHA-256', () => {
    const { fixes, refusals } = decode(EXAMPLE);
    expect(refusals).toEqual([]);
    expect(fixes).toEqual([
      {
        ts_ms: Date.parse('2026-11-21T05:30:12.000Z'),
        lat: 57.69512,
        lon: 11.93841,
        body: EXAMPLE_BODY,
        digest: createHash('sha256').update(EXAMPLE_BODY).digest('hex'),
        fieldErrors: [],
      },
    ]);
  });

  test('has the same body whatever way its instant and members were written', () => {
    const ways = [EXAMPLE, EXAMPLE.replace('"2026-11-21T06:30:12.000+01:00"', '1795239012000'), EXAMPLE_BODY];
    expect(new Set(ways.map((way) => decode(way).fixes[0]?.body))).toEqual(new Set([EXAMPLE_BODY]));
  });

  test('keeps members that the contract does not name, in their canonical places', () => {
    const { body, fieldErrors } = decode(fix({ zz: { b: 1, a: [null] }, aa: 'ß', gear: { lift: 3, brush: true } }))
      .fixes[0]!;
    expect(body).toBe(
      `{"aa":"ß","gear":{"brush":true,"lift":3},"lat":57.69512,"lon":11.93841,"ts":"${instantOf(NOW - 1_000)}","zz":{"a":[null],"b":1}}`,
    );
    expect(fieldErrors).toEqual([]);
  });

  test('comes out of its own body unchanged', () => {
    const optional = fc.record(
      {
        speed_kmh: fc.double({ min: 0, max: 250, noNaN: true }),
        heading_deg: fc.double({ min: 0, max: 360, noNaN: true }),
        satellites: fc.integer({ min: 0, max: 99 }),
        ignition: fc.boolean(),
        gear: fc.record({ brush: fc.boolean(), water: fc.boolean() }, { requiredKeys: [] }),
        odometer_km: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        'x-unknown': fc.jsonValue({ maxDepth: 3 }),
      },
      { requiredKeys: [] },
    );
    const position = fc.record({
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lon: fc.double({ min: 1, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(position, optional, fc.integer({ min: 0, max: 1e9 }), (place, more, ago_ms) => {
        const sent = JSON.parse(JSON.stringify({ ts: NOW - ago_ms, ...more, ...place })) as object;
        const first = decode(sent).fixes[0]!;
        expect(first.body).toBe(canonicalJson({ ...sent, ts: instantOf(NOW - ago_ms) }));
        expect(decode(first.body).fixes).toEqual([first]);
      }),
    );
  });
});

describe('bad optional fields', () => {
  test('are set aside one by one, named, and never refuse the fix', () => {
    const sent = fix({
      speed_kmh: 251,
      heading_deg: '181',
      accuracy_m: -1,
      satellites: 4.5,
      hdop: 0.9,
      ignition: 1,
      gear: { brush: 'on', water: true },
    });
    const { fixes, refusals } = decode(sent);
    expect(refusals).toEqual([]);
    expect(fixes[0]?.fieldErrors.toSorted()).toEqual([
      'accuracy_m',
      'gear.brush',
      'heading_deg',
      'ignition',
      'satellites',
      'speed_kmh',
    ]);
    expect(JSON.parse(fixes[0]!.body)).toEqual({
      ts: instantOf(NOW - 1_000),
      lat: 57.69512,
      lon: 11.93841,
      hdop: 0.9,
      gear: { water: true },
    });
  });

  test('are also those that no database could hold', () => {
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;
    const { fixes } = decode(
      `{"ts":${NOW},"lat":1,"lon":2,"nul":"a\\u0000b","half":"\\ud800","huge":1e999,"deep":${deep},"fine":"\\\\u0041"}`,
    );
    expect(fixes[0]?.fieldErrors.toSorted()).toEqual(['deep', 'half', 'huge', 'nul']);
    expect(fixes[0]?.body).toBe(`{"fine":"\\\\u0041","lat":1,"lon":2,"ts":"${instantOf(NOW)}"}`);
  });

  test('a member named __proto__ is a member like any other', () => {
    expect(decode(`{"ts":${NOW},"lat":1,"lon":2,"__proto__":{"lat":9}}`).fixes[0]?.body).toBe(
      `{"__proto__":{"lat":9},"lat":1,"lon":2,"ts":"${instantOf(NOW)}"}`,
    );
  });
});

describe('a refusal', () => {
  test.each([
    ['broken JSON', '{"ts":', 'malformed-json'],
    ['an empty message', '', 'malformed-json'],
    ['a byte order mark', '\ufeff{}', 'malformed-json'],
    ['a text', '"hello"', 'wrong-shape'],
    ['nothing in it', {}, 'wrong-shape'],
    ['an instant without offset', fix({ ts: '2026-11-21T05:59:59' }), 'wrong-shape'],
    ['a day that does not exist', fix({ ts: '2026-02-30T05:59:59Z' }), 'wrong-shape'],
    ['a position as text', fix({ lat: '57.7' }), 'wrong-shape'],
    ['no longitude', { ts: NOW, lat: 1 }, 'wrong-shape'],
    ['0,0', fix({ lat: 0, lon: 0 }), 'no-fix'],
    ['0,0 of a clock that never was set', fix({ ts: 0, lat: 0, lon: 0 }), 'no-fix'],
    ['a position flagged invalid', fix({ valid: false }), 'no-fix'],
    ['a latitude above the pole', fix({ lat: 90.1 }), 'out-of-range'],
    ['a longitude that is no number', `{"ts":${NOW},"lat":1,"lon":1e999}`, 'out-of-range'],
    ['120.001 s ahead', fix({ ts: NOW + 120_001 }), 'future'],
    ['an instant no calendar holds', fix({ ts: 9e17 }), 'future'],
    ['30 days and a millisecond ago', fix({ ts: NOW - 30 * 86_400_000 - 1 }), 'too-old'],
    ['epoch seconds', fix({ ts: NOW / 1_000 }), 'too-old'],
  ])('for %s', (_what, message, reason) => {
    expect(reasons(message)).toEqual([[reason, undefined]]);
  });

  test('is none at the very limits', () => {
    expect(
      decode([fix({ ts: NOW + 120_000 }), fix({ ts: NOW - 30 * 86_400_000 }), fix({ lat: -90, lon: 180 })]).refusals,
    ).toEqual([]);
  });

  test('of one element names its place and leaves the rest of the batch', () => {
    const { fixes, refusals } = decode([fix(), fix({ lat: 0, lon: 0 }), null, fix({ seq: 3 })]);
    expect(fixes).toHaveLength(2);
    expect(refusals.map(({ reason, index, payload }) => [reason, index, payload])).toEqual([
      ['no-fix', 1, JSON.stringify(fix({ lat: 0, lon: 0 }))],
      ['wrong-shape', 2, 'null'],
    ]);
  });

  test('takes the whole of a batch that is too long, and nothing of one that is not', () => {
    expect(reasons(Array.from({ length: 10_000 }, () => fix()))).toEqual([['batch-too-long', undefined]]);
    expect(decode(Array.from({ length: 1_000 }, (_, seq) => fix({ seq }))).fixes).toHaveLength(1_000);
    expect(decode([])).toEqual({ fixes: [], refusals: [] });
  });

  test('of a payload that is too large keeps its first 4 KiB, without half a character', () => {
    const large = Buffer.from(`[${'"я",'.repeat(1)}"x${'я'.repeat(MAX_PAYLOAD_BYTES)}"]`);
    const { refusals } = decodeNative(large, NOW, limits);
    expect(refusals[0]?.reason).toBe('too-large');
    expect(refusals[0]?.payload).toMatch(/^\["я","xя+$/);
    expect(Buffer.byteLength(refusals[0]!.payload)).toBeLessThanOrEqual(4_096);
  });

  test('of bytes that are not text, or nested without end, is an answer and no crash', () => {
    expect(decodeNative(Buffer.from([0x7b, 0xff, 0x00, 0x7d]), NOW, limits).refusals[0]).toMatchObject({
      reason: 'malformed-json',
      payload: '{\ufffd\ufffd}',
    });
    const nested = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    expect(reasons(nested)).toEqual([['wrong-shape', 0]]);
    expect(reasons(`{"ts":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`)).toEqual([['wrong-shape', undefined]]);
  });

  test('whatever the bytes, something is answered for every element', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 20 }), (elements) => {
        const { fixes, refusals } = decode(elements);
        expect(fixes.length + refusals.length).toBe(elements.length);
      }),
    );
  });
});
