import type { Assignee } from '@sweepline/contract';

/** Names of those who see the shown municipality: records know people by login. */
class People {
  #named = $state.raw<ReadonlyMap<string, string>>(new Map());

  /** Two of one name are told apart by their logins. */
  take(people: readonly Pick<Assignee, 'login' | 'name'>[]): void {
    const times = new Map<string, number>();
    for (const { name } of people) times.set(name, (times.get(name) ?? 0) + 1);
    this.#named = new Map(people.map(({ login, name }) => [login, times.get(name)! > 1 ? `${name} (${login})` : name]));
  }

  /** Of who is no user any more only the login is known. */
  nameOf(login: string): string {
    return this.#named.get(login) ?? login;
  }
}

export const people = new People();
