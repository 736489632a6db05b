import type { ClientMessage, PositionRow } from '@sweepline/contract';
import type { Session } from '../sessions.ts';
import type { Lane } from './lane.ts';
import type { Outbox } from './outbox.ts';

/** west, south, east, north */
export type Box = Extract<ClientMessage, { type: 'view' }>['bbox'];

/** What a client may say in a burst, and how fast it may go on; a snapshot costs more than a word. */
const BURST = 60;
const PER_SECOND = 10;
const VIEW_COST = 6;
/** Wrong messages before the socket is closed. */
const MOST_WRONGS = 10;

/** One live socket: who it is, what it looks at, how often it spoke. */
export class LiveClient {
  readonly session: Session;
  readonly outbox: Outbox;
  lane: Lane | null = null;
  bbox: Box = undefined;
  open = true;
  /** Messages are worked off one after the other. */
  work: Promise<void> = Promise.resolve();
  spoke = false;
  #credit = BURST;
  #creditAt_ms: number;
  #wrongs = 0;

  constructor(session: Session, outbox: Outbox, now_ms: number) {
    this.session = session;
    this.outbox = outbox;
    this.#creditAt_ms = now_ms;
  }

  /** False where the client speaks too much. */
  spend(type: ClientMessage['type'] | 'wrong', now_ms: number): boolean {
    const earned = ((now_ms - this.#creditAt_ms) / 1_000) * PER_SECOND;
    this.#credit = Math.min(BURST, this.#credit + earned) - (type === 'wrong' ? 1 : VIEW_COST);
    this.#creditAt_ms = now_ms;
    return this.#credit >= 0;
  }

  /** False where the client was wrong too often. */
  wrong(): boolean {
    return ++this.#wrongs <= MOST_WRONGS;
  }

  /** The rows inside what the client looks at; a box over the 180th meridian has its west east of its east. */
  inView(rows: readonly PositionRow[]): readonly PositionRow[] {
    if (this.bbox === undefined) return rows;
    const [west, south, east, north] = this.bbox;
    return rows.filter(({ lat, lon }) => {
      const between = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
      return between && lat >= south && lat <= north;
    });
  }
}
