import { decodePositionFrame, encodePositionFrame, type PositionRow } from '@sweepline/contract';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox, SLOW_BYTES, type Pipe } from './outbox.ts';

/** A socket whose reader takes bytes only when told to. */
class SlowPipe implements Pipe {
  readonly sent: (string | Uint8Array)[] = [];
  waiting = 0;
  closed: number | null = null;

  send(data: string | Uint8Array): void {
    this.sent.push(data);
    this.waiting += data.length;
  }
  buffered(): number {
    return this.waiting;
  }
  end(code: number): void {
    this.closed = code;
  }
  texts(): string[] {
    return this.sent.filter((data) => typeof data === 'string');
  }
  frames(): { seq: number; rows: readonly PositionRow[] }[] {
    return this.sent.filter((data) => typeof data !== 'string').map(decodePositionFrame);
  }
}

const row = (no: number, ts_ms: number): PositionRow => ({
  no,
  ts_ms,
  lat: 1,
  lon: 2,
  heading_deg: null,
  speed_kmh: 5,
  state: 'driving',
  gearOn: false,
  lowConfidence: false,
});

let pipe: SlowPipe;
let outbox: Outbox;
let counters: { collapsedFrames: number; closedSlow: number };
let now_ms: number;

beforeEach(() => {
  pipe = new SlowPipe();
  counters = { collapsedFrames: 0, closedSlow: 0 };
  now_ms = 0;
  outbox = new Outbox(pipe, counters, () => now_ms);
});

const positions = (seq: number, ...rows: PositionRow[]): void =>
  outbox.positions(encodePositionFrame({ seq, rows }), rows, seq);

describe('Outbox', () => {
  it('sends at once to a reader that keeps up', () => {
    outbox.json('a');
    positions(7, row(1, 10));
    outbox.json('b');
    expect(pipe.texts()).toEqual(['a', 'b']);
    expect(pipe.frames()).toEqual([{ seq: 7, rows: [row(1, 10)] }]);
  });

  it('collapses positions of a slow reader to the latest of each vehicle', () => {
    pipe.waiting = SLOW_BYTES;
    positions(1, row(1, 10), row(2, 10));
    positions(2, row(1, 20));
    positions(3, row(3, 30));
    expect(pipe.sent).toEqual([]);
    pipe.waiting = 0;
    outbox.drain();
    expect(pipe.frames()).toEqual([{ seq: 3, rows: [row(1, 20), row(2, 10), row(3, 30)] }]);
    expect(counters.collapsedFrames).toBe(3);
  });

  it('never drops or reorders JSON messages, however the reader reads', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('read'), fc.constant('positions'), fc.nat({ max: SLOW_BYTES })), {
          maxLength: 60,
        }),
        (steps) => {
          const pipe = new SlowPipe();
          const outbox = new Outbox(pipe, { collapsedFrames: 0, closedSlow: 0 }, () => 0);
          const said: string[] = [];
          for (const [index, step] of steps.entries()) {
            if (step === 'read') {
              pipe.waiting = 0;
              outbox.drain();
            } else if (step === 'positions') {
              outbox.positions(encodePositionFrame({ seq: index, rows: [row(1, index)] }), [row(1, index)], index);
            } else {
              said.push(`${index}`.padEnd(step as number, '.'));
              outbox.json(said.at(-1)!);
            }
          }
          while (pipe.waiting > 0) {
            pipe.waiting = 0;
            outbox.drain();
          }
          // A reader that was closed has heard a beginning of what was said, every other one all of it.
          const heard = pipe.closed === null ? said.length : pipe.texts().length;
          expect(pipe.texts()).toEqual(said.slice(0, heard));
          const seqs = pipe.frames().map((frame) => frame.seq);
          expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('closes a reader for whom too much waits, rather than drop', () => {
    pipe.waiting = SLOW_BYTES;
    for (let i = 0; i < 20 && pipe.closed === null; i++) outbox.json('x'.repeat(1_000_000));
    expect([pipe.closed, counters.closedSlow, pipe.sent]).toEqual([1013, 1, []]);
  });

  it('does not take the snapshot for slowness', () => {
    outbox.restart(Array.from({ length: 30 }, (_, i) => `${i}`.padEnd(1_000_000, '.')));
    expect(pipe.closed).toBeNull();
    for (let i = 0; i < 100; i++) {
      pipe.waiting = 0;
      outbox.drain();
    }
    expect(pipe.texts().length).toBe(30);
  });

  it('closes a reader that does not read for a minute', () => {
    pipe.waiting = SLOW_BYTES;
    outbox.json('a');
    now_ms = 60_000;
    outbox.sweep(now_ms);
    expect(pipe.closed).toBeNull();
    outbox.sweep(now_ms + 1);
    expect(pipe.closed).toBe(1013);
  });
});
