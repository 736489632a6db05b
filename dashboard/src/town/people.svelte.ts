import type { Assignee } from '@sweepline/contract';

/** Names of those who see the shown municipality: records know people by login. */
class People {
  #named = $state.raw<ReadonlyMap<string, string>>(new Map());
  /** Asks for the names anew. */
  #again: (() => void) | null = null;
  /** Logins that were asked about already: who has gone stays unknown. */
  readonly #missed = new Set<string>();

  /** Two of one name are told apart by their logins. Who joins later is met unnamed: then `again` is called, once for a login. */
  take(people: readonly Pick<Assignee, 'login' | 'name'>[], again: (() => void) | null = null): void {
    this.#again = again;
    const times = new Map<string, number>();
    for (const { name } of people) times.set(name, (times.get(name) ?? 0) + 1);
    this.#named = new Map(people.map(({ login, name }) => [login, times.get(name)! > 1 ? `${name} (${login})` : name]));
  }

  /** Of who is no user any more only the login is known. */
  nameOf(login: string): string {
    const name = this.#named.get(login);
    if (name === undefined && this.#again !== null && !this.#missed.has(login)) {
      this.#missed.add(login);
      queueMicrotask(this.#again);
      // Those who are met at the same time are asked about together.
      this.#again = null;
    }
    return name ?? login;
  }
}

export const people = new People();
