export const MAP = '.street-map';

/** Opens an address of the routes' part and waits until its map has drawn streets. */
export async function open(page, town, ...rest) {
  // The first address is the desk's own.
  await page.waitForFunction(() => location.hash.split('/').length > 2);
  await page.evaluate((path) => (location.hash = path), ['#', town, 'plans', 'routes', ...rest].join('/'));
  await streets(page);
}

/** Waits until its map has drawn streets. */
export const streets = (page) =>
  page.waitForFunction((map) => (document.querySelector(map)?.rendered?.().streets ?? 0) > 0, MAP);
