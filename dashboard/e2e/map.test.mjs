// The live map as an operator uses it: SWEEPLINE_URL, ADMIN_PASSWORD of a running service with a simulated fleet.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  drawn,
  drawnWithLegs,
  launch,
  PASSWORD,
  PHONE,
  rests,
  seriousFindings,
  sideways,
  signIn,
  URL as SERVICE,
  visit,
} from './browser.mjs';
import { startProxy } from './proxy.mjs';
import { task } from './task.mjs';

const WALL = { viewport: { width: 1920, height: 1080 } };
const rendered = (page) => page.evaluate(() => document.querySelector('.map').rendered());
const placeOf = (url) => /@(-?[\d.]+),(-?[\d.]+),([\d.]+)/.exec(url)?.slice(1).map(Number) ?? null;
const ask = (page, path) => page.evaluate(async (address) => (await fetch(`/api/v1${address}`)).json(), path);

/** The plate of a vehicle that is on its way. */
async function someVehicle(page) {
  const { items } = await ask(page, '/vehicles');
  // Another test may have retired one of its own that was heard just now.
  for (const { id, plate } of items.filter(({ retiredAt }) => retiredAt === undefined)) {
    const from = new Date(Date.now() - 300_000).toISOString();
    const to = new Date(Date.now() + 60_000).toISOString();
    const { fixes } = await ask(
      page,
      `/vehicles/${id}/track?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
    );
    if (fixes?.length > 0) return { id, plate };
  }
  throw new Error('no vehicle has reported in the last five minutes');
}

describe('map', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  async function desk(options) {
    const { page, complaints } = await visit(browser, options);
    await signIn(page);
    await drawn(page);
    return { page, complaints };
  }

  for (const locale of ['en', 'ru'])
    it(`finds a machine by its plate and follows it, ${locale}`, async () => {
      const { page, complaints } = await desk({ locale });
      const { id, plate } = await someVehicle(page);
      await task(page, `find a machine by plate and follow it (${locale})`, async () => {
        await page.keyboard.press('Slash');
        await page.waitForFunction(() => document.activeElement?.id === 'search');
        await page.keyboard.type(plate.replace(/\s/g, '').toLowerCase());
        await page.locator('[role=option][aria-selected=true]').filter({ hasText: plate }).waitFor();
        await page.keyboard.press('Enter');
        await page.locator('aside h2').filter({ hasText: plate }).waitFor();
        await page.keyboard.press('KeyF');
        await page.locator('aside [aria-pressed=true]').waitFor();
      });
      assert.ok(page.url().includes(`/live/vehicle/${id}`));
      // It goes on moving, and the address with it.
      await page.waitForFunction(() => Number(/@[^,]+,[^,]+,([\d.]+)/.exec(location.hash)?.[1]) >= 15);
      assert.ok((await rendered(page)).vehicles > 0);
      assert.deepEqual(complaints, []);
    });

  it('finds a machine by its device', async () => {
    const { page } = await desk();
    const { items } = await ask(page, '/devices');
    const { id, vehicle } = items.find((device) => !device.revoked);
    await page.keyboard.press('Slash');
    await page.keyboard.type(id);
    await page.locator('[role=option]').filter({ hasText: id }).first().click();
    await page.waitForURL((url) => url.hash.includes(`/vehicle/${vehicle}`));
  });

  for (const locale of ['en', 'ru'])
    it(`a colleague sees the view that was sent: ${locale}`, async () => {
      const { page } = await desk({ locale, permissions: ['clipboard-read', 'clipboard-write'] });
      const { plate } = await someVehicle(page);
      await page.keyboard.press('Slash');
      await page.keyboard.type(plate);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Digit1');
      await page.locator('.map canvas').first().focus();
      await page.keyboard.press('ArrowLeft');
      await rests(page);
      let link;
      await task(page, `send a colleague the view I am looking at (${locale})`, async () => {
        await page.keyboard.press('KeyL');
        link = await page.evaluate(() => navigator.clipboard.readText());
      });
      assert.equal(link, page.url());
      assert.ok(placeOf(link) !== null && link.endsWith(',-1'));

      const other = await visit(browser, { url: link, locale: locale === 'ru' ? 'en' : 'ru' });
      await signIn(other.page);
      await other.page.locator('aside h2').filter({ hasText: plate }).waitFor();
      await drawn(other.page);
      await rests(other.page);
      assert.equal(new URL(other.page.url()).hash, new URL(link).hash);
      await other.page
        .locator('ul button[aria-pressed=false]')
        .filter({ hasText: locale === 'ru' ? 'Done' : 'Убрано' })
        .waitFor();
    });

  for (const locale of ['en', 'ru'])
    it(`changes theme, language, and to the wall screen: ${locale}`, async () => {
      const { page, complaints } = await desk({ device: WALL, locale });
      const words =
        locale === 'en'
          ? { other: 'Русский', decisions: 'Требует решения' }
          : { other: 'English', decisions: 'Needs a decision' };
      await task(page, `change language, theme, and to the wall screen (${locale})`, async () => {
        await page.keyboard.press('KeyT');
        await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
        await page.locator('button.person').click();
        await page.getByRole('button', { name: words.other }).click();
        await page.keyboard.press('Escape');
        await page.keyboard.press('KeyV');
        await page.waitForFunction(() => document.documentElement.dataset.theme === 'wall');
      });
      await page.getByRole('heading', { name: words.decisions }).waitFor();
      const { vehicles } = await drawnWithLegs(page);
      assert.ok(vehicles > 0);
      assert.ok((await sideways(page)) <= 0);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter((element) => !element.closest('.map, .visually-hidden, .opener, svg'))
          .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
          .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 22)
          .map((element) => element.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(small, [], 'nothing on the wall is smaller than 22 px');
      assert.deepEqual(await seriousFindings(page), []);
      await page.keyboard.press('KeyV');
      await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
      assert.deepEqual(complaints, []);
    });

  it('shows districts with their progress from afar, and one from near when it is clicked', async () => {
    const { page } = await desk();
    const canvas = page.locator('.map canvas').first();
    await canvas.focus();
    for (let zoom = 20; zoom >= 12.2; [, , zoom] = placeOf(page.url())) {
      const before = page.url();
      await page.keyboard.press('Minus');
      await page.waitForFunction((address) => location.href !== address, before);
      await rests(page);
    }
    await page.waitForFunction(() => {
      const { districts, vehicles, legs } = document.querySelector('.map').rendered();
      return districts > 0 && vehicles === 0 && legs === 0;
    });
    const { x, y, width, height } = await canvas.boundingBox();
    const tip = page.getByRole('tooltip').filter({ hasText: '%' });
    const around = [
      [0, 30],
      [40, 60],
      [-40, 60],
      [40, 0],
      [-40, 0],
    ].map(([east, south]) => [x + width / 2 + east, y + height / 2 + south]);
    for (const [at, over] of around) {
      await page.mouse.move(at, over, { steps: 4 });
      const seen = await tip.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (seen) break;
    }
    assert.equal(await tip.count(), 1, 'a district tells its progress under the pointer');
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForFunction(() => {
      const { districts, legs } = document.querySelector('.map').rendered();
      return districts === 0 && legs > 0;
    });
  });

  it('shows and hides legs by the keys of their states and by the legend', async () => {
    const { page } = await desk();
    const { legs: before } = await drawnWithLegs(page);
    await page.keyboard.press('Digit1');
    await page.waitForFunction((all) => document.querySelector('.map').rendered().legs < all, before);
    await page.locator('ul button[aria-pressed=false]').filter({ hasText: 'Done' }).click();
    await page.waitForFunction(() => document.querySelector('ul button[aria-pressed=false]') === null);
  });

  for (const locale of ['en', 'ru'])
    it(`lists what is in view as the next tab stop, ${locale}`, async () => {
      const { page } = await desk({ locale });
      const canvas = page.locator('.map canvas').first();
      await page.waitForFunction(() =>
        /\d/.test(document.querySelector('.map canvas').getAttribute('aria-label') ?? ''),
      );
      await canvas.focus();
      const opener = page.getByRole('button', {
        name: locale === 'ru' ? 'Список того, что на экране' : 'List of what is in view',
      });
      // The attribution's link stands within the map.
      for (let tabs = 0; tabs < 3 && !(await opener.evaluate((one) => one === document.activeElement)); tabs++)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const list = page.getByRole('region', { name: /what is in view|того, что на экране/ });
      await list.getByRole('listitem').first().waitFor();
      assert.deepEqual(await seriousFindings(page), []);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.activeElement?.classList.contains('opener'));
    });

  it('says that the connection is lost, mends it, and says what was caught up', async () => {
    const proxy = await startProxy(SERVICE);
    const { page } = await desk({ url: proxy.url });
    await proxy.cut();
    const band = page.locator('.band .band').filter({ hasText: 'No connection since' });
    await band.waitFor();
    const box = await band.boundingBox();
    assert.ok(box.width >= 1440 && box.height >= 40, 'the band has the whole width');
    assert.equal(await page.locator('[aria-live=assertive]').filter({ hasText: 'No connection' }).count(), 1);
    await proxy.mend();
    await page.locator('.band .band').filter({ hasText: 'Connected again' }).waitFor();
    await page.waitForFunction(
      () => !/Connected again|No connection/.test(document.querySelector('.band .band')?.textContent ?? ''),
    );
    await proxy.cut();
  });

  it('opens without a connection as an installed page, and then shows nothing as live', async () => {
    const proxy = await startProxy(SERVICE);
    const { page } = await desk({ url: proxy.url, serviceWorkers: 'allow' });
    await page.waitForFunction(
      async () => {
        const cache = await caches.open('sweepline-shell-1');
        const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
        return kept.includes('/') && kept.some((path) => /maplibre/.test(path));
      },
      null,
      { polling: 1_000 },
    );
    await proxy.cut();
    await page.reload();
    await page.getByRole('alert').filter({ hasText: 'Nothing is shown yet' }).waitFor();
    const kept = await page.evaluate(async () => {
      const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map(({ url }) => new URL(url).pathname);
    });
    assert.deepEqual(
      kept.filter((path) => !/^\/($|assets\/|favicon|icon)/.test(path)),
      [],
    );
    assert.equal(await page.locator('.map').count(), 0);
    const manifest = await (await fetch(`${SERVICE}/manifest.webmanifest`)).json();
    for (const { src } of manifest.icons) assert.equal((await fetch(SERVICE + src)).status, 200, src);
    await proxy.mend();
    await drawn(page);
    await proxy.cut();
  });

  it('fits a phone: districts, legend and search without sideways scrolling', async () => {
    const { page } = await visit(browser, { device: PHONE, locale: 'ru' });
    await signIn(page);
    await page.waitForFunction(() => (document.querySelector('.map')?.rendered?.().streets ?? 0) > 0);
    assert.ok((await sideways(page)) <= 0);
    assert.deepEqual(await seriousFindings(page), []);
  });
});
