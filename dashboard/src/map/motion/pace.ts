/**
 * Slower than this (ms a picture) a glide is seen as single pictures, no smoother than steps, and takes the page's whole time:
 * what follows within about a tenth of a second is perceived as one motion (Card, Moran and Newell 1983, perceptual processor).
 */
const SLOW_MS = 100;
/** So many pictures in a row tell. */
const PICTURES = 6;
/** A longer pause between two pictures is a hidden page or a sleeping machine, not slowness. */
const PAUSE_MS = 4_000;
/** Then it is tried again: another window may have been what slowed it. */
const AGAIN_MS = 300_000;

/**
 * Tells from the time between pictures whether the machine can draw motion: without a graphics card it draws a few a
 * second, and lists and keys would wait behind each. Time is given, never read.
 */
export class Pace {
  #last_ms: number | null = null;
  #taken: number[] = [];
  #slowSince_ms: number | null = null;

  /** A picture of a motion that goes on. */
  picture(now_ms: number): void {
    const took_ms = this.#last_ms === null ? null : now_ms - this.#last_ms;
    this.#last_ms = now_ms;
    if (took_ms === null || took_ms > PAUSE_MS) return;
    this.#taken.push(took_ms);
    if (this.#taken.length < PICTURES) return;
    const mean_ms = this.#taken.reduce((sum, one) => sum + one, 0) / PICTURES;
    this.#taken = [];
    if (mean_ms > SLOW_MS) this.#slowSince_ms = now_ms;
  }

  /** Nothing moves until the next picture: the time up to it says nothing. */
  rest(): void {
    this.#last_ms = null;
  }

  /** False: vehicles step from fix to fix. */
  glides(now_ms: number): boolean {
    if (this.#slowSince_ms !== null && now_ms - this.#slowSince_ms > AGAIN_MS) this.#slowSince_ms = null;
    return this.#slowSince_ms === null;
  }
}
