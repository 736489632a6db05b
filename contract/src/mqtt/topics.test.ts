import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isId } from '../ids.ts';
import {
  belongsToDevice,
  fleetTopic,
  ownTracksTopic,
  parseUplinkTopic,
  teltonikaTopic,
  UPLINK_FILTERS,
} from './topics.ts';

const first = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const id = fc
  .tuple(fc.constantFrom(...first), fc.string({ unit: fc.constantFrom(...first, '.', '_', '-'), maxLength: 63 }))
  .map(([head, tail]) => head + tail);

describe('an id', () => {
  test('is a letter or digit and up to 63 of letters, digits, point, underscore and hyphen', () => {
    fc.assert(fc.property(id, (text) => void expect(isId(text)).toBe(true)));
  });

  test.each(['', '-a', '.a', '_a', 'a b', 'a/b', 'a+', 'a#', 'ä', 'a\n', 'a'.repeat(65)])('is not %j', (text) => {
    expect(isId(text)).toBe(false);
  });
});

describe('an uplink topic', () => {
  const built = (municipality: string, device: string) =>
    [
      ...(['telemetry', 'event', 'status', 'ack'] as const).map((kind) => [
        kind,
        fleetTopic(municipality, device, kind),
      ]),
      ['owntracks', ownTracksTopic(municipality, device)],
      ['teltonika', teltonikaTopic(municipality, device)],
    ] as const;

  test('parses back into what it was built of, belongs to its device alone, and is subscribed to', () => {
    fc.assert(
      fc.property(id, id, id, (municipality, device, other) => {
        for (const [kind, topic] of built(municipality, device)) {
          expect(parseUplinkTopic(topic)).toEqual({ kind, municipality, device });
          expect(belongsToDevice(topic, municipality, device)).toBe(true);
          expect(belongsToDevice(topic, municipality, other)).toBe(device === other);
          expect(belongsToDevice(topic, other, device)).toBe(municipality === other);
          expect(UPLINK_FILTERS.filter((filter) => matches(filter, topic))).toHaveLength(1);
        }
      }),
    );
  });

  test.each([
    'fleet/v1/m/d',
    'fleet/v1/m/d/command',
    'fleet/v1/m/d/rejected',
    'fleet/v1/m/d/telemetry/x',
    'fleet/v2/m/d/telemetry',
    'owntracks/m/d/event',
    'teltonika/m/d/commands',
    'owntracks/m/+',
    '/owntracks/m/d',
    '',
  ])('is not %j', (topic) => {
    expect(parseUplinkTopic(topic)).toBeNull();
  });

  test.each([
    'fleet/v1/m/d2/telemetry',
    'fleet/v1/m/+/command',
    'fleet/v1/+/d/command',
    'fleet/v1/#',
    '#',
    '$SYS/#',
    'owntracks/m',
    'fleet/v1/m/dd',
  ])('%s is not below d', (topic) => {
    expect(belongsToDevice(topic, 'm', 'd')).toBe(false);
  });

  test.each(['fleet/v1/m/d/#', 'fleet/v1/m/d/+', 'fleet/v1/m/d', 'owntracks/m/d', 'teltonika/m/d/data'])(
    '%s is',
    (topic) => {
      expect(belongsToDevice(topic, 'm', 'd')).toBe(true);
    },
  );
});

/** MQTT 3.1.1, 4.7.1, for filters without `#`. */
function matches(filter: string, topic: string): boolean {
  const [wanted, got] = [filter.split('/'), topic.split('/')];
  return wanted.length === got.length && wanted.every((level, i) => level === '+' || level === got[i]);
}
