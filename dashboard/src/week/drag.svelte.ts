import type { Block } from './board.ts';

/** Where a block would fall: a cell of the board. */
export interface Target {
  readonly vehicle: string;
  readonly date: string;
}

interface Held {
  readonly block: Block;
  readonly x: number;
  readonly y: number;
}

/** A press becomes a drag after so many pixels. */
const SLACK_PX = 5;

/** A block on its way to another cell, held by the pointer. */
export class BoardDrag {
  /** Null while nothing is dragged. */
  held = $state.raw<Held | null>(null);
  over = $state.raw<Target | null>(null);
  #pressed: Held | null = null;
  readonly #dropped: (block: Block, target: Target) => void;

  constructor(dropped: (block: Block, target: Target) => void) {
    this.#dropped = dropped;
  }

  press(event: PointerEvent, block: Block): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.#pressed = { block, x: event.clientX, y: event.clientY };
  }

  move(event: PointerEvent): void {
    const pressed = this.#pressed;
    if (pressed === null) return;
    const [x, y] = [event.clientX, event.clientY];
    if (this.held === null && Math.hypot(x - pressed.x, y - pressed.y) < SLACK_PX) return;
    event.preventDefault();
    this.held = { block: pressed.block, x, y };
    const cell = document
      .elementsFromPoint(x, y)
      .find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset['date'] !== undefined);
    const vehicle = cell?.dataset['vehicle'];
    const date = cell?.dataset['date'];
    this.over = vehicle === undefined || date === undefined ? null : { vehicle, date };
  }

  /** True where something was dragged: the click that follows is none. */
  release(): boolean {
    const { held, over } = this;
    this.cancel();
    if (held !== null && over !== null) this.#dropped(held.block, over);
    return held !== null;
  }

  cancel(): void {
    this.#pressed = null;
    this.held = null;
    this.over = null;
  }
}
