import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, PASSWORD, seriousFindings, signIn, visit } from './browser.mjs';

const MAP = '.street-map';

/** Opens an address of the routes' part and waits until its map has drawn streets. */
async function open(page, ...rest) {
  await page.evaluate(() => location.hash.length > 2 || Promise.reject(new Error('no town yet'))).catch(() => {});
  await page.waitForFunction(() => location.hash.split('/').length > 2 || document.querySelector('nav a, nav button'));
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyP');
  await page.waitForFunction(() => location.hash.split('/')[2] === 'plans');
  await page.evaluate((rest) => (location.hash += `/${['routes', ...rest].join('/')}`), rest);
  await page.waitForFunction((map) => (document.querySelector(map)?.rendered?.().streets ?? 0) > 0, MAP);
}

describe('routes', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  it('lists the routes beside the streets that they lie on', async () => {
    for (const [locale, tab] of [
      ['ru', 'Маршруты'],
      ['en', 'Routes'],
    ]) {
      const { page, complaints } = await visit(browser, { locale });
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      await open(page);
      await page.getByRole('link', { name: tab }).waitFor();
      await page.waitForSelector('[data-route]');
      await page.waitForFunction((map) => document.querySelector(map).rendered().legs > 0, MAP);
      assert.deepEqual(await seriousFindings(page), []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
  });
});
