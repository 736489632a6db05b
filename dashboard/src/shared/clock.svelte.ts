/** The time of this page, second by second; everything that ages or counts down reads it. */
export class Clock {
  now_ms = $state(Date.now());
  #ahead_ms = 0;

  /** Starts ticking at full seconds. Returns the way to stop it. */
  start(): () => void {
    let handle: ReturnType<typeof setTimeout>;
    const tick = () => {
      this.now_ms = Date.now() + this.#ahead_ms;
      handle = setTimeout(tick, 1000 - (this.now_ms % 1000));
    };
    tick();
    return () => clearTimeout(handle);
  }

  /** The service's clock rules: milliseconds it is ahead of this machine's. */
  follow(ahead_ms: number): void {
    this.#ahead_ms = ahead_ms;
    this.now_ms = Date.now() + ahead_ms;
  }
}
