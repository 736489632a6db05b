import { appendFileSync } from 'node:fs';

/**
 * Does an everyday task as a person would and notes what it took: pointer presses, key presses and seconds, which
 * `scripts/browser.mjs` prints as a table. Type with `page.keyboard` or `pressSequentially`: what is filled in at once is not counted.
 */
export async function task(page, name, carryOut) {
  await page.evaluate(() => {
    const taken = { clicks: 0, keys: 0 };
    globalThis.taken = taken;
    addEventListener('pointerdown', () => (taken.clicks += 1), { capture: true });
    addEventListener('keydown', (event) => (taken.keys += event.repeat ? 0 : 1), { capture: true });
  });
  const begin = performance.now();
  await carryOut();
  const seconds = (performance.now() - begin) / 1_000;
  const { clicks, keys } = await page.evaluate(() => globalThis.taken);
  const row = { name, clicks, keys, seconds: Number(seconds.toFixed(1)) };
  if (process.env.SWEEPLINE_TASKS) appendFileSync(process.env.SWEEPLINE_TASKS, `${JSON.stringify(row)}\n`);
  return row;
}
