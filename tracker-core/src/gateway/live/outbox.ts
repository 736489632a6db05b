import { encodePositionFrame, splitPositionRows, type PositionRow } from '@sweepline/contract';

/** A socket as the outbox needs it. */
export interface Pipe {
  send(data: string | Uint8Array): void;
  /** Bytes that the kernel did not take yet. */
  buffered(): number;
  end(code: number, reason: string): void;
}

/** Above this many unsent bytes a reader is slow: positions collapse, everything else waits its turn. */
export const SLOW_BYTES = 256 * 1024;
/** So much that nobody will ever read it; and so long that nobody is reading. */
const WAITING_CHARACTERS = 8 * 1024 * 1024;
const SLOW_MS = 60_000;
/** Try again later (RFC 6455's registry, 1013). */
const TOO_SLOW = 1013;

export interface OutboxCounters {
  collapsedFrames: number;
  closedSlow: number;
}

/**
 * What waits for one socket. JSON messages keep their order and are never dropped: a reader that takes too little is closed
 * instead, and comes back to `resync`. Of positions a slow reader gets the latest of each vehicle.
 */
export class Outbox {
  readonly #pipe: Pipe;
  readonly #counters: OutboxCounters;
  readonly #now: () => number;
  #waiting: string[] = [];
  #characters = 0;
  /** The snapshot's legs may be many; they do not make a reader slow. */
  #allowance = 0;
  #rows = new Map<number, PositionRow>();
  #seq = 0;
  #slowSince_ms: number | null = null;
  #closed = false;

  constructor(pipe: Pipe, counters: OutboxCounters, now: () => number) {
    this.#pipe = pipe;
    this.#counters = counters;
    this.#now = now;
  }

  /** Forgets what waits and sends the snapshot's messages next: they say everything anew. */
  restart(messages: readonly string[]): void {
    this.#waiting = [];
    this.#rows.clear();
    this.#characters = 0;
    this.#allowance = messages.reduce((sum, message) => sum + message.length, 0);
    for (const message of messages) this.json(message);
  }

  json(text: string): void {
    if (this.#closed) return;
    if (this.#free()) {
      this.#pipe.send(text);
      return;
    }
    this.#waiting.push(text);
    this.#characters += text.length;
    this.#slowSince_ms ??= this.#now();
    if (this.#characters > WAITING_CHARACTERS + this.#allowance) this.#closeSlow();
  }

  /** A frame that was encoded for many, and its rows for those that cannot take it now. */
  positions(frame: Uint8Array, rows: readonly PositionRow[], seq: number): void {
    if (this.#closed) return;
    if (this.#free() && this.#rows.size === 0) {
      this.#pipe.send(frame);
      return;
    }
    for (const row of rows) this.#rows.set(row.no, row);
    this.#seq = seq;
    this.#counters.collapsedFrames += 1;
    this.#slowSince_ms ??= this.#now();
    this.drain();
  }

  /** What waits of this vehicle is older than what is announced of it next. */
  supersede(no: number): void {
    this.#rows.delete(no);
  }

  /** Sends on as far as the reader takes it. */
  drain(): void {
    if (this.#closed) return;
    let sent = 0;
    while (sent < this.#waiting.length && this.#pipe.buffered() < SLOW_BYTES) {
      const text = this.#waiting[sent++]!;
      this.#characters -= text.length;
      this.#pipe.send(text);
    }
    if (sent > 0) this.#waiting = this.#waiting.slice(sent);
    if (!this.#free()) return;
    if (this.#rows.size > 0) {
      for (const rows of splitPositionRows([...this.#rows.values()])) {
        this.#pipe.send(encodePositionFrame({ seq: this.#seq, rows }));
      }
      this.#rows.clear();
    }
    this.#slowSince_ms = null;
    this.#allowance = 0;
  }

  /** Closes a reader that has been slow for too long. */
  sweep(now_ms: number): void {
    if (this.#slowSince_ms !== null && now_ms - this.#slowSince_ms > SLOW_MS) this.#closeSlow();
  }

  end(code: number, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting = [];
    this.#rows.clear();
    this.#pipe.end(code, reason);
  }

  /** The socket is gone: nothing may touch it any more. */
  gone(): void {
    this.#closed = true;
  }

  #free(): boolean {
    return this.#waiting.length === 0 && this.#pipe.buffered() < SLOW_BYTES;
  }

  #closeSlow(): void {
    if (this.#closed) return;
    this.#counters.closedSlow += 1;
    this.end(TOO_SLOW, 'too slow');
  }
}
