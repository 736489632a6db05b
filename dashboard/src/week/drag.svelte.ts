import type { Block } from './board.ts';
import { pullOf } from './pull.ts';

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

/** A press becomes a drag after so many pixels; of a finger it becomes one after so long, and before that it scrolls. */
const SLACK_PX = 5;
const FINGER_SLACK_PX = 10;
const LONG_PRESS_MS = 400;

/** A block on its way to another cell, held by the mouse, a pen or a finger. */
export class BoardDrag {
  /** Null while nothing is dragged. */
  held = $state.raw<Held | null>(null);
  over = $state.raw<Target | null>(null);
  #pressed: (Held & { readonly pointer: number; readonly isFinger: boolean }) | null = null;
  #lift: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  readonly #dropped: (block: Block, target: Target) => void;
  /** What scrolls when the block is held near its edge. */
  readonly #scroller: () => HTMLElement | undefined;

  constructor(dropped: (block: Block, target: Target) => void, scroller: () => HTMLElement | undefined) {
    this.#dropped = dropped;
    this.#scroller = scroller;
  }

  press(event: PointerEvent, block: Block): void {
    if (event.button !== 0 || !event.isPrimary) return;
    const isFinger = event.pointerType === 'touch';
    const pressed = { block, x: event.clientX, y: event.clientY, pointer: event.pointerId, isFinger };
    this.#pressed = pressed;
    if (isFinger) this.#lift = setTimeout(() => this.#hold(pressed), LONG_PRESS_MS);
  }

  /** A second finger takes the drag back. */
  down(event: PointerEvent): void {
    if (this.#pressed !== null && event.pointerId !== this.#pressed.pointer) this.cancel();
  }

  move(event: PointerEvent): void {
    const pressed = this.#pressed;
    if (pressed === null || event.pointerId !== pressed.pointer) return;
    const [x, y] = [event.clientX, event.clientY];
    const far = Math.hypot(x - pressed.x, y - pressed.y);
    if (this.held === null) {
      if (far < (pressed.isFinger ? FINGER_SLACK_PX : SLACK_PX)) return;
      // A finger that goes on before it was long enough scrolls.
      if (pressed.isFinger) return this.cancel();
    }
    event.preventDefault();
    this.#hold({ block: pressed.block, x, y });
  }

  /** True where something was dragged: the click that follows is none. */
  release(event: PointerEvent): boolean {
    if (this.#pressed !== null && event.pointerId !== this.#pressed.pointer) return false;
    const { held, over } = this;
    this.cancel();
    if (held !== null && over !== null) this.#dropped(held.block, over);
    return held !== null;
  }

  cancel(): void {
    clearTimeout(this.#lift);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pressed = null;
    this.held = null;
    this.over = null;
  }

  #hold({ block, x, y }: Held): void {
    this.held = { block, x, y };
    this.#look();
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#pull);
  }

  #look(): void {
    const { x, y } = this.held!;
    const cell = document
      .elementsFromPoint(x, y)
      .find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset['date'] !== undefined);
    const vehicle = cell?.dataset['vehicle'];
    const date = cell?.dataset['date'];
    const isSame = this.over?.vehicle === vehicle && this.over?.date === date;
    if (!isSame) this.over = vehicle === undefined || date === undefined ? null : { vehicle, date };
  }

  /** Near an edge the board comes along, the faster the nearer. */
  readonly #pull = (): void => {
    const scroller = this.#scroller();
    if (this.held === null || scroller === undefined) return;
    const [right, down] = pullOf(scroller.getBoundingClientRect(), this.held);
    if (right !== 0 || down !== 0) {
      scroller.scrollBy(right, down);
      this.#look();
    }
    this.#frame = requestAnimationFrame(this.#pull);
  };
}
