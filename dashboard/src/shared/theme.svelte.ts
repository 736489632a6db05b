export const THEME_CHOICES = ['dark', 'light', 'auto'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const KEY = 'sweepline.theme';

/** Dark unless chosen otherwise: the desk works at night. */
export class ThemeSwitch {
  choice = $state<ThemeChoice>('dark');
  #systemLight = $state(false);
  readonly shown: 'dark' | 'light' = $derived(
    this.choice === 'auto' ? (this.#systemLight ? 'light' : 'dark') : this.choice,
  );

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

  /** `T`: the other of dark and light. */
  flip(): void {
    this.choose(this.shown === 'dark' ? 'light' : 'dark');
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.shown;
  }
}
