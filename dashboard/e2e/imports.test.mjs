// Routes that somebody has in a file already: tables with rows to mend, drawn lines, a shapefile of the town's GIS.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import writeWorkbook from 'write-excel-file/node';
import { launch, PASSWORD, seriousFindings, signIn, visit } from './browser.mjs';
import { clientOf } from './client.mjs';
import { MAP, open } from './routes-pages.mjs';
import { zippedShapefile } from './shapefile.mjs';
import { task } from './task.mjs';

const WORDS = {
  ru: {
    bringIn: 'Импорт…',
    choose: 'Выбрать файл',
    save: (some, of) => (some === of ? `Сохранить ${of}` : `Сохранить ${some} из ${of}`),
    use: (name) => `Взять «${name}»`,
    bad: { street: 'такой улицы в городе нет', side: 'обе, левая, правая или середина', passes: 'целое число, 1–20' },
    drop: 'Не брать эту строку',
    another: 'Другой файл',
    allGood: 'Все строки подходят.',
    forAll: 'Вид работ для всех, где он не указан: 2 строки',
    header: ['Маршрут', 'Вид работ', 'Улица', 'Сторона', 'Проходы'],
    cells: { sweep: 'Подметание', both: 'обе', right: 'правая', upper: 'верхняя' },
  },
  en: {
    bringIn: 'Import…',
    choose: 'Choose a file',
    save: (some, of) => (some === of ? `Save ${of}` : `Save ${some} of ${of}`),
    use: (name) => `Use “${name}”`,
    bad: { street: 'no such street in the town', side: 'both, left, right or middle', passes: 'a whole number, 1–20' },
    drop: 'Leave this row out',
    another: 'Another file',
    allGood: 'Every row fits.',
    forAll: 'Operation of all 2 rows without one',
    header: ['Route', 'Operation', 'Street', 'Side', 'Passes'],
    cells: { sweep: 'Sweeping', both: 'both', right: 'right', upper: 'upper' },
  },
};

describe(
  'routes of a file',
  { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 },
  () => {
    let browser;
    let ask;
    let town;
    let routes;
    let streets;
    before(async () => {
      browser = await launch();
      ({ request: ask } = await clientOf());
      town = (await ask('GET', '/municipalities')).body.items[0].id;
      routes = (await ask('GET', `/routes?municipality=${town}`)).body.items;
      const { features } = (await ask('GET', `/municipalities/${town}/basemap`)).body;
      streets = features.filter(({ properties: { kind, name } }) => kind === 'street' && name);
    });
    after(() => browser?.close());
    const storedRoutes = async () => (await ask('GET', `/routes?municipality=${town}&limit=1000`)).body.items;

    for (const locale of ['en', 'ru'])
      it(`brings in routes from a spreadsheet, tells what is wrong with each row, and saves what was mended: ${locale}`, async () => {
        const { page, complaints } = await visit(browser, { locale });
        const words = WORDS[locale];
        const { sweep, both, right, upper } = words.cells;
        const names = [...new Set(streets.map(({ properties }) => properties.name))].slice(0, 43);
        const ids = names.map((_, at) => `T-${at + 1}`);
        const misspelt = `${names[7].slice(0, -1)}ъ`;
        const rows = names.map((name, at) => [
          ids[at],
          sweep,
          at === 7 ? misspelt : name,
          at === 20 ? upper : both,
          at === 30 ? 40 : at % 2 === 0 ? 1 : null,
        ]);
        const cells = [words.header, ...rows].map((row) => row.map((value) => (value === null ? null : { value })));
        const buffer = await writeWorkbook(cells).toBuffer();
        const rowOf = (no) => page.locator(`[data-import-row="${no}"]`);
        const saves = (some, of) => page.getByRole('button', { name: words.save(some, of), exact: true });
        const why = (no, column) => rowOf(no).locator(`.${column} .why`).innerText();
        const before = (await storedRoutes()).length;
        let told;
        await signIn(page);
        await open(page, town);
        await task(page, `routes from a spreadsheet, two bad rows mended (${locale})`, async () => {
          await page.getByRole('button', { name: words.bringIn }).click();
          const chooser = page.waitForEvent('filechooser');
          await page.getByRole('button', { name: words.choose }).click();
          await (await chooser).setFiles({ name: 'tomorrow.xlsx', mimeType: 'application/octet-stream', buffer });
          await saves(40, 43).waitFor();
          told = [await why(9, 'street'), await why(22, 'side'), await why(32, 'passes')];
          await rowOf(9)
            .getByRole('button', { name: words.use(names[7]) })
            .click();
          await saves(41, 43).waitFor();
          const side = rowOf(22).locator('.side input');
          await side.click({ clickCount: 3 });
          await page.keyboard.type(right);
          await page.keyboard.press('Enter');
          await saves(42, 43).waitFor();
          await rowOf(32).getByRole('button', { name: words.drop }).click();
          await saves(42, 42).waitFor();
          assert.equal((await storedRoutes()).length, before, 'nothing is saved before somebody says so');
          await saves(42, 42).click();
          await page.waitForFunction(() => /plans\/routes(\/@|$)/.test(location.hash));
        });
        assert.deepEqual(told, [words.bad.street, words.bad.side, words.bad.passes]);
        const stored = await storedRoutes();
        assert.deepEqual(
          ids.filter((id) => !stored.some((route) => route.id === id)),
          ['T-31'],
          'all but the row that was left out',
        );
        assert.deepEqual([...new Set(stored.find(({ id }) => id === 'T-21').legs.map(({ side }) => side))], ['right']);
        assert.deepEqual(complaints, []);
        await page.context().close();
        for (const id of ids) if (id !== 'T-31') assert.equal((await ask('DELETE', `/routes/${id}`)).status, 204);
      });

    for (const locale of ['en', 'ru'])
      it(`brings in the lines of a zipped shapefile, each a route with the town’s number and name: ${locale}`, async () => {
        const { page, complaints } = await visit(browser, { locale });
        const words = WORDS[locale];
        const drawn = routes.slice(0, 2).map(({ legs }, at) => {
          const { geometry } = streets.find(({ properties }) => String(properties.id) === legs[0].edge);
          return {
            route: `SHP-${at + 1}`,
            name: `Обход № ${at + 1}`,
            coordinates: geometry.coordinates,
            edge: legs[0].edge,
          };
        });
        const buffer = zippedShapefile(
          'маршруты',
          drawn.map(({ edge: _edge, ...line }) => line),
        );
        await signIn(page);
        await open(page, town);
        await task(page, `routes from a shapefile (${locale})`, async () => {
          await page.getByRole('button', { name: words.bringIn }).click();
          const chooser = page.waitForEvent('filechooser');
          await page.getByRole('button', { name: words.choose }).click();
          await (await chooser).setFiles({ name: 'routes.zip', mimeType: 'application/zip', buffer });
          // A line of a GIS says nothing of the work: it is said once for all.
          await page.getByLabel(words.forAll).selectOption('sweep');
          await page.getByText(words.allGood).waitFor();
          await page.waitForFunction((map) => document.querySelector(map)?.rendered?.().legs > 0, MAP);
          assert.deepEqual(await seriousFindings(page), []);
          await page.getByRole('button', { name: words.save(2, 2), exact: true }).click();
          await page.waitForFunction(() => /plans\/routes(\/@|$)/.test(location.hash));
        });
        const stored = await storedRoutes();
        for (const { route, name, edge } of drawn) {
          const made = stored.find(({ id }) => id === route);
          assert.deepEqual([made.name, made.operation], [name, 'sweep']);
          assert.ok(
            made.legs.some((leg) => leg.edge === edge),
            'it lies where it was drawn',
          );
          assert.equal((await ask('DELETE', `/routes/${route}`)).status, 204);
        }
        assert.deepEqual(complaints, []);
        await page.context().close();
      });

    it('reads drawn lines as GeoJSON, GPX and KML, and shows what they make before anything is saved', async () => {
      const { edge } = routes[0].legs[0];
      const { coordinates } = streets.find(({ properties }) => String(properties.id) === edge).geometry;
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
      const before = (await storedRoutes()).length;
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
          await page.getByRole('button', { name: WORDS[locale].another }).click();
          await page.locator('input[type=file]').waitFor({ state: 'attached' });
        }
        assert.deepEqual(complaints, []);
        await page.context().close();
      }
      assert.equal((await storedRoutes()).length, before);
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
  },
);
