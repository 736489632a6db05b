import { instantOf } from '@sweepline/contract';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeLimits, type Decoded } from './outcome.ts';
import { decodeOwnTracks } from './owntracks.ts';
import { decodeTeltonika } from './teltonika.ts';

/** Frames that real devices sent, outside the project; their origin and licences are told in the folder above them. */
const RECORDED = join(import.meta.dirname, '../../../../shared/data/payloads');
const present = existsSync(RECORDED);

const linesOf = (file: string): { payload: unknown }[] =>
  readFileSync(join(RECORDED, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { payload: unknown });

const limits = decodeLimits();

/** What came of it, short: the body without the members that the contract does not name, or the reason. */
function summary({ fixes, refusals }: Decoded, names: readonly string[]): unknown {
  if (refusals.length > 0) return refusals.map(({ reason }) => reason);
  return fixes.map(({ body, fieldErrors }) => {
    const members = JSON.parse(body) as Record<string, unknown>;
    return [members['ts'], ...names.map((name) => members[name]), ...fieldErrors];
  });
}

describe.skipIf(!present)('recorded frames (skipped where ../shared/data/payloads is absent)', () => {
  test('of OwnTracks', () => {
    const seen = linesOf('owntracks-json.jsonl').map(({ payload }) => {
      const { tst } = JSON.parse(payload as string) as { tst: number };
      const decoded = decodeOwnTracks(Buffer.from(payload as string), tst * 1_000 + 5_000, limits);
      return summary(decoded, ['lat', 'lon', 'speed_kmh', 'heading_deg', 'accuracy_m', 'altitude_m', 'batt', 'tid']);
    });
    expect(seen).toEqual([
      [[instantOf(1_551_874_878_000), 46.0681247, 11.1512805, 0, undefined, 15, 440, 46, '5t']],
      [[instantOf(1_497_349_316_000), 48.85833, 2.29513, undefined, undefined, undefined, undefined, undefined, 'JJ']],
      [[instantOf(1_497_349_316_000), 48.85833, 2.29513, 61, 271, 5, 167, 67, 'JJ']],
      [[instantOf(1_497_476_456_000), 48.85, 2.295, undefined, undefined, undefined, undefined, undefined, 'JJ']],
      [[instantOf(1_736_161_169_000), 37, -122, undefined, undefined, 5, 0, undefined, 'AC']],
      [[instantOf(1_736_519_167_000), 47.420051, 13.654704, 0, 113, 10, 1113, undefined, 'CS']],
    ]);
  });

  test('of Teltonika, text and numbers, with and without a fix', () => {
    const seen = linesOf('teltonika-mqtt-json.jsonl').map(({ payload }) => {
      const { ts } = (payload as { state: { reported: { ts: number } } }).state.reported;
      const decoded = decodeTeltonika(Buffer.from(JSON.stringify(payload)), ts + 5_000, limits);
      return summary(decoded, [
        'lat',
        'lon',
        'speed_kmh',
        'heading_deg',
        'altitude_m',
        'satellites',
        'ignition',
        'odometer_km',
        'battery_v',
        'hdop',
        '240',
      ]);
    });
    expect(seen).toEqual([
      ['no-fix'],
      [['2023-11-10T17:15:07.000Z', 51.4463933, 5.4541533, 0, 347, 67, 8, false, 10.889, 0, 1.3, 0]],
      [['2023-11-10T17:27:17.000Z', 51.4462466, 5.4540733, 0, 351, 33, 10, false, 10.922, 0, 0.8, 0]],
      [['2023-11-10T17:27:22.000Z', 51.4462466, 5.4540733, 0, 351, 33, 9, false, 10.922, 0, 0.9, 0]],
      ['no-fix'],
      ['no-fix'],
    ]);
  });
});
