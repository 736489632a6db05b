/** The cache of the service worker, public/sw.js. */
const SHELL = 'sweepline-shell-1';
/** By then the map has loaded. */
const AFTER_MS = 10_000;

/** Lets the browser keep the page's own files, so that it opens without a connection. Only of a built page. */
export async function keepShell(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
    setTimeout(() => void keepFiles().catch(() => {}), AFTER_MS);
  } catch {
    // Over plain HTTP there is no such thing; the desk then only opens with a connection.
  }
}

/** The files that this page runs on are kept, those of an older build go. */
async function keepFiles(): Promise<void> {
  const wanted = new Set(
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
      .map(({ pathname }) => pathname),
  );
  const cache = await caches.open(SHELL);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname.startsWith('/assets/') && !wanted.has(pathname)) await cache.delete(url);
  }
  for (const file of wanted) if (!(await cache.match(file))) await cache.add(file);
}
