export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly failed: boolean;
}

const STAYS_MS = 6_000;

/** One line about what this person did; never about what the fleet does. */
export class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  #next = 1;

  say(text: string): void {
    this.#add(text, false);
  }

  fail(text: string): void {
    this.#add(text, true);
  }

  close(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  #add(text: string, failed: boolean): void {
    const id = this.#next++;
    this.shown = [...this.shown.slice(-2), { id, text, failed }];
    setTimeout(() => this.close(id), STAYS_MS);
  }
}
