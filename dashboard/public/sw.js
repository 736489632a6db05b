// Keeps the page's own files, so that the installed desk opens without a connection and says so. Nothing that the service
// answers is ever kept: a position of before must not look like one of now.
const SHELL = 'sweepline-shell-1';
const PAGE = '/';
/** Files named after their content. */
const isAsset = (pathname) => pathname.startsWith('/assets/') || /^\/(favicon\.svg|icon-[\w-]+\.png)$/.test(pathname);

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.add(PAGE))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** The newest page from the service; the kept one where nothing answers. */
async function page(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(PAGE, answer.clone());
    return answer;
  } catch {
    return (await cache.match(PAGE)) ?? Response.error();
  }
}

async function asset(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (isAsset(pathname)) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(request));
});
