import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveVehicle } from '@sweepline/contract';
import { Coalescer } from './coalescer.ts';
import { readServerMessage } from './guard.ts';
import { backoff, stepLink, type Link, type LinkEvent } from './link.ts';
import { Sequence } from './sequence.ts';
import { feedLate, fixAge, isStale } from './staleness.ts';

const run = (events: readonly (readonly [LinkEvent, number])[]): Link =>
  events.reduce<Link>((link, [event, at]) => stepLink(link, event, at), { phase: 'idle' });

describe('the connection', () => {
  it('goes live with the first thing heard and tells what was caught up after a loss', () => {
    const lost = run([
      [{ type: 'start' }, 0],
      [{ type: 'heard' }, 100],
      [{ type: 'closed', jitter: 0 }, 5_000],
    ]);
    expect(lost).toEqual({ phase: 'offline', attempt: 0, lost_ms: 5_000, retry_ms: 5_500 });
    const again = [{ type: 'retry' }, { type: 'heard' }, { type: 'heard' }].reduce<Link>(
      (link, event) => stepLink(link, event as LinkEvent, 9_000),
      lost,
    );
    expect(again).toEqual({
      phase: 'live',
      heard_ms: 9_000,
      restored: { at_ms: 9_000, lasted_ms: 4_000, messages: 2 },
    });
    expect(stepLink(again, { type: 'heard' }, 14_000)).toEqual({ phase: 'live', heard_ms: 14_000, restored: null });
  });

  it('waits longer after each failure and remembers when the line was lost', () => {
    let link = run([
      [{ type: 'start' }, 0],
      [{ type: 'heard' }, 0],
      [{ type: 'closed', jitter: 0 }, 1_000],
    ]);
    const waits = [1, 2, 3, 4, 5, 6].map(() => {
      link = stepLink(stepLink(link, { type: 'retry' }, 2_000), { type: 'closed', jitter: 0 }, 2_000);
      return link.phase === 'offline' ? link.retry_ms - 2_000 : 0;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(link).toMatchObject({ phase: 'offline', lost_ms: 1_000 });
  });

  it('never waits more than a quarter above 15 s, and stays stopped', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, jitter) => backoff(attempt, jitter) <= 18_750,
      ),
    );
    for (const type of ['heard', 'retry', 'closed'] as const)
      expect(stepLink({ phase: 'idle' }, { type, jitter: 0 } as LinkEvent, 1)).toEqual({ phase: 'idle' });
  });
});

describe('channel numbers', () => {
  it('tell the next from a repeat and from a gap', () => {
    const sequence = new Sequence();
    sequence.begin({ 'cases/m': 7 });
    expect(sequence.judge('cases/m', 7)).toBe('repeated');
    expect(sequence.judge('cases/m', 8)).toBe('next');
    expect(sequence.judge('cases/m', 10)).toBe('gap');
    expect(sequence.judge('cases/m', 9)).toBe('next');
    expect(sequence.judge('cases/m', 10)).toBe('next');
    expect(sequence.channels()).toEqual({ 'cases/m': 10 });
  });

  it('let whole legs restate the number they stand at', () => {
    const sequence = new Sequence();
    sequence.begin({ 'progress/m': 3 });
    expect(sequence.judge('progress/m', 3, true)).toBe('next');
    expect(sequence.judge('progress/m', 2, true)).toBe('repeated');
  });

  it('let positions jump and never go back', () => {
    const sequence = new Sequence();
    sequence.jump('positions/m', 5);
    sequence.jump('positions/m', 90);
    sequence.jump('positions/m', 12);
    expect(sequence.channels()).toEqual({ 'positions/m': 90 });
  });
});

describe('the coalescer', () => {
  it('loses nothing, keeps the order and delivers at most once per period', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(150), { minLength: 1, maxLength: 60 }), (pauses) => {
        let now = 0;
        let due: { at: number; run: () => void } | null = null;
        const batches: { at: number; items: readonly number[] }[] = [];
        const coalescer = new Coalescer<number>(200, (items) => batches.push({ at: now, items }), {
          now: () => now,
          after: (delay, run) => (due = { at: now + delay, run }),
          cancel: () => (due = null),
        });
        const advance = (to: number) => {
          if (due !== null && due.at <= to) {
            const { at, run } = due;
            due = null;
            now = at;
            run();
          }
          now = to;
        };
        pauses.forEach((pause, item) => {
          advance(now + pause);
          coalescer.push(item);
        });
        advance(now + 1_000);
        expect(batches.flatMap((batch) => batch.items)).toEqual(pauses.map((_, item) => item));
        batches
          .slice(1)
          .forEach((batch, before) => expect(batch.at - (batches[before]?.at ?? 0)).toBeGreaterThanOrEqual(200));
      }),
    );
  });
});

describe('staleness', () => {
  const vehicle = (state: LiveVehicle['state'], interval_s: number, ts: string | null = null) =>
    ({ state, interval_s, ts }) as LiveVehicle;

  it('calls the feed late only where a vehicle was due', () => {
    expect(feedLate(0, [vehicle('working', 5)], 9_000)).toBeNull();
    expect(feedLate(0, [vehicle('working', 5)], 12_000)).toBe(12_000);
    expect(feedLate(0, [vehicle('working', 60)], 12_000)).toBeNull();
    expect(feedLate(0, [vehicle('silent', 5)], 60_000)).toBeNull();
  });

  it('calls a vehicle stale after two of its intervals', () => {
    const at = '2026-11-19T04:42:18.000Z';
    const now = Date.parse(at);
    expect(isStale(vehicle('working', 10, at), now + 20_000)).toBe(false);
    expect(isStale(vehicle('working', 10, at), now + 20_001)).toBe(true);
    expect(fixAge(vehicle('working', 10, at), now - 5_000)).toBe(0);
  });
});

describe('the guard', () => {
  it('passes what the protocol knows and stops the rest', () => {
    const hello = {
      type: 'hello',
      protocol: 1,
      serverTime: 'x',
      channels: {},
      snapshot: { vehicles: [], assignments: [], incidents: [] },
    };
    expect(readServerMessage(JSON.stringify({ ...hello, later: 1 }))).toMatchObject({ type: 'hello' });
    expect(readServerMessage(JSON.stringify({ ...hello, protocol: 2 }))).toBeNull();
    expect(readServerMessage(JSON.stringify({ type: 'resync', ch: 'cases/m', seq: 4 }))).not.toBeNull();
    expect(readServerMessage(JSON.stringify({ type: 'toString' }))).toBeNull();
    expect(readServerMessage('{')).toBeNull();
  });

  it('never throws', () => {
    expect(() => fc.assert(fc.property(fc.json(), (text) => void readServerMessage(text)))).not.toThrow();
  });
});
