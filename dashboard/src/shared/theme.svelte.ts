export const THEME_CHOICES = ['dark', 'light', 'auto'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const KEY = 'sweepline.theme';

/** Dark unless chosen otherwise: the desk works at night. */
export class ThemeSwitch {
  choice = $state<ThemeChoice>('dark');
  #systemLight = $state(false);
  #onWall = $state(false);
  readonly shown: 'dark' | 'light' | 'wall' = $derived.by(() => {
    if (this.#onWall) return 'wall';
    return this.choice === 'auto' ? (this.#systemLight ? 'light' : 'dark') : this.choice;
  });

  restore(): void {
    const stored = localStorage.getItem(KEY);
    this.choice = THEME_CHOICES.find((choice) => choice === stored) ?? 'dark';
    const system = matchMedia('(prefers-color-scheme: light)');
    this.#systemLight = system.matches;
    system.addEventListener('change', () => {
      this.#systemLight = system.matches;
      this.#apply();
    });
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(KEY, choice);
    this.#apply();
  }

  /** The wall screen has colours of its own; the choice is kept for when it is left. */
  hang(onWall: boolean): void {
    this.#onWall = onWall;
    this.#apply();
  }

  /** `T`: the other of dark and light. */
  flip(): void {
    this.choose(this.shown === 'light' ? 'dark' : 'light');
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.shown;
  }
}
