import type { Attempt } from '@sweepline/ingest';
import { beforeEach, describe, expect, test } from 'vitest';
import { Door } from './door.ts';

const KNOWN = new Set(['tracker-12', 'tracker-13', 'old-one']);
const isKnown = (device: string) => KNOWN.has(device);
const attempt = (of: Partial<Attempt> = {}): Attempt => ({
  reason: 'wrong-secret',
  device: 'tracker-12',
  clientId: of.device ?? 'tracker-12',
  address: '10.0.0.7',
  topic: null,
  ...of,
});

let now_ms = 0;
let door: Door;
beforeEach(() => {
  now_ms = Date.parse('2026-11-21T12:00:00.000Z');
  door = new Door(
    () => now_ms,
    (device) => device === 'old-one',
  );
});
const seen = (device = 'tracker-12', seesAll = false) => door.of(device, isKnown, seesAll);

describe('whom the broker turned away', () => {
  test('is one line with a count while it is the same', () => {
    door.note(attempt());
    now_ms += 4_000;
    door.note(attempt());
    expect(seen()).toEqual([
      {
        reason: 'wrong-secret',
        device: 'tracker-12',
        clientId: 'tracker-12',
        address: '10.0.0.7',
        topic: null,
        firstAt: '2026-11-21T12:00:00.000Z',
        at: '2026-11-21T12:00:04.000Z',
        times: 2,
      },
    ]);
  });

  test('is the newest first, another reason or address another line, forgotten after an hour', () => {
    door.note(attempt());
    now_ms += 1_000;
    door.note(attempt({ address: '10.0.0.8' }));
    now_ms += 1_000;
    door.note(attempt({ reason: 'foreign-topic', topic: 'x' }));
    expect(seen().map(({ reason, address, topic }) => [reason, address, topic])).toEqual([
      ['foreign-topic', '10.0.0.7', 'x'],
      ['wrong-secret', '10.0.0.8', null],
      ['wrong-secret', '10.0.0.7', null],
    ]);
    now_ms += 3_598_500;
    expect(seen()).toHaveLength(2);
    now_ms += 3_600_000;
    expect(seen()).toEqual([]);
  });

  test('under a name nearly the device’s is shown, its address to who sees all; another device never', () => {
    door.note(attempt({ reason: 'unknown-device', device: 'Tracker 12' }));
    door.note(attempt({ device: 'tracker-13' }));
    expect(seen().map(({ device, address }) => [device, address])).toEqual([['Tracker 12', null]]);
    expect(seen('tracker-12', true)[0]!.address).toBe('10.0.0.7');
    expect(seen('tracker-13').map(({ device }) => device)).toEqual(['tracker-13']);
  });

  test('with another client id is one line, and none where either name is another device', () => {
    door.note(attempt({ reason: 'wrong-client-id', clientId: 'Tracker-12' }));
    expect(seen()).toMatchObject([{ clientId: 'Tracker-12', times: 1 }]);
    door.note(attempt({ reason: 'wrong-client-id', clientId: 'tracker-13' }));
    expect(seen()).toHaveLength(1);
    expect(seen('tracker-13')).toEqual([]);
  });

  test('under a revoked device’s name is said to be that', () => {
    door.note(attempt({ reason: 'unknown-device', device: 'old-one' }));
    expect(seen('old-one')).toMatchObject([{ reason: 'revoked' }]);
  });

  test('under ever new names fills no memory: the oldest are forgotten', () => {
    door.note(attempt());
    for (let n = 0; n < 3_000; n++) door.note(attempt({ device: `stranger-${n}`, reason: 'unknown-device' }));
    expect(seen()).toEqual([]);
  });
});
