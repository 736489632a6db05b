import { existsSync } from 'node:fs';
import { heapMb, launch, openPage, signIn } from './dashboard/page.mjs';
import { figure, printTable } from './table.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PATIENCE_MS = 60_000;
const JUMPS = [0.5, 0.97, 0.2, 0.7, 0.05];

/** Rows of lines are in the document, and none of them waits for its words. */
const drawn = (page) =>
  page.waitForFunction(
    () => document.querySelector('tr[data-line]') !== null && document.querySelector('tr.coming') === null,
    null,
    { polling: 'raf', timeout: PATIENCE_MS },
  );

async function took(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** What a claim's page costs in headless Chromium: opened, its longest group unfolded, jumped about in, narrowed. */
export async function claimPage({ http }, municipality, claim) {
  if (!existsSync(CHROMIUM)) return console.log(`  the page is not measured: ${CHROMIUM} is absent`);
  const browser = await launch();
  try {
    const { page, devtools } = await openPage(browser);
    await signIn(page, http);
    await page.waitForFunction(() => location.hash.split('/').length > 2, null, { timeout: PATIENCE_MS });
    const address = `#/${municipality}/claims`;
    const go = (hash) => page.evaluate((to) => (location.hash = to), hash);
    await go(address);
    await page.waitForSelector('[data-row]');
    const before_mb = await heapMb(devtools);
    const first_ms = await took(async () => {
      await go(`${address}/${claim}`);
      await drawn(page);
    });
    const again_ms = await took(async () => {
      await page.reload();
      await drawn(page);
    });
    await page.locator('tr.more button').first().click();
    await drawn(page);
    const jumps = [];
    for (const share of JUMPS)
      jumps.push(
        await took(async () => {
          await page.locator('.table-scroll').evaluate((element, to) => {
            element.scrollTop = (element.scrollHeight - element.clientHeight) * to;
          }, share);
          await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
          await drawn(page);
        }),
      );
    // A wheel that is turned without a rest: the longest frame while the rows pass by.
    const longest_ms = await page.locator('.table-scroll').evaluate(
      (element) =>
        new Promise((done) => {
          element.scrollTop = 0;
          let [frames, last, longest] = [0, performance.now(), 0];
          const next = (now) => {
            longest = Math.max(longest, now - last);
            last = now;
            element.scrollTop += 300;
            if (++frames < 240) requestAnimationFrame(next);
            else done(longest);
          };
          requestAnimationFrame(next);
        }),
    );
    await drawn(page);
    const found_ms = await took(async () => {
      await page.getByRole('searchbox').fill('r1');
      await page.waitForFunction(() => location.hash.includes('/find/'), null, { polling: 'raf' });
      await page.waitForSelector('[role="search"] [role="status"]');
      await drawn(page);
    });
    await page.getByRole('searchbox').fill('');
    await page.waitForFunction(() => !location.hash.includes('/find/'));
    await drawn(page);
    const after_mb = await heapMb(devtools);
    const rows = await page.locator('tr[data-line]').count();
    printTable(
      [
        'first picture, ms',
        'by its address',
        'jump, median',
        'worst',
        'longest frame',
        'narrowed',
        'heap MB',
        'of the register',
        'rows',
      ],
      [
        [
          figure(first_ms, 0),
          figure(again_ms, 0),
          figure(jumps.toSorted((a, b) => a - b)[2], 0),
          figure(Math.max(...jumps), 0),
          figure(longest_ms, 0),
          figure(found_ms, 0),
          figure(after_mb),
          figure(before_mb),
          figure(rows, 0),
        ],
      ],
    );
  } finally {
    await browser.close();
  }
}
