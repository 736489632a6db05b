// What is looked at stands in the address: a reload keeps it, and a colleague who is sent it sees the same.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawnWithLegs, launch, PASSWORD, signIn, URL as SERVICE, visit } from './browser.mjs';
import { clientOf, townOf } from './client.mjs';

const MARK = `ad${Date.now().toString(36)}`;
const TILE_PX = 512;
const OTHER = { en: 'ru', ru: 'en' };

describe('addresses', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let api;
  let town;
  let contractor;
  let route;
  const lists = [];

  /** Two contracts, so that one can be searched for; of routes and machines the town has many. */
  before(async () => {
    browser = await launch();
    api = await clientOf();
    ({ town, contractor, route } = await townOf(api));
    const vehicles = (await api.get(`/vehicles?municipality=${town.id}`)).items;
    const { plate } = vehicles.find(({ retiredAt }) => retiredAt === undefined);
    for (const n of [1, 2])
      await api.put(`/contracts/${MARK}-${n}`, {
        municipality: town.id,
        contractor: contractor.id,
        number: `${MARK}/${n}`,
        from: '2026-01-01',
        to: '2026-12-31',
        currency: 'EUR',
        price: 1_000_000,
        operations: [route.operation],
      });
    lists.push(
      { path: ['contracts'], rows: 'tbody tr[data-row]', wanted: `${MARK}/2` },
      { path: ['plans', 'routes'], rows: '[data-route]', wanted: route.id },
      { path: ['week'], rows: 'tbody th[scope=row]', wanted: plate },
    );
  });
  after(() => browser?.close());

  for (const locale of ['en', 'ru'])
    it(`hold what contracts, routes and the week's machines are searched for: ${locale}`, async () => {
      const { page, complaints } = await visit(browser, { locale });
      const colleague = await visit(browser, { locale: OTHER[locale] });
      await signIn(page);
      await signIn(colleague.page);
      for (const one of [page, colleague.page]) await one.waitForFunction(() => location.hash.split('/').length > 2);
      for (const { path, rows, wanted } of lists) {
        const list = (of) => of.locator(rows).filter({ hasText: wanted });
        const narrowed = async (of) => {
          await of.waitForFunction(
            ([selector, text]) => {
              const shown = [...document.querySelectorAll(selector)].filter((row) => row.checkVisibility());
              const without = shown.filter((row) => !row.textContent.includes(text));
              return shown.length > 0 && without.length < Math.min(2, shown.length);
            },
            [rows, wanted],
          );
          await list(of).first().waitFor();
          assert.equal(await of.locator('main input[type=search]').inputValue(), wanted, path.join('/'));
        };
        await page.evaluate((to) => (location.hash = to), ['#', town.id, ...path].join('/'));
        await list(page).first().waitFor();
        assert.ok((await page.locator(rows).count()) > 1, path.join('/'));
        await page.locator('main input[type=search]').click();
        await page.keyboard.type(wanted);
        await narrowed(page);
        const link = await page.evaluate(() => location.href);
        await page.reload();
        await narrowed(page);
        assert.equal(await page.evaluate(() => location.href), link);
        await colleague.page.goto(link);
        await narrowed(colleague.page);
      }
      assert.deepEqual([...complaints, ...colleague.complaints], []);
      await page.context().close();
      await colleague.page.context().close();
    });

  for (const locale of ['en', 'ru'])
    it(`of a case about a route opens at the route, the first thing of the day: ${locale}`, async () => {
      const { items } = await api.get(`/incidents?municipality=${town.id}&state=open&kind=will-miss`);
      const incident = items.find(({ to }) => to === null);
      const { legs } = await api.get(`/assignments/${incident.assignment}/coverage`);
      const edges = new Set(legs.map(({ edge }) => edge));
      const { features } = await api.get(`/municipalities/${town.id}/basemap`);
      const places = features
        .filter(({ properties }) => properties.kind === 'street' && edges.has(String(properties.id)))
        .flatMap(({ geometry }) => geometry.coordinates);
      const [lons, lats] = [0, 1].map((axis) => places.map((place) => place[axis]));
      const { page, complaints } = await visit(browser, {
        locale,
        url: `${SERVICE}/#/${town.id}/incidents/${incident.id}`,
      });
      await signIn(page);
      await page.locator('ol.steps').waitFor();
      await drawnWithLegs(page);
      await page.waitForFunction(
        ([west, south, east, north, tile_px]) => {
          const [lat, lon, zoom] = /@(-?[\d.]+),(-?[\d.]+),([\d.]+)/.exec(location.hash)?.slice(1).map(Number) ?? [];
          const px = ((east - west) / 360) * tile_px * 2 ** zoom;
          const { clientWidth } = document.querySelector('.map');
          const inside = lon > west && lon < east && lat > south && lat < north;
          return inside && px > clientWidth / 10 && px < clientWidth;
        },
        [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats), TILE_PX],
      );
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
});
