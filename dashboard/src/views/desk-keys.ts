import type { Desk } from './desk.svelte.ts';
import { actOn } from './desk-actions.ts';
import { actionOf, isControl, isTyping } from './keys.ts';
import { pageOfKey } from './pages.ts';

/** `G` waits this long for the page's letter. */
const GO_WAITS_MS = 1_500;

/** Keys of the whole desk. None acts while a dialog asks, and single ones not while typing. */
export class DeskKeys {
  readonly #desk: Desk;
  #go_ms = Number.NEGATIVE_INFINITY;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  press(event: KeyboardEvent): void {
    if (document.querySelector('dialog[open]') !== null) return;
    const action = actionOf(event, this.#desk.singleKeys.on);
    if (isTyping(event.target) && action !== 'palette') return;
    const waits = event.timeStamp - this.#go_ms < GO_WAITS_MS;
    const page = waits && this.#desk.singleKeys.on ? pageOfKey(event.code) : null;
    this.#go_ms = action === 'go' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (page !== null && this.#desk.pages.includes(page)) {
      this.#desk.go(page);
      event.preventDefault();
      return;
    }
    if (action === null || (action === 'open' && isControl(event.target))) return;
    if (actOn(this.#desk, action)) event.preventDefault();
  }
}
