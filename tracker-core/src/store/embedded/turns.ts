/** Gives the one database session to one client at a time, in the order of asking. */
export class Turns {
  #holder: object | null = null;
  readonly #waiting: { client: object; start: () => void }[] = [];

  /** Resolves when it is `client`'s turn; at once where it holds it already. */
  take(client: object): Promise<void> {
    if (this.#holder === null || this.#holder === client) {
      this.#holder = client;
      return Promise.resolve();
    }
    return new Promise((start) => this.#waiting.push({ client, start }));
  }

  pass(client: object): void {
    if (this.#holder !== client) return;
    const next = this.#waiting.shift();
    this.#holder = next?.client ?? null;
    next?.start();
  }

  holds(client: object): boolean {
    return this.#holder === client;
  }
}
