/** The same a step ahead: while one is worked on, the next is already being made. */
export async function* ahead<Item>(source: AsyncGenerator<Item, void, void>): AsyncGenerator<Item, void, void> {
  let coming = source.next();
  // Whoever awaits it later is told.
  coming.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await coming;
      if (done) return;
      coming = source.next();
      coming.catch(() => undefined);
      yield value;
    }
  } finally {
    await source.return();
  }
}
