import type { PositionRow } from '@sweepline/contract';
import type { LiveFeed } from '../gateway/ports.ts';

/** How often position frames leave: quick enough for the eye, few enough for 300 sockets. */
const FLUSH_MS = 100;

interface Waiting {
  readonly row: PositionRow;
  readonly contractor: string;
}

/** Collects the latest position of each vehicle and sends one frame a municipality, ten times a second at most. */
export class Positions {
  private readonly waiting = new Map<string, Map<number, Waiting>>();
  private timer: NodeJS.Timeout | null = null;
  private readonly live: LiveFeed;

  constructor(live: LiveFeed) {
    this.live = live;
  }

  put(municipality: string, contractor: string, row: PositionRow): void {
    let rows = this.waiting.get(municipality);
    if (!rows) this.waiting.set(municipality, (rows = new Map()));
    rows.set(row.no, { row, contractor });
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.waiting.clear();
  }

  private flush(): void {
    this.timer = null;
    for (const [municipality, rows] of this.waiting) this.live.positions(municipality, [...rows.values()]);
    this.waiting.clear();
  }
}
