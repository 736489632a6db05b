// The rest of a route to another machine; a part of it, with the preview of both; the whole of it between two others.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, PATIENCE_MS, PHONE, seriousFindings, sideways, signIn, URL, visit, WIDE } from './browser.mjs';
import { clientOf, townOf } from './client.mjs';
import { connectDevice, placeOfRoute } from './device.mjs';
import { task } from './task.mjs';

const MINUTE_MS = 60_000;
const MARK = `sh${Date.now().toString(36)}`;
const WORDS = {
  en: { part: 'A part', done: /handed over to/, verb: /^Hand over/ },
  ru: { part: 'Часть', done: /Передано/, verb: /^Передать/ },
};
const cm = (length_m) => Math.round(length_m * 100);
/** Metres as the dialog tells them, whatever parts their thousands. */
const metresIn = (text) => Number(text.replace(/[^\d]/g, ''));

/** The place and zoom that the address tells, once the map rests, elsewhere than it was seen. */
async function rests(page, seen = null) {
  const told = () => /@(-?[\d.]+),(-?[\d.]+),([\d.]+)/.exec(page.url())?.slice(1).map(Number) ?? null;
  for (let [end, last] = [Date.now() + PATIENCE_MS, null]; Date.now() < end; await pause(600)) {
    const [lon, lat, zoom] = told() ?? [];
    const view = { lon, lat, zoom };
    const same = (other) => other !== null && lon === other.lon && lat === other.lat && zoom === other.zoom;
    if (lon !== undefined && same(last) && !same(seen)) return view;
    last = view;
  }
  throw new Error('the map did not move, or did not rest');
}

describe('the rest of a route', () => {
  let browser;
  let api;
  let town;
  let contractor;
  let route;
  const vehicles = [];
  const devices = [];

  before(async () => {
    browser = await launch();
    api = await clientOf();
    ({ town, contractor, route } = await townOf(api));
    const place = await placeOfRoute(api, town, route);
    for (const n of [1, 2, 3]) {
      const id = `${MARK}-v${n}`;
      const plate = `SHR ${n}${MARK.slice(-3).toUpperCase()}`;
      const body = { plate, municipality: town.id, contractor: contractor.id };
      await api.put(`/vehicles/${id}`, { ...body, operations: [route.operation], gearSensors: [] });
      vehicles.push({ id, plate });
      const { secret } = await api.put(`/devices/${id}-d`, { vehicle: id });
      devices.push(await connectDevice(town, `${id}-d`, secret, place));
    }
    for (const named of ['en', 'ru', 'all-en', 'all-ru'])
      await api.put(`/assignments/${MARK}-${named}`, {
        route: route.id,
        vehicle: vehicles[0].id,
        from: new Date(Date.now() - 5 * MINUTE_MS).toISOString(),
        to: new Date(Date.now() + 90 * MINUTE_MS).toISOString(),
      });
  });
  after(async () => {
    for (const { client } of devices) await client.endAsync(true);
    await browser?.close();
  });

  /** The driver is told of his assignment, as the device in his cab hears it. */
  async function told(vehicle, assignment) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(100)) {
      const found = devices[vehicle].commands.find((command) => command.assignment === assignment);
      if (found) return found;
    }
    throw new Error(`${vehicles[vehicle].plate} was not told of ${assignment}`);
  }

  for (const locale of ['en', 'ru'])
    it(`goes to another machine: ${locale}`, async () => {
      const { page, complaints } = await visit(browser, { locale });
      const id = `${MARK}-all-${locale}`;
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      await page.goto(`${URL}/#/${town.id}/live/assignment/${id}`);
      await page.getByRole('heading', { name: vehicles[0].plate, exact: true }).waitFor();
      const before = await api.get(`/assignments/${id}/coverage`);
      await task(page, `give the rest of a route to another machine (${locale})`, async () => {
        await page.keyboard.press('KeyR');
        await page.locator('#handover-search').focus();
        await page.keyboard.type(vehicles[1].plate);
        await page.locator('dialog label.chosen', { hasText: vehicles[1].plate }).waitFor();
        await page.keyboard.press('Enter');
        await page.getByText(WORDS[locale].done).first().waitFor();
      });
      const parts = await Promise.all([id, `${id}-h1`].map((part) => api.get(`/assignments/${part}/coverage`)));
      assert.equal(cm(parts[0].planned_m) + cm(parts[1].planned_m), cm(before.planned_m), 'metres are planned once');
      await told(1, `${id}-h1`);
      await page.waitForFunction((part) => location.hash.includes(part), `${id}-h1`);
      assert.deepEqual(await seriousFindings(page), []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  it('leaves the map in use: it is dragged, zoomed, and a street pressed on it is given and taken back', async () => {
    const { page, complaints } = await visit(browser);
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    await page.goto(`${URL}/#/${town.id}/live/assignment/${MARK}-en`);
    await page.getByRole('heading', { name: vehicles[0].plate, exact: true }).waitFor();
    await page.keyboard.press('KeyR');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: WORDS.en.part }).click();
    await page.waitForFunction(() => document.querySelector('.map').rendered().parts > 1);
    const ticked = () =>
      dialog
        .locator('li input')
        .evaluateAll((boxes) => boxes.map((box) => `${box.checked} ${box.indeterminate}`).join());
    const box = await dialog.boundingBox();
    const [left, top, right, bottom] = [box.x + box.width + 20, 120, 1400, 760];

    const before = await ticked();
    let seen = await rests(page);
    await page.mouse.move(1000, 400);
    await page.mouse.down();
    await page.mouse.move(1060, 430, { steps: 6 });
    await page.mouse.up();
    const dragged = await rests(page, seen);
    assert.equal(dragged.zoom, seen.zoom);
    seen = dragged;
    await page.mouse.wheel(0, -240);
    assert.ok((await rests(page, seen)).zoom > seen.zoom, 'the wheel zooms');
    assert.equal(await ticked(), before, 'what moves the map gives nothing');

    let street = null;
    for (let y = top; street === null && y < bottom; y += 60)
      for (let x = left; street === null && x < right; x += 8) {
        await page.mouse.click(x, y);
        if ((await ticked()) !== before) street = { x, y };
      }
    assert.ok(street !== null, 'no press on the map changed the part');
    const after = await ticked();
    await page.mouse.click(street.x, street.y);
    assert.notEqual(await ticked(), after, 'a second one gives or takes again');
    assert.ok(await dialog.isVisible());
    assert.match(page.url(), /assignment/, 'the map behind shows what it showed');
    assert.deepEqual(await seriousFindings(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.match(page.url(), /assignment/, 'Esc leaves the question alone, not what it was about');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  for (const [name, device] of Object.entries({ wide: WIDE, phone: PHONE }))
    it(`covers nothing that is read beside it: ${name}`, async () => {
      const { page, complaints } = await visit(browser, { device, locale: 'ru' });
      await signIn(page);
      await page.waitForFunction(() => location.hash.split('/').length > 2);
      await page.goto(`${URL}/#/${town.id}/live/assignment/${MARK}-ru`);
      await page
        .getByRole('button', { name: /^Передать остаток/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: WORDS.ru.part }).click();
      await page.waitForFunction(() => document.querySelector('.map').rendered().parts > 1);
      assert.equal(await sideways(page), 0);
      // Each corner of what stands over the map is its own, not the dialog's.
      const covered = await page.evaluate(() => {
        const dialog = document.querySelector('dialog');
        const own = '.stage ul, .stage time, .stage .card, .stage .bar, .maplibregl-ctrl-attrib';
        return [...document.querySelectorAll(own)]
          .filter((part) => part.checkVisibility({ visibilityProperty: true }))
          .filter((part) => {
            const { left, top, right, bottom } = part.getBoundingClientRect();
            const over = dialog.getBoundingClientRect();
            const beyond = left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
            return beyond || (left < over.right && right > over.left && top < over.bottom && bottom > over.top);
          })
          .map(({ className, textContent }) => `${className}: ${textContent.trim().slice(0, 40)}`);
      });
      assert.deepEqual(covered, []);
      assert.deepEqual(await seriousFindings(page), []);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  for (const locale of ['en', 'ru'])
    it(`goes to another machine, ${locale === 'en' ? 'the present one goes on' : 'the other part to a third'}: ${locale}`, async () => {
      const { page, complaints } = await visit(browser, { locale });
      const id = `${MARK}-${locale}`;
      const words = WORDS[locale];
      const before = await api.get(`/assignments/${id}/coverage`);
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      await page.goto(`${URL}/#/${town.id}/live/assignment/${id}`);
      await page.getByRole('heading', { name: vehicles[0].plate, exact: true }).waitFor();
      const dialog = page.getByRole('dialog');
      let metres;
      await task(page, `give a part of the rest to another machine (${locale})`, async () => {
        await page.keyboard.press('KeyR');
        await page.locator('#handover-search').focus();
        await page.keyboard.type(vehicles[1].plate);
        await dialog.locator('label.chosen', { hasText: vehicles[1].plate }).waitFor();
        await dialog.getByRole('button', { name: words.part }).click();
        if (locale === 'ru') await page.locator('#handover-besides').selectOption(vehicles[2].id);
        await page.locator('#handover-metres').focus();
        await page.keyboard.press('Home');
        await dialog.locator('li input').first().click();
        if (locale === 'ru') {
          await page.locator('#handover-crew').focus();
          await page.keyboard.type('К2');
          await page.locator('#handover-other-crew').focus();
          await page.keyboard.type('К3');
        }
        await page.waitForFunction(() => document.querySelector('.map').rendered().parts > 1);
        metres = await dialog
          .locator('tr[data-part]')
          .evaluateAll((rows) => rows.map(({ cells }) => cells[1].textContent));
        await dialog.getByRole('button', { name: words.verb }).click();
        await page.getByText(words.done).first().waitFor();
      });
      const [first_m, second_m] = metres.map(metresIn);
      assert.ok(first_m > 0 && second_m > first_m, 'the least of the end and a street are the smaller part');
      assert.ok(Math.abs(first_m + second_m - before.planned_m) <= 2, 'the preview tells all that is left');

      const own = (await api.get(`/assignments?municipality=${town.id}&vehicle=${vehicles[0].id}`)).items.find(
        (one) => one.id === id,
      );
      const ids = locale === 'en' ? [id, `${id}-h1`] : [id, `${id}-h1`, `${id}-h2`];
      const parts = await Promise.all(ids.map((part) => api.get(`/assignments/${part}/coverage`)));
      assert.equal(
        parts.reduce((sum, { planned_m }) => sum + cm(planned_m), 0),
        cm(before.planned_m),
        'metres are planned once',
      );
      assert.ok(Math.abs(parts[1].planned_m - first_m) <= 1, 'what was previewed is what was given');
      if (locale === 'en') assert.deepEqual([own.sharedWith, own.handedOverTo], [[`${id}-h1`], undefined]);
      else assert.deepEqual([own.sharedWith, own.handedOverTo, parts[0].planned_m], [[`${id}-h2`], `${id}-h1`, 0]);
      // Each driver hears of the streets that are his, the present one of those that he keeps.
      const drivers = locale === 'en' ? [[0, id, second_m]] : [[2, `${id}-h2`, second_m]];
      for (const [vehicle, part, wanted_m] of [[1, `${id}-h1`, first_m], ...drivers]) {
        const { streets } = await told(vehicle, part);
        const told_m = streets.reduce((sum, { length_m }) => sum + length_m, 0);
        assert.ok(Math.abs(told_m - wanted_m) <= 1, `${part}: ${told_m} m of ${wanted_m}`);
        assert.ok(streets.every(({ street }) => street === null || street.length > 0));
      }
      if (locale === 'ru') {
        const { items } = await api.get(`/assignments?municipality=${town.id}&vehicle=${vehicles[2].id}`);
        assert.equal(items.find((one) => one.id === `${id}-h2`).crew, 'К3');
      }
      await page.waitForFunction((part) => location.hash.includes(part), `${id}-h1`);
      // What was drawn for the dialog goes with it.
      await page.waitForFunction(() => document.querySelector('.map').rendered().parts === 0);
      assert.deepEqual(await seriousFindings(page), []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
});
