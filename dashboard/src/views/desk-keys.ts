import type { Desk } from './desk.svelte.ts';
import { actionOf, isControl, isTyping, type KeyAction } from './keys.ts';
import { replayTarget } from './replay-opening.ts';
import { pageOfKey } from './pages.ts';

/** `G` waits this long for the page's letter. */
const GO_WAITS_MS = 1_500;

/** Single keys of the whole desk. None acts while typing or while a dialog asks. */
export class DeskKeys {
  readonly #desk: Desk;
  #go_ms = Number.NEGATIVE_INFINITY;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  press(event: KeyboardEvent): void {
    if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
    const page = event.timeStamp - this.#go_ms < GO_WAITS_MS ? pageOfKey(event.code) : null;
    const action = actionOf(event);
    this.#go_ms = action === 'go' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (page !== null && this.#desk.pages.includes(page)) {
      this.#desk.go(page);
      event.preventDefault();
      return;
    }
    if (action === null || (action === 'open' && isControl(event.target))) return;
    if (this.#act(action)) event.preventDefault();
  }

  #act(action: KeyAction): boolean {
    const desk = this.#desk;
    const target = desk.target;
    switch (action) {
      case 'next':
        return (desk.step(1), true);
      case 'previous':
        return (desk.step(-1), true);
      case 'open':
        if (target !== null) desk.showIncident(target);
        return target !== null;
      case 'back':
        return (desk.back(), true);
      case 'acknowledge':
        if (target?.state === 'open' && desk.mayDecide) void desk.cases.acknowledge(target);
        return true;
      case 'resolve':
      case 'dismiss':
        if (target !== null && desk.mayDecide) desk.cases.ask(action, target);
        return true;
      case 'message':
        if (desk.selectedVehicle !== null && desk.mayDecide) desk.message = desk.selectedVehicle;
        return true;
      case 'follow':
        if (desk.selectedVehicle !== null) desk.follow(desk.selectedVehicle.vehicle);
        return true;
      case 'replay':
        return replayTarget(desk);
      case 'search':
        if (desk.page !== 'live' && desk.page !== 'incidents') desk.go('live');
        return (document.getElementById('search')?.focus(), true);
      case 'town':
        desk.camera = { kind: 'town' };
        return true;
      case 'theme':
        return (desk.theme.flip(), true);
      case 'keys':
        desk.overlay = 'keys';
        return true;
      case 'go':
        return true;
    }
  }
}
