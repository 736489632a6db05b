import { chromium } from 'playwright-core';
import { PASSWORD } from '../service/start.mjs';

const ARGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-precise-memory-info',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });

/** A page that counts what it hands to MapLibre's workers and the frames that it asks for. */
export async function openPage(browser, { motion = 'no-preference' } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: motion });
  await context.addInitScript(() => {
    localStorage.setItem('sweepline.locale', 'en');
    const counted = { updates: 0, frames: 0 };
    globalThis.counted = counted;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      // MapLibre's message for new data of a GeoJSON source, which `updateData` and `setData` both send.
      if (message?.type === 'LD' && message?.data?.type === 'geojson') counted.updates += 1;
      return post.call(this, message, ...rest);
    };
    const request = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (callback) =>
      request((now) => {
        if (counted.last !== now) counted.frames += 1;
        counted.last = now;
        callback(now);
      });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  return { context, page, devtools };
}

/** Signs the benches' administrator in, from the page's first address. */
export async function signIn(page, http) {
  await page.goto(http);
  await page.fill('#login', 'admin');
  await page.fill('#password', PASSWORD);
  await page.press('#password', 'Enter');
}

export async function metricsOf(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** Used heap after a collection, MB. */
export async function heapMb(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  return (await metricsOf(devtools)).JSHeapUsedSize / 2 ** 20;
}

/** Waits until streets and vehicles are drawn; milliseconds from the beginning of the navigation until they were. */
export async function usable(page) {
  const seen = await page.waitForFunction(() => {
    const map = document.querySelector('.map');
    if (map?.dataset.map !== 'ready') return null;
    // What has been drawn is asked of the map itself, which takes a while: the time before it counts.
    const now_ms = performance.now();
    const { streets, vehicles } = map.rendered();
    return streets > 0 && vehicles > 0 ? now_ms : null;
  });
  return seen.jsonValue();
}
