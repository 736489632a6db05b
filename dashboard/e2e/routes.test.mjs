import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, URL, visit } from './browser.mjs';
import { clientOf } from './client.mjs';
import { MAP, open, streets } from './routes-pages.mjs';
import { task } from './task.mjs';

const WORDS = {
  ru: { tab: 'Маршруты', make: 'Новый маршрут', save: 'Сохранить', edit: 'Изменить', remove: 'Удалить', name: 'Проба' },
  en: { tab: 'Routes', make: 'New route', save: 'Save', edit: 'Edit', remove: 'Delete', name: 'Trial' },
};

/** Waits until the map stands still with a place of an edge inside it, and answers the place on the page. */
async function placeOf(page, edge, share) {
  await page.waitForFunction(
    ([map, edge, share]) => {
      const element = document.querySelector(map);
      const at = element?.placeOf?.(edge, share);
      const still = at && element.was?.x === at.x && element.was?.y === at.y;
      if (element) element.was = at;
      return still && at.x > 0 && at.y > 70 && at.x < element.clientWidth && at.y < element.clientHeight - 140;
    },
    [MAP, edge, share],
    { polling: 200 },
  );
  return page.evaluate(
    ([map, edge, share]) => {
      const element = document.querySelector(map);
      const { left, top } = element.getBoundingClientRect();
      const { x, y } = element.placeOf(edge, share);
      return { x: left + x, y: top + y };
    },
    [MAP, edge, share],
  );
}

describe('routes', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let ask;
  let town;
  let routes;
  before(async () => {
    browser = await launch();
    ({ request: ask } = await clientOf());
    town = (await ask('GET', '/municipalities')).body.items[0].id;
    routes = (await ask('GET', `/routes?municipality=${town}`)).body.items;
  });
  after(() => browser?.close());

  it('lists the routes beside the streets that they lie on', async () => {
    for (const locale of ['ru', 'en']) {
      const { page, complaints } = await visit(browser, { locale });
      await signIn(page);
      await open(page, town);
      await page.getByRole('link', { name: WORDS[locale].tab }).waitFor();
      await page.waitForFunction((map) => document.querySelector(map).rendered().legs > 0, MAP);
      await page.locator(`[data-route="${routes[0].id}"]`).click();
      await page.waitForSelector(`[data-route-card="${routes[0].id}"] ol button`);
      assert.deepEqual(await seriousFindings(page), []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
  });

  it('fetches a route that a link names, a retired one too, and says of one that is not there', async () => {
    const id = `e2e-linked-${Date.now().toString(36)}`;
    const { name, operation, legs } = routes[0];
    const [{ edge, side }] = legs;
    const body = { municipality: town, name: `${name} L`, operation, legs: [{ edge, side }] };
    assert.equal((await ask('PUT', `/routes/${id}`, body)).status, 200);
    assert.equal((await ask('POST', `/routes/${id}/retire`, {})).status, 200);
    for (const [locale, none] of [
      ['ru', 'Маршрута nobody в этом городе нет.'],
      ['en', 'There is no route nobody in this town.'],
    ]) {
      const { page, complaints } = await visit(browser, { locale, url: `${URL}/#/${town}/plans/routes/${id}` });
      await signIn(page);
      await page.waitForSelector(`[data-route-card="${id}"] ol button`);
      await page.goto(`${URL}/#/${town}/plans/routes/nobody`);
      await page.getByRole('alert').filter({ hasText: none }).waitFor();
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
    assert.equal((await ask('DELETE', `/routes/${id}`)).status, 204);
  });

  for (const locale of ['en', 'ru'])
    it(`draws a route along both kerbs, and takes in the way between two streets: ${locale}`, async () => {
      const { page, complaints } = await visit(browser, { locale });
      const [first, second] = [routes[0].legs[0], routes[0].legs.at(-1)];
      await signIn(page);
      await open(page, town, routes[0].id);
      await page.waitForSelector('[data-route-card]');
      let id;
      await task(page, `draw a route, both kerbs (${locale})`, async () => {
        await page.getByRole('button', { name: WORDS[locale].make }).click();
        id = await page.locator('#route-id').inputValue();
        await streets(page);
        await page.keyboard.press('Digit2');
        for (const { edge, from_m, to_m } of [first, second]) {
          const { x, y } = await placeOf(page, edge, (from_m + to_m) / 2);
          await page.mouse.move(x, y);
          await page.mouse.click(x, y);
          await page.waitForFunction(
            (more) => document.querySelectorAll('[data-leg]').length >= more,
            edge === first.edge ? 1 : 2,
          );
        }
        await page.locator('.proposal').waitFor();
        await page.keyboard.press('Enter');
        await page.locator('.proposal').waitFor({ state: 'detached' });
        await page.locator('#route-name').click();
        await page.keyboard.type(WORDS[locale].name);
        await page.getByRole('button', { name: WORDS[locale].save, exact: false }).last().click();
        await page.waitForSelector(`[data-route-card="${id}"]`);
      });
      const { body: made } = await ask('GET', `/routes/${id}`);
      assert.equal(made.name, WORDS[locale].name);
      const sides = (edge) => made.legs.filter((leg) => leg.edge === edge).map(({ side }) => side);
      assert.deepEqual(sides(first.edge).sort(), ['left', 'right']);
      assert.deepEqual(sides(second.edge).sort(), ['left', 'right']);
      assert.ok(made.legs.length > 4, `the way between came in: ${made.legs.length} legs`);
      assert.deepEqual(complaints, []);
      await page.context().close();
      assert.equal((await ask('DELETE', `/routes/${id}`)).status, 204);
    });

  for (const locale of ['en', 'ru'])
    it(`changes a route by the keyboard alone, and shows the versions side by side: ${locale}`, async () => {
      const legs = routes[1].legs.slice(0, 6);
      const id = 'e2e-keys';
      await ask('DELETE', `/routes/${id}`);
      await ask('PUT', `/routes/${id}`, { municipality: town, name: 'Keys', operation: 'sweep', legs });
      const { page } = await visit(browser, { locale });
      await signIn(page);
      await open(page, town, id, 'edit');
      await task(page, `change a route without the mouse (${locale})`, async () => {
        await page.locator('[data-leg]').first().focus();
        const before = await page.locator('[data-leg]').count();
        await page.keyboard.press('Delete');
        await page.waitForFunction((was) => document.querySelectorAll('[data-leg]').length === was - 1, before);
        await page.keyboard.press('Control+KeyZ');
        await page.waitForFunction((was) => document.querySelectorAll('[data-leg]').length === was, before);
        await page.keyboard.press('Control+Shift+KeyZ');
        await page.waitForFunction((was) => document.querySelectorAll('[data-leg]').length === was - 1, before);
        await page.keyboard.press('Control+KeyS');
        await page.waitForSelector(`[data-route-card="${id}"]`);
      });
      assert.equal((await ask('GET', `/routes/${id}`)).body.version, 2);
      await page.locator('[data-route-card] ol button:enabled').click();
      const removed = page.locator('dd[data-difference="removed"]');
      await removed.waitFor();
      assert.match(await removed.textContent(), /^−[1-9]/);
      assert.match(await page.evaluate(() => location.hash), /versions\/1\/2(\/@|$)/);
      assert.deepEqual(await seriousFindings(page), []);
      await page.keyboard.press('Escape');
      await page.waitForSelector(`[data-route-card="${id}"]`);
      await page.getByRole('button', { name: WORDS[locale].remove }).click();
      await page.locator('dialog').getByRole('button', { name: WORDS[locale].remove }).click();
      await page.locator('[data-route-card]').waitFor({ state: 'detached' });
      assert.equal((await ask('GET', `/routes/${id}`)).status, 404);
      await page.context().close();
    });

  it('keeps what is drawn while another page is looked at', async () => {
    const { page } = await visit(browser);
    await signIn(page);
    await open(page, town, routes[2].id, 'edit');
    await page.locator('[data-leg]').first().focus();
    await page.keyboard.press('Delete');
    const left = await page.locator('[data-leg]').count();
    const address = await page.evaluate(() => location.hash);
    await page.evaluate(() => (location.hash = location.hash.split('/').slice(0, 2).concat('live').join('/')));
    await page.waitForSelector(MAP, { state: 'detached' });
    await page.evaluate((address) => (location.hash = address), address);
    await page.waitForSelector('[data-leg]');
    assert.equal(await page.locator('[data-leg]').count(), left);
    await page.context().close();
  });

  it('can be read on the phone', async () => {
    const { page } = await visit(browser, { device: PHONE, locale: 'ru', theme: 'light' });
    await signIn(page);
    await open(page, town, routes[0].id);
    await page.waitForSelector('[data-route-card]');
    assert.ok((await sideways(page)) <= 0);
    assert.deepEqual(await seriousFindings(page), []);
    await page.context().close();
  });
});
