const KEY = 'sweepline.notices';

/** New decisions as notifications of the computer: only where somebody asked for them by a button, and while nobody looks. */
export class Notices {
  on = $state(false);
  /** False where this browser knows none. */
  readonly possible = typeof Notification === 'function';

  restore(): void {
    this.on = this.possible && localStorage.getItem(KEY) === 'on' && Notification.permission === 'granted';
  }

  /** Answers whether they come now; `refused` where the browser forbids them. */
  async flip(): Promise<'on' | 'off' | 'refused'> {
    if (this.on) {
      this.on = false;
      localStorage.setItem(KEY, 'off');
      return 'off';
    }
    if (!this.possible || (await Notification.requestPermission()) !== 'granted') return 'refused';
    this.on = true;
    localStorage.setItem(KEY, 'on');
    return 'on';
  }

  /** One a case: a newer word about it takes the place of the older. */
  show(title: string, body: string, tag: string, onopen: () => void): void {
    if (!this.on || document.visibilityState === 'visible') return;
    const notice = new Notification(title, { body, tag, silent: true });
    notice.addEventListener('click', () => {
      window.focus();
      onopen();
      notice.close();
    });
  }
}
