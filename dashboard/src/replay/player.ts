export const SPEEDS = [1, 5, 20, 60, 120] as const;
export type Speed = (typeof SPEEDS)[number];

/** A frame that comes later than this (the page was hidden) does not leap ahead. */
const LONGEST_FRAME_MS = 250;

/** The replay's own clock. It tells everyone who listens; nothing of it is reactive, for it moves sixty times a second. */
export class Player {
  at_ms: number;
  playing = false;
  speed: Speed = 20;
  #from_ms: number;
  #to_ms: number;
  #frame = 0;
  #last_ms = 0;
  readonly #listeners = new Set<() => void>();

  constructor(from_ms: number, to_ms: number, at_ms: number) {
    this.#from_ms = from_ms;
    this.#to_ms = to_ms;
    this.at_ms = at_ms;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  seek(at_ms: number): void {
    this.at_ms = Math.min(this.#to_ms, Math.max(this.#from_ms, at_ms));
    this.#tell();
  }

  play(): void {
    if (this.playing) return;
    if (this.at_ms >= this.#to_ms) this.at_ms = this.#from_ms;
    this.playing = true;
    this.#last_ms = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
    this.#tell();
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    if (!this.playing) return;
    this.playing = false;
    this.#tell();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    this.#tell();
  }

  /** The next quicker or slower speed. */
  shift(by: 1 | -1): void {
    const at = SPEEDS.indexOf(this.speed) + by;
    this.setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))]!);
  }

  readonly #tick = (now_ms: number): void => {
    const passed_ms = Math.min(LONGEST_FRAME_MS, Math.max(0, now_ms - this.#last_ms));
    this.#last_ms = now_ms;
    this.at_ms = Math.min(this.#to_ms, this.at_ms + passed_ms * this.speed);
    if (this.at_ms >= this.#to_ms) this.pause();
    else this.#frame = requestAnimationFrame(this.#tick);
    this.#tell();
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
