import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import writeWorkbook from 'write-excel-file/node';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, URL, visit } from './browser.mjs';
import { clientOf } from './client.mjs';
import { task } from './task.mjs';

const MAP = '.street-map';
const WORDS = {
  ru: { tab: 'Маршруты', make: 'Новый маршрут', save: 'Сохранить', edit: 'Изменить', remove: 'Удалить' },
  en: { tab: 'Routes', make: 'New route', save: 'Save', edit: 'Edit', remove: 'Delete' },
};

/** Opens an address of the routes' part and waits until its map has drawn streets. */
async function open(page, town, ...rest) {
  // The first address is the desk's own.
  await page.waitForFunction(() => location.hash.split('/').length > 2);
  await page.evaluate((path) => (location.hash = path), ['#', town, 'plans', 'routes', ...rest].join('/'));
  await streets(page);
}

const streets = (page) =>
  page.waitForFunction((map) => (document.querySelector(map)?.rendered?.().streets ?? 0) > 0, MAP);

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

  it('draws a route along both kerbs, and takes in the way between two streets', async () => {
    const locale = 'ru';
    const { page, complaints } = await visit(browser, { locale });
    const [first, second] = [routes[0].legs[0], routes[0].legs.at(-1)];
    await signIn(page);
    await open(page, town, routes[0].id);
    await page.waitForSelector('[data-route-card]');
    let id;
    await task(page, 'draw a route, both kerbs', async () => {
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
      await page.keyboard.type('Проба');
      await page.getByRole('button', { name: WORDS[locale].save, exact: false }).last().click();
      await page.waitForSelector(`[data-route-card="${id}"]`);
    });
    const { body: made } = await ask('GET', `/routes/${id}`);
    assert.equal(made.name, 'Проба');
    const sides = (edge) => made.legs.filter((leg) => leg.edge === edge).map(({ side }) => side);
    assert.deepEqual(sides(first.edge).sort(), ['left', 'right']);
    assert.deepEqual(sides(second.edge).sort(), ['left', 'right']);
    assert.ok(made.legs.length > 4, `the way between came in: ${made.legs.length} legs`);
    assert.deepEqual(complaints, []);
    await page.context().close();
    assert.equal((await ask('DELETE', `/routes/${id}`)).status, 204);
  });

  it('changes a route by the keyboard alone, and shows the versions side by side', async () => {
    const legs = routes[1].legs.slice(0, 6);
    const id = 'e2e-keys';
    await ask('DELETE', `/routes/${id}`);
    await ask('PUT', `/routes/${id}`, { municipality: town, name: 'Keys', operation: 'sweep', legs });
    const { page } = await visit(browser);
    await signIn(page);
    await open(page, town, id, 'edit');
    await task(page, 'change a route without the mouse', async () => {
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
    await page.getByRole('button', { name: WORDS.en.remove }).click();
    await page.locator('dialog').getByRole('button', { name: WORDS.en.remove }).click();
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

  it('brings in routes from a spreadsheet, mends the two bad rows and saves them', async () => {
    const { page, complaints } = await visit(browser, { locale: 'ru' });
    const { features } = (await ask('GET', `/municipalities/${town}/basemap`)).body;
    const streets = features.flatMap(({ properties: { kind, name } }) => (kind === 'street' && name ? [name] : []));
    const names = [...new Set(streets)].slice(0, 42);
    const ids = names.map((_, at) => `T-${at + 1}`);
    const misspelt = `${names[7].slice(0, -1)}ъ`;
    const rows = names.map((name, at) => [
      ids[at],
      'Подметание',
      at === 7 ? misspelt : name,
      at === 20 ? 'верхняя' : 'обе',
      at % 2 === 0 ? 1 : null,
    ]);
    const header = ['Маршрут', 'Вид работ', 'Улица', 'Сторона', 'Проходы'];
    const cells = [header, ...rows].map((row) => row.map((value) => (value === null ? null : { value })));
    const buffer = await writeWorkbook(cells).toBuffer();
    await signIn(page);
    await open(page, town);
    await task(page, 'routes from a spreadsheet, two bad rows mended', async () => {
      await page.getByRole('button', { name: 'Импорт…' }).click();
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Выбрать файл' }).click();
      await (await chooser).setFiles({ name: 'завтра.xlsx', mimeType: 'application/octet-stream', buffer });
      await page.getByRole('button', { name: 'Сохранить 40 из 42' }).waitFor();
      assert.deepEqual(
        await page
          .locator('[data-import-row]')
          .evaluateAll((rows) => rows.slice(0, 2).map((row) => row.dataset.importRow)),
        ['9', '22'],
      );
      await page
        .locator('[data-import-row="9"]')
        .getByRole('button', { name: `«${names[7]}»` })
        .click();
      await page.getByRole('button', { name: 'Сохранить 41 из 42' }).waitFor();
      const side = page.locator('[data-import-row="22"] .side input');
      await side.click({ clickCount: 3 });
      await page.keyboard.type('правая');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Сохранить 42', exact: true }).click();
      await page.waitForFunction(() => /plans\/routes(\/@|$)/.test(location.hash));
    });
    const stored = (await ask('GET', `/routes?municipality=${town}&limit=1000`)).body.items;
    assert.deepEqual(
      ids.filter((id) => !stored.some((route) => route.id === id)),
      [],
    );
    assert.deepEqual([...new Set(stored.find(({ id }) => id === 'T-21').legs.map(({ side }) => side))], ['right']);
    assert.deepEqual(complaints, []);
    await page.context().close();
    for (const id of ids) assert.equal((await ask('DELETE', `/routes/${id}`)).status, 204);
  });

  it('reads drawn lines as GeoJSON, GPX and KML, and shows what they make before anything is saved', async () => {
    const { features } = (await ask('GET', `/municipalities/${town}/basemap`)).body;
    const { edge } = routes[0].legs[0];
    const { coordinates } = features.find(({ properties }) => String(properties.id) === edge).geometry;
    const points = coordinates.map(([lon, lat]) => `<trkpt lat="${lat}" lon="${lon}"/>`).join('');
    const positions = coordinates.map((place) => place.join(',')).join(' ');
    const line = { type: 'LineString', coordinates };
    const files = {
      'tour.geojson': JSON.stringify({
        type: 'FeatureCollection',
        features: [{ type: 'Feature', properties: { name: 'Tour' }, geometry: line }],
      }),
      'tour.gpx': `<?xml version="1.0"?><gpx version="1.1" creator="e2e" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Tour</name><trkseg>${points}</trkseg></trk></gpx>`,
      'tour.kml': `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Tour</name><LineString><coordinates>${positions}</coordinates></LineString></Placemark></kml>`,
    };
    const stored = async () => (await ask('GET', `/routes?municipality=${town}&limit=1000`)).body.items.length;
    const before = await stored();
    for (const locale of ['ru', 'en']) {
      const { page, complaints } = await visit(browser, { locale });
      await signIn(page);
      await page.waitForFunction(() => location.hash.split('/').length > 2);
      for (const [name, content] of Object.entries(files)) {
        await page.evaluate((at) => (location.hash = `#/${at}/plans/routes`), town);
        await page.evaluate((at) => (location.hash = `#/${at}/plans/routes/-/import`), town);
        await page
          .locator('input[type=file]')
          .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
        await page.locator('[data-import-row] .line').first().waitFor();
        await page.waitForFunction((map) => document.querySelector(map)?.rendered?.().legs > 0, MAP);
        assert.deepEqual(await seriousFindings(page), [], `${name}, ${locale}`);
        await page.getByRole('button', { name: locale === 'ru' ? 'Другой файл' : 'Another file' }).click();
        await page.locator('input[type=file]').waitFor({ state: 'attached' });
      }
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
    assert.equal(await stored(), before);
  });

  it('says of a file that is none what is wrong with it, and offers a template', async () => {
    const { page } = await visit(browser);
    await signIn(page);
    await open(page, town, '-', 'import');
    const give = (name, content) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
    await give('notes.docx', 'x');
    await page.getByRole('alert').getByText('This kind of file is not known').waitFor();
    await give('notes.csv', 'a;b\n1;2');
    await page.getByRole('alert').getByText('no row names the columns').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Template' }).click();
    assert.equal((await download).suggestedFilename(), 'routes.xlsx');
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
