/** Waits for the work, but not longer than the limit; how the work ends is its owner's matter. */
export async function within(limit_ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, limit_ms)));
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}
