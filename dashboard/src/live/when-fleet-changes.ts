import type { Listen } from './live-feed.svelte.ts';

/** Many changes at once are one. */
const GATHERED_MS = 400;

/**
 * Calls back once somebody, here or at another desk, made, changed or retired a vehicle or its device, and after a loss
 * of connection that may hide such a thing. Answers the way to stop.
 */
export function whenFleetChanges(listen: Listen, changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = listen(({ type }) => {
    if (type !== 'vehicle' && type !== 'hello') return;
    clearTimeout(timer);
    timer = setTimeout(changed, GATHERED_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
