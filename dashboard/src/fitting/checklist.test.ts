import type { DecodedFields, DeviceMessages } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { boxOf, checksOf, sawGear, type CheckInput } from './checklist.ts';

const BEGIN_MS = Date.parse('2026-11-22T05:00:00Z');
const fix = (second: number, more: object = {}): DecodedFields => ({
  ts: new Date(BEGIN_MS + second * 1_000).toISOString(),
  lat: 47.02,
  lon: 28.83,
  ...more,
});
const nothing: DeviceMessages = {
  device: 'd',
  online: null,
  seenAt: null,
  messages: [],
  turnedAway: [],
  fixes: [],
  refusals: [],
  counts: { fixes: 0, rejected: 0 },
};
const told = (fixes: readonly DecodedFields[], more: Partial<DeviceMessages> = {}): DeviceMessages => ({
  ...nothing,
  online: true,
  fixes: fixes.map((one) => ({ receivedAt: one.ts, fieldErrors: [], fix: one })),
  counts: { fixes: fixes.length, rejected: 0 },
  ...more,
});
const box = [28.8, 47, 28.9, 47.1] as const;
const none = { on: new Set<string>(), off: new Set<string>() };
const states = (input: Partial<CheckInput>) =>
  Object.fromEntries(
    checksOf({
      told: nothing,
      gearSensors: ['brush'],
      interval_s: 5,
      box,
      seen: none,
      ...input,
    }).map(({ key, state }) => [key, state]),
  );

describe('the checklist', () => {
  it('waits for everything at first', () => {
    expect(new Set(Object.values(states({})))).toEqual(new Set(['waiting']));
  });

  it('turns green with what comes', () => {
    const fixes = [20, 15, 10, 5, 0].map((second) => fix(second, { gear: { brush: second % 10 === 0 } }));
    expect(states({ told: told(fixes), seen: sawGear(none, fixes) })).toEqual({
      connected: 'done',
      'first-fix': 'done',
      place: 'done',
      clock: 'done',
      'gear-brush': 'done',
      interval: 'done',
      accepted: 'done',
    });
  });

  it('says what is wrong: far away, clock behind, too seldom, much refused', () => {
    const fixes = [180, 120, 60].map((second) => fix(second, { lat: 45 }));
    const late = fixes.map((one) => ({
      receivedAt: new Date(BEGIN_MS + 3_600_000).toISOString(),
      fieldErrors: [],
      fix: one,
    }));
    expect(states({ told: told(fixes, { fixes: late, counts: { fixes: 3, rejected: 3 } }) })).toMatchObject({
      place: 'wrong',
      clock: 'wrong',
      interval: 'wrong',
      accepted: 'wrong',
      'gear-brush': 'waiting',
    });
  });

  it('tells a latitude that is a longitude', () => {
    const placed = (lat: number, lon: number) =>
      checksOf({ told: told([fix(0, { lat, lon })]), gearSensors: [], interval_s: 5, box, seen: none }).find(
        ({ key }) => key === 'place',
      );
    expect(placed(box[0], box[1])).toMatchObject({ state: 'wrong', swapped: true });
    expect(placed(45, 10)?.swapped).toBeUndefined();
    expect(placed(box[1], box[0])).toMatchObject({ state: 'done' });
  });

  it('cannot tell the interval of a vehicle that stands, unless it is kept all the same', () => {
    const seldom = [600, 300, 0];
    const spaced = (seconds: readonly number[], more: object) =>
      states({ told: told(seconds.map((second) => fix(second, more))) }).interval;
    expect(spaced(seldom, { speed_kmh: 0 })).toBe('waiting');
    expect(spaced(seldom, { speed_kmh: 20 })).toBe('wrong');
    expect(spaced(seldom, {})).toBe('wrong');
    expect(spaced([10, 5, 0], { speed_kmh: 0 })).toBe('done');
  });

  it('a clock that is ahead lets no fix through', () => {
    const refusal = { id: 1, receivedAt: '', reason: 'future' as const, detail: '', index: null, payload: '' };
    expect(states({ told: { ...nothing, refusals: [refusal] } }).clock).toBe('wrong');
  });

  it('needs both ends of a gear, and takes the town from its streets', () => {
    expect(states({ told: told([fix(0)]), seen: sawGear(none, [fix(0, { gear: { brush: true } })]) })).toMatchObject({
      'gear-brush': 'waiting',
    });
    expect(boxOf(null)).toBeNull();
    const line = { type: 'LineString' as const, coordinates: [[28, 47] as number[], [29, 48] as number[]] };
    const streets = { type: 'Feature' as const, properties: {}, geometry: line };
    expect(boxOf({ type: 'FeatureCollection', features: [streets] })).toEqual([28, 47, 29, 48]);
  });

  it('says of a device that was turned away since it was last there that it came', () => {
    const line = {
      reason: 'wrong-secret',
      device: 'd',
      clientId: 'd',
      address: null,
      topic: null,
      at: '2026-11-22T05:00:10.000Z',
      firstAt: '2026-11-22T05:00:10.000Z',
      times: 1,
    } as const;
    const connected = (more: Partial<DeviceMessages>) => states({ told: { ...nothing, ...more } })['connected'];
    expect(connected({ turnedAway: [line] })).toBe('wrong');
    expect(connected({ turnedAway: [line], seenAt: '2026-11-22T05:00:09.000Z' })).toBe('wrong');
    expect(connected({ turnedAway: [line], seenAt: '2026-11-22T05:00:11.000Z' })).toBe('waiting');
    expect(connected({ turnedAway: [{ ...line, reason: 'unknown-topic' }] })).toBe('waiting');
    expect(connected({ turnedAway: [line], online: true })).toBe('done');
    expect(connected({ turnedAway: null })).toBe('waiting');
  });
});
