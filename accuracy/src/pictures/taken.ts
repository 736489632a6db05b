import type { Point } from '@sweepline/simulator/pure';

/** Places already taken, as discs. */
export class Taken {
  readonly #discs: { readonly x: number; readonly y: number; readonly r: number }[] = [];

  put({ x, y }: Point, r: number): void {
    this.#discs.push({ x, y, r });
  }

  /** How many of the discs a chain of discs meets. */
  count(chain: readonly Point[], r: number): number {
    return this.#discs.filter((disc) => chain.some(({ x, y }) => Math.hypot(disc.x - x, disc.y - y) < disc.r + r))
      .length;
  }
}
