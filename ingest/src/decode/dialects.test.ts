import { describe, expect, test } from 'vitest';
import { decodeAck, decodeEvent, decodeStatus } from './messages.ts';
import { decodeLimits } from './outcome.ts';
import { decodeOwnTracks } from './owntracks.ts';
import { decodeTeltonika } from './teltonika.ts';

const NOW = Date.parse('2026-11-21T06:00:00.000Z');
const limits = decodeLimits();
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const reasons = ({ refusals }: { refusals: readonly { reason: string }[] }) => refusals.map(({ reason }) => reason);

describe('OwnTracks', () => {
  const decode = (value: unknown) => decodeOwnTracks(bytes(value), NOW, limits);
  const location = (more: object = {}) => ({ _type: 'location', tst: NOW / 1_000, lat: 52.5, lon: 13.4, ...more });

  test('takes the vector of its booklet and keeps what has no name of ours', () => {
    const booklet = {
      BSSID: 'b8:27:eb:00:00:00',
      SSID: 'home',
      acc: 13,
      alt: 21,
      batt: 90,
      bs: 1,
      conn: 'w',
      m: 1,
      t: 'u',
      tid: 'fx',
      vac: 3,
      vel: 0,
    };
    expect(decode(location(booklet)).fixes[0]?.body).toBe(
      '{"BSSID":"b8:27:eb:00:00:00","SSID":"home","_type":"location","accuracy_m":13,"altitude_m":21,"batt":90,"bs":1,"conn":"w","lat":52.5,"lon":13.4,"m":1,"speed_kmh":0,"t":"u","tid":"fx","ts":"2026-11-21T06:00:00.000Z","vac":3}',
    );
  });

  test('sets aside the −1 that means unknown', () => {
    expect(decode(location({ vel: -1, cog: -1 })).fixes[0]?.fieldErrors).toEqual(['speed_kmh', 'heading_deg']);
  });

  test.each(['transition', 'waypoint', 'lwt', 'status', 'card', 'encrypted', 'steps'])(
    'passes over _type %s',
    (_type) => {
      expect(decode({ _type, tst: 1 })).toEqual({ fixes: [], refusals: [] });
    },
  );

  test('passes over the empty message that clears a retained one', () => {
    expect(decode('')).toEqual({ fixes: [], refusals: [] });
  });

  test.each([
    ['no _type', { lat: 1, lon: 2, tst: 3 }, 'wrong-shape'],
    ['a list', [location()], 'wrong-shape'],
    ['an instant as text', location({ tst: '2026-11-21' }), 'wrong-shape'],
    ['no position', { _type: 'location', tst: NOW / 1_000 }, 'wrong-shape'],
    ['0,0', location({ lat: 0, lon: 0 }), 'no-fix'],
    ['milliseconds for seconds', location({ tst: NOW }), 'future'],
    ['an old position', location({ tst: 1e9 }), 'too-old'],
  ])('refuses %s', (_what, value, reason) => {
    expect(reasons(decode(value))).toEqual([reason]);
  });
});

describe('Teltonika', () => {
  const decode = (value: unknown) => decodeTeltonika(bytes(value), NOW, limits);
  const reported = (more: object = {}) => ({ state: { reported: { ts: NOW, latlng: '54.6872,25.2797', ...more } } });

  test('reads text and numbers alike, AVL ids beside what they mean', () => {
    const text = reported({
      sp: '12',
      ang: '270',
      sat: '9',
      alt: '110',
      '239': '1',
      '16': '123456',
      '66': '12600',
      '182': '9',
      evt: 240,
    });
    const numbers = reported({
      sp: 12,
      ang: 270,
      sat: 9,
      alt: 110,
      '239': 1,
      '16': 123456,
      '66': 12600,
      '182': 9,
      evt: 240,
    });
    expect(decode(numbers).fixes[0]?.body).toBe(
      '{"16":123456,"182":9,"239":1,"66":12600,"altitude_m":110,"battery_v":12.6,"evt":240,"hdop":0.9,"heading_deg":270,"ignition":true,"lat":54.6872,"lon":25.2797,"odometer_km":123.456,"satellites":9,"speed_kmh":12,"ts":"2026-11-21T06:00:00.000Z"}',
    );
    const meanings = ({ fixes }: ReturnType<typeof decode>) =>
      Object.fromEntries(Object.entries(JSON.parse(fixes[0]!.body) as object).filter(([name]) => !/^\d+$/.test(name)));
    expect(meanings(decode(text))).toEqual(meanings(decode(numbers)));
  });

  test('sets aside a value that is neither', () => {
    expect(decode(reported({ sp: 'fast', ang: '' })).fixes[0]?.fieldErrors).toEqual(['speed_kmh', 'heading_deg']);
  });

  test.each([
    ['no state', { reported: {} }, 'wrong-shape'],
    ['an answer to an SMS command', { RSP: 'Param ID:2001' }, 'wrong-shape'],
    ['no latlng', { state: { reported: { ts: NOW } } }, 'wrong-shape'],
    ['half a latlng', reported({ latlng: '54.6' }), 'wrong-shape'],
    ['a latlng of words', reported({ latlng: 'north,east' }), 'wrong-shape'],
    ['no clock', reported({ ts: null }), 'wrong-shape'],
    ['0,0', reported({ latlng: '0,0', ts: 1_072_915_236_000 }), 'no-fix'],
    ['0.000000,0.000000', reported({ latlng: '0.000000,0.000000' }), 'no-fix'],
    ['no satellites', reported({ sat: '0' }), 'no-fix'],
    ['a GNSS asleep', reported({ '69': 3 }), 'no-fix'],
    ['a place off the globe', reported({ latlng: '91,0' }), 'out-of-range'],
    ['the clock of 2004', reported({ ts: 1_072_915_236_000 }), 'too-old'],
    ['a clock ahead', reported({ ts: NOW + 200_000 }), 'future'],
  ])('refuses %s', (_what, value, reason) => {
    expect(reasons(decode(value))).toEqual([reason]);
  });
});

describe('an event', () => {
  const decode = (value: unknown) => decodeEvent(bytes(value), NOW, limits);

  test('keeps its words and place', () => {
    const sent = { ts: '2026-11-21T07:00:00+01:00', kind: 'blocked', note: 'skip on the kerb', lat: 1, lon: 2 };
    expect(decode(sent)).toEqual({
      message: { ts_ms: NOW, kind: 'blocked', note: 'skip on the kerb', lat: 1, lon: 2 },
      refusals: [],
    });
  });

  test('is not lost for its ornaments', () => {
    const { message } = decode({ ts: NOW, kind: 'sos', note: `a\0${'я'.repeat(3_000)}`, lat: '1', lon: 500 });
    expect(message).toEqual({ ts_ms: NOW, kind: 'sos', note: `a\ufffd${'я'.repeat(1_998)}` });
    expect(decode({ ts: NOW, kind: 'sos', lat: 0, lon: 0 }).message).toEqual({ ts_ms: NOW, kind: 'sos' });
  });

  test.each([
    ['an unknown kind', { ts: NOW, kind: 'lunch' }, 'wrong-shape'],
    ['no instant', { kind: 'sos' }, 'wrong-shape'],
    ['a list', [], 'wrong-shape'],
    ['broken JSON', '{', 'malformed-json'],
    ['one to come', { ts: NOW + 121_000, kind: 'other' }, 'future'],
    ['one of last year', { ts: '2025-11-21T06:00:00Z', kind: 'other' }, 'too-old'],
  ])('refuses %s', (_what, value, reason) => {
    expect(reasons(decode(value))).toEqual([reason]);
  });
});

test('an answer to a command', () => {
  expect(decodeAck(bytes({ id: 'c1', ok: false, ts: NOW }), limits).message).toEqual({
    id: 'c1',
    ok: false,
    ts_ms: NOW,
  });
  expect(decodeAck(bytes({ id: 'c1', ok: 'yes', ts: NOW }), limits).refusals[0]?.detail).toBe(
    'ok: got "yes", expected a boolean',
  );
  expect(reasons(decodeAck(bytes({ id: 'c1', ok: true, ts: 'noon' }), limits))).toEqual(['wrong-shape']);
});

test('a status', () => {
  expect(
    ['online', 'offline\n', '', '"online"', 'ONLINE'].map((word) => [
      decodeStatus(bytes(word)).message,
      reasons(decodeStatus(bytes(word))),
    ]),
  ).toEqual([
    ['online', []],
    ['offline', []],
    [null, []],
    [null, ['wrong-shape']],
    [null, ['wrong-shape']],
  ]);
});
