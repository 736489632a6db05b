/** Rows that are in the document at first, and that come with each look at the end. */
const STEP = 60;

/**
 * How much of a long list is in the document: the beginning, and more as its end comes in sight. Under the last row stands
 * an element with `{@attach growing.end}`, for as long as there are more.
 */
export class Growing {
  count = $state(STEP);

  /** A row that is asked for, by a key or an address, is there. */
  reach(row: number): void {
    if (row >= this.count) this.count = row + STEP;
  }

  readonly end = (node: Element): (() => void) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.count += STEP;
      // Still in sight below the new rows it is told of only when it is watched anew.
      observer.unobserve(node);
      requestAnimationFrame(() => observer.observe(node));
    });
    observer.observe(node);
    return () => observer.disconnect();
  };
}
