import type { LiveLeg } from '@sweepline/contract';
import type { SourceFeed } from '../source-feed.ts';
import type { Streets } from '../streets/edge-lines.ts';
import { LegDrawing } from './leg-drawing.ts';

/** Legs are redrawn at most five times a second, however many messages come. */
const REDRAW_MS = 200;

/** Keeps the map's leg sources in step with the plan's progress. */
export class LegLayer {
  readonly #feed: SourceFeed;
  readonly #onRisk: (edges: ReadonlySet<string>) => void;
  #drawing: LegDrawing;
  #legs: ReadonlyMap<string, readonly LiveLeg[]> = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawn_ms = Number.NEGATIVE_INFINITY;

  /** @param onRisk told after each redraw which edges will be missed. */
  constructor(
    feed: SourceFeed,
    onRisk: (edges: ReadonlySet<string>) => void,
    streets: Streets,
    drivesOn: 'left' | 'right',
  ) {
    this.#feed = feed;
    this.#onRisk = onRisk;
    this.#drawing = new LegDrawing(streets, drivesOn);
  }

  get drawing(): LegDrawing {
    return this.#drawing;
  }

  legs(legs: ReadonlyMap<string, readonly LiveLeg[]>): void {
    this.#legs = legs;
    this.#timer ??= setTimeout(() => this.#redraw(), Math.max(0, this.#drawn_ms + REDRAW_MS - performance.now()));
  }

  /** Another town, or another side of the road: every line is made anew. */
  streets(streets: Streets, drivesOn: 'left' | 'right'): void {
    this.#hand(this.#drawing.show(new Map()));
    this.#drawing = new LegDrawing(streets, drivesOn);
    this.legs(this.#legs);
  }

  remove(): void {
    clearTimeout(this.#timer);
  }

  #redraw(): void {
    this.#timer = undefined;
    this.#drawn_ms = performance.now();
    this.#hand(this.#drawing.show(this.#legs));
    this.#onRisk(this.#drawing.atRisk());
  }

  #hand({ kerbs, folded, beads }: ReturnType<LegDrawing['show']>): void {
    this.#feed.put('legs', kerbs);
    this.#feed.put('legs-folded', folded);
    this.#feed.put('beads', beads);
  }
}
