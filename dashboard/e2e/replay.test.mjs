// Replay and the history of a street, as a person uses them. SHOTS names a folder for pictures.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawn, launch, PASSWORD, PHONE, rests, seriousFindings, sideways, signIn, visit } from './browser.mjs';
import { task } from './task.mjs';

const WORDS = {
  en: {
    who: 'Who was here',
    why: 'How it stands',
    compare: 'Compare',
    play: 'Play',
    pause: 'Pause',
    follow: 'Follow',
    only: 'Only this',
  },
  ru: {
    who: 'Кто здесь был',
    why: 'Как обстоит дело',
    compare: 'Сравнить',
    play: 'Пуск',
    pause: 'Пауза',
    follow: 'Следить',
    only: 'Только эта',
  },
};
const HOUR_S = 3_600;

const shot = async (page, name) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};
const ask = (page, path) => page.evaluate(async (below) => (await fetch(`/api/v1${below}`)).json(), path);
const go = (page, hash) => page.evaluate((to) => (location.hash = to), hash);
/** The replay's moment, epoch milliseconds. */
const moment = (page) => page.evaluate(() => Number(document.querySelector('[data-at]')?.dataset.at));
const whenMoment = (page, holds, than) =>
  page.waitForFunction(
    ([how, other]) => {
      const at = Number(document.querySelector('[data-at]')?.dataset.at);
      return how === 'after' ? at > other : how === 'before' ? at < other : Math.abs(at - other) < 1_500;
    },
    [holds, than],
  );
/** Where the map's middle rests, degrees. */
const middle = async (page) => {
  await rests(page);
  return page.evaluate(() => /@([^,]+),([^,]+),/.exec(location.hash).slice(1).map(Number));
};
const metresBetween = ([lat, lon], [otherLat, otherLon]) =>
  Math.hypot((lat - otherLat) * 111_195, (lon - otherLon) * 111_195 * Math.cos((lat * Math.PI) / 180));
/** The map shows vehicles of the replay, and their ways once they have driven. */
const replayed = (page) =>
  page.waitForFunction(() => {
    const counts = document.querySelector('.map')?.rendered?.();
    return (
      counts !== undefined && counts.vehicles > 0 && counts.streets > 0 && document.querySelector('.u-over') !== null
    );
  });

/** The counting fixes of a vehicle between two seconds, and how far it drove. */
const trackOf = (page, vehicle, from, to) =>
  ask(
    page,
    `/vehicles/${vehicle}/track?from=${new Date(from * 1_000).toISOString()}&to=${new Date(to * 1_000).toISOString()}`,
  );
/** Vehicles by how far they drove in the hour that begins with `from`, the farthest first. */
async function workers(page, town, from) {
  const { items } = await ask(page, `/vehicles?municipality=${town}&limit=200`);
  const driven = await Promise.all(
    items.map(async ({ id }) => ({ id, m: (await trackOf(page, id, from, from + HOUR_S)).distance_m })),
  );
  return driven.toSorted((a, b) => b.m - a.m).map(({ id }) => id);
}

describe('replay', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 900_000 }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  const enter = async (options) => {
    const { page, complaints } = await visit(browser, options);
    await signIn(page);
    await page.waitForSelector('main .map');
    await drawn(page);
    const town = (await ask(page, '/municipalities')).items[0].id;
    return { page, complaints, town };
  };
  /** An hour of the backlog in which much was driven, epoch seconds. */
  const pastHour = () => Math.floor(Date.now() / 1_000 / HOUR_S) * HOUR_S - HOUR_S;

  for (const locale of ['en', 'ru']) {
    it(`opens at a case by one key, plays, steps and goes from case to case: ${locale}`, async () => {
      const { page, complaints, town } = await enter({ locale });
      const { items } = await ask(page, `/incidents?municipality=${town}&kind=too-fast-working`);
      const [incident] = items;
      assert.ok(incident, 'the fleet worked too fast somewhere');
      await go(page, `#/${town}/incidents/${incident.id}`);
      await page.locator('ol.steps').waitFor();
      const openIt = async () => {
        await page.keyboard.press('KeyP');
        await page.waitForFunction(() => location.hash.split('/')[2] === 'replay');
        await replayed(page);
      };
      await task(page, `open an incident's replay (${locale})`, openIt);
      const began = Date.parse(incident.from);
      await whenMoment(page, 'near', began - 20_000);
      assert.match(await page.locator('ol.steps').innerText(), /./);

      await page.keyboard.press('ArrowRight');
      await whenMoment(page, 'after', began - 20_000);
      const stepped = await moment(page);
      await page.keyboard.press('Shift+ArrowRight');
      await whenMoment(page, 'near', stepped + 60_000);
      await page.keyboard.press('BracketLeft');
      await whenMoment(page, 'near', began);
      await page.keyboard.press('Period');
      await page.locator('[aria-pressed="true"]', { hasText: '60×' }).waitFor();
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: WORDS[locale].pause, exact: true }).waitFor();
      await whenMoment(page, 'after', began + 20_000);
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: WORDS[locale].play, exact: true }).waitFor();
      await page.waitForFunction(() => document.querySelector('.map').rendered().ways > 0);
      await shot(page, `replay-case-${locale}`);

      // The chart sets the map, and the address follows.
      const over = page.locator('.u-over');
      const box = await over.boundingBox();
      await over.click({ position: { x: box.width * 0.25, y: 20 } });
      const [from, to] = (await page.evaluate(() => location.hash.split('/'))).slice(3, 5).map(Number);
      await whenMoment(page, 'near', (from + (to - from) * 0.25) * 1_000);
      await page.waitForFunction(
        (clicked) => Math.abs(Number(location.hash.split('/')[6]) - clicked) < 5,
        from + (to - from) * 0.25,
      );
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
  }

  it('a drag over the chart narrows the time, and the address brings it back', async () => {
    const { page, town } = await enter();
    const from = pastHour();
    await go(page, `#/${town}/replay/${from}/${from + HOUR_S}/all/${from + 600}`);
    await replayed(page);
    const wide = page.url();
    const box = await page.locator('.u-over').boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 30, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction((before) => Number(location.hash.split('/')[3]) > before, from + 60);
    const [begin, end] = await page.evaluate(() => location.hash.split('/').slice(3, 5).map(Number));
    assert.ok(Math.abs(begin - (from + HOUR_S / 2)) < 60 && Math.abs(end - (from + HOUR_S * 0.75)) < 60);
    await page.goto(wide);
    await replayed(page);
    await page.context().close();
  });

  for (const locale of ['en', 'ru'])
    it(`stays with the machine until it is let go: ${locale}`, async () => {
      const { page, town } = await enter({ locale });
      const from = pastHour();
      const [vehicle] = await workers(page, town, from);
      const place = async (second) => {
        const { lat, lon } = (await trackOf(page, vehicle, from, from + second + 1)).fixes.at(-1);
        return [lat, lon];
      };
      const seek = async (second) => {
        await go(page, `#/${town}/replay/${from}/${from + HOUR_S}/${vehicle}/${from + second}`);
        await whenMoment(page, 'near', (from + second) * 1_000);
      };
      const follows = page.getByRole('button', { name: WORDS[locale].follow, exact: true });
      const whenFollowed = (pressed) =>
        page.locator(`[aria-pressed=${pressed}][aria-label="${WORDS[locale].follow}"]`).waitFor();
      const near = async (second) => assert.ok(metresBetween(await middle(page), await place(second)) < 60);

      await seek(600);
      await replayed(page);
      await whenFollowed(true);
      await near(600);
      await seek(2_400);
      await near(2_400);

      const box = await page.locator('.map canvas').first().boundingBox();
      await page.mouse.move(box.x + 500, box.y + 300);
      await page.mouse.down();
      await page.mouse.move(box.x + 700, box.y + 380, { steps: 5 });
      await page.mouse.up();
      await whenFollowed(false);
      const left = await middle(page);
      await seek(600);
      assert.ok(metresBetween(await middle(page), left) < 1, 'a map that was moved by hand stays');

      await follows.click();
      await whenFollowed(true);
      await near(600);
      await page.keyboard.press('KeyF');
      await whenFollowed(false);
      await page.context().close();
    });

  it('a link of the whole fleet shows what its sender saw, one of two machines both', async () => {
    const { page, town } = await enter();
    const from = pastHour();
    const [first, second] = await workers(page, town, from);
    await go(page, `#/${town}/replay/${from}/${from + HOUR_S}/all/${from + 900}`);
    await replayed(page);
    await middle(page);
    await page.locator('.map canvas').first().focus();
    for (const key of ['Equal', 'Equal', 'ArrowLeft']) {
      await page.keyboard.press(key);
      await middle(page);
    }
    const sent = await middle(page);
    await page.reload();
    await replayed(page);
    assert.ok(metresBetween(await middle(page), sent) < 5, 'the camera stands where the link says');

    const other = await page.context().newPage();
    await other.goto(
      `${page.url().split('#')[0]}#/${town}/replay/${from}/${from + HOUR_S}/${first},${second}/${from + 900}`,
    );
    await replayed(other);
    await middle(other);
    await other.waitForFunction(() => document.querySelector('.map').rendered().vehicles === 2);
    await page.context().close();
  });

  for (const locale of ['en', 'ru'])
    it(`compares two machines at one moment: ${locale}`, async () => {
      const { page, town } = await enter({ locale });
      const from = pastHour();
      await go(page, `#/${town}/replay/${from}/${from + HOUR_S}/all/${from + 600}`);
      await replayed(page);
      // Two that had begun by then: of another there is nothing to compare at this moment.
      const begun = await page
        .locator('[data-vehicle]')
        .evaluateAll((rows) =>
          rows.flatMap((row, at) =>
            /\d/.test(row.querySelector('.speed').textContent)
              ? [{ at, plate: row.querySelector('.plate').textContent.trim() }]
              : [],
          ),
        );
      assert.ok(begun.length > 1);
      await task(page, `compare two machines at one moment (${locale})`, async () => {
        await page.locator('[data-vehicle] .focus').nth(begun[0].at).click();
        await page.getByRole('button', { name: WORDS[locale].only }).click();
        await page.waitForFunction(() => document.querySelectorAll('[data-vehicle]').length === 1);
        await page.locator('select').selectOption({ label: begun[1].plate });
        await page.waitForFunction(() => document.querySelectorAll('[data-vehicle] dl').length === 2);
      });
      await page.getByRole('heading', { name: WORDS[locale].compare }).waitFor();
      await whenMoment(page, 'near', (from + 600) * 1_000);
      await shot(page, `replay-compare-${locale}`);
      assert.deepEqual(await seriousFindings(page), []);
      await page.context().close();
    });

  for (const locale of ['en', 'ru']) {
    it(`tells who was on a street at an hour and how fast, and why it is red: ${locale}`, async () => {
      const { page, town } = await enter({ locale });
      // A street that was worked in the hour before this one, and one that has a lost leg.
      const from = pastHour();
      const span = `from=${new Date(from * 1_000).toISOString()}&to=${new Date((from + HOUR_S) * 1_000).toISOString()}`;
      const { edges } = await ask(page, `/municipalities/${town}/service?${span}`);
      const names = await page.evaluate(async (id) => {
        const { features } = await (await fetch(`/api/v1/municipalities/${id}/basemap`)).json();
        return features
          .filter(({ properties }) => properties.kind === 'street' && properties.name)
          .map(({ properties }) => [properties.id, properties.name]);
      }, town);
      const nameOf = new Map(names);
      const driven = edges.find(({ edge, driven_m }) => driven_m > 50 && nameOf.has(edge));
      const name = nameOf.get(driven.edge);
      const { timezone } = (await ask(page, '/municipalities')).items[0];
      const hour = Number(
        new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' }).format(
          from * 1_000,
        ),
      );
      const day = new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(from * 1_000);
      const find = async () => {
        await page.keyboard.press('Slash');
        await page.locator('#search').pressSequentially(name);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: WORDS[locale].who }).waitFor();
        if (day !== (await page.locator('input[type="date"]').inputValue()))
          await page.locator('input[type="date"]').fill(day);
        await page.locator('aside select').selectOption(String(hour));
        await page.waitForFunction((wanted) => location.hash.split('/')[6] === wanted, String(hour));
        await page.locator('[data-visit]').first().waitFor();
      };
      await task(page, `who was on this street at six, and how fast (${locale})`, find);
      assert.match(
        await page.locator('[data-visit]').first().innerText(),
        /\d\d:\d\d–\d\d:\d\d[^]*\d[.,]\d\s(km\/h|км\/ч)/,
      );
      await shot(page, `street-${locale}`);
      assert.deepEqual(await seriousFindings(page), []);

      const red = await ask(page, `/incidents?municipality=${town}&kind=missed`);
      const lost = red.items.find(({ assignment }) => assignment !== null);
      assert.ok(lost, 'a route was missed');
      const { legs } = await ask(page, `/assignments/${lost.assignment}/coverage`);
      const leg = legs.find(
        ({ pieces, edge }) => nameOf.has(edge) && pieces.some(({ state }) => state === 'uncovered'),
      );
      const why = async () => {
        await page.keyboard.press('Slash');
        await page.locator('#search').fill('');
        await page.locator('#search').pressSequentially(nameOf.get(leg.edge));
        await page.keyboard.press('Enter');
        await page.locator('[data-leg] .stretch').first().waitFor();
      };
      await task(page, `why is this street red (${locale})`, why);
      await page.locator('aside', { hasText: WORDS[locale].why }).waitFor();
      await shot(page, `street-red-${locale}`);
      await page.locator('[data-leg] button[title]').last().click();
      await page.waitForFunction(() => location.hash.split('/')[2] === 'replay');
      await replayed(page);
      await page.context().close();
    });
  }

  for (const [name, device] of [
    ['wide', undefined],
    ['phone', PHONE],
  ]) {
    for (const theme of ['dark', 'light']) {
      it(`has no serious axe findings and no sideways scrolling: ${name}, ${theme}`, async () => {
        const locale = theme === 'dark' ? 'ru' : 'en';
        const { page, town } = await enter({ locale, theme, ...(device ? { device } : {}) });
        const from = pastHour();
        await go(page, `#/${town}/replay/${from}/${from + HOUR_S}/all/${from + 900}`);
        await replayed(page);
        assert.deepEqual(await seriousFindings(page), []);
        assert.ok((await sideways(page)) <= 0);
        await shot(page, `replay-fleet-${name}-${theme}-${locale}`);
        await page.context().close();
      });
    }
  }
});
