export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly failed: boolean;
  /** What can be done about it while it is shown. */
  readonly offer: { readonly verb: string; readonly run: () => void } | null;
}

const STAYS_MS = 6_000;

/** One line about what this person did; never about what the fleet does. */
export class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  #next = 1;

  say(text: string): void {
    this.#add(text, false, null);
  }

  fail(text: string): void {
    this.#add(text, true, null);
  }

  /** With one thing to do, such as to take it back. */
  offer(text: string, verb: string, run: () => void): void {
    this.#add(text, false, { verb, run });
  }

  close(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  #add(text: string, failed: boolean, offer: Toast['offer']): void {
    const id = this.#next++;
    this.shown = [...this.shown.slice(-2), { id, text, failed, offer }];
    setTimeout(() => this.close(id), STAYS_MS);
  }
}
