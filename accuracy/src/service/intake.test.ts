import { describe, expect, it } from 'vitest';
import type { Trip } from '@sweepline/simulator/pure';
import { START_MS } from '../plans.ts';
import { FixStore, messagesOf, type Message } from './intake.ts';

const message = (at_s: number, ...fixes: readonly (readonly [ts_s: number, lat: number])[]): Message => ({
  at_ms: START_MS + at_s * 1000,
  device: 'd',
  fixes: fixes.map(([ts_s, lat]) => ({
    ts_ms: START_MS + ts_s * 1000,
    body: { ts: START_MS + ts_s * 1000, lat, lon: 20 },
  })),
  report: null,
});
const kinds = ({ reports }: ReturnType<FixStore['take']>): string[] => reports.map(({ type }) => type);

describe('what the service keeps', () => {
  it('is each instant once, and a repetition is nothing', () => {
    const store = new FixStore();
    expect(store.take(message(2, [1, 55])).fresh.length).toBe(1);
    const again = store.take(message(3, [1, 55]));
    expect([again.fresh.length, again.replaced, kinds(again)]).toEqual([0, false, []]);
    expect(store.counting().map(({ lat }) => lat)).toEqual([55]);
  });

  it('is the same of two contents whichever came first, and tells the conflict', () => {
    const contents = [55, 56];
    const kept = [contents, [...contents].reverse()].map((order) => {
      const store = new FixStore();
      const told = order.flatMap((lat, i) => kinds(store.take(message(2 + i, [1, lat]))));
      expect(told.filter((kind) => kind === 'conflict').length).toBe(1);
      return store.counting().map(({ lat }) => lat);
    });
    expect(kept[0]).toEqual(kept[1]);
  });

  it('is not what lies ahead of the clock', () => {
    const store = new FixStore();
    expect(kinds(store.take(message(0, [121, 55])))).toEqual(['future']);
    expect(store.counting()).toEqual([]);
  });

  it('measures the lag of single fixes alone', () => {
    const store = new FixStore();
    expect(store.take(message(5, [1, 55])).reports).toEqual([
      { type: 'lag', received_ms: START_MS + 5_000, lag_ms: 4_000 },
    ]);
    expect(kinds(store.take(message(9, [6, 55], [7, 55])))).toEqual([]);
  });
});

describe('messages', () => {
  it('hold what is due together, in the order of arrival', () => {
    const sent = (at_ms: number, ts_ms: number, device?: string) => ({ at_ms, what: { ts_ms, lat: 1 }, device });
    const trip = {
      vehicle: { device: 'd' },
      fixes: [sent(1_000, 0), sent(9_000, 5_000), sent(9_000, 6_000), sent(9_050, 7_000, 'db')],
      events: [{ at_ms: 4_000, what: { ts_ms: 3_900, kind: 'unload', lat: 1, lon: 2 } }],
    } as unknown as Trip;
    expect(messagesOf(trip).map(({ device, fixes, report }) => report?.type ?? `${device} ${fixes.length}`)).toEqual([
      'd 1',
      'message',
      'd 2',
      'db 1',
    ]);
  });
});
