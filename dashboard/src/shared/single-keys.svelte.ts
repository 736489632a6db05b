const KEY = 'sweepline.keys';

/** Whether single keys act (WCAG 2.1.4): who dictates or has a hand that trembles switches them off. */
export class SingleKeys {
  on = $state(true);

  restore(): void {
    this.on = localStorage.getItem(KEY) !== 'off';
  }

  choose(on: boolean): void {
    this.on = on;
    localStorage.setItem(KEY, on ? 'on' : 'off');
  }
}
