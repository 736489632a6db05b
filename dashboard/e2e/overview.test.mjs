// How far the plan was carried out: from the whole town down to who did what of a street.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { launch, PASSWORD, PHONE, signIn, visit } from './browser.mjs';
import { task } from './task.mjs';

const WORDS = {
  en: {
    title: 'Overview',
    worst: /most metres missing/,
    month: 'Month',
    contractors: 'Contractors',
    csv: 'CSV',
    all: 'All',
    passes: 'Who was there',
  },
  ru: {
    title: 'Обзор',
    worst: /больше всего/,
    month: 'Месяц',
    contractors: 'Подрядчики',
    csv: 'CSV',
    all: 'Все',
    passes: 'Кто здесь был',
  },
};

async function open(browser, locale, device) {
  const { page, complaints } = await visit(browser, { locale, ...(device ? { device } : {}) });
  await signIn(page);
  await page.waitForSelector('[data-assignment]');
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyO');
  await page.getByRole('heading', { name: WORDS[locale].title, exact: true }).waitFor();
  await page.waitForSelector('tbody tr[data-key]');
  return { page, complaints };
}

/** Metres of a row as the table shows them would be rounded: the answers themselves must add up. */
const answer = (page, query) =>
  page.evaluate(async (search) => {
    const town = location.hash.split('/')[1];
    const reply = await fetch(`/api/v1/municipalities/${town}/fulfilment?${search}`);
    return reply.json();
  }, query);

describe('overview', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 300_000 }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  for (const locale of ['ru', 'en']) {
    it(`goes from the town to a street and its assignments, and back by address: ${locale}`, async () => {
      const { page, complaints } = await open(browser, locale);
      assert.equal(await page.locator('tbody tr[data-key]').count(), 4);
      await page.locator('[data-part="done"]').first().waitFor();
      await task(page, `overview: which streets of a district were missed most (${locale})`, async () => {
        await page.locator('tbody tr[data-key] button').first().click();
        await page.getByRole('heading', { name: WORDS[locale].worst }).waitFor();
      });
      const street = await page.locator('tbody tr[data-key]').first().getAttribute('data-key');
      await page.locator('tbody tr[data-key] button').first().click();
      await page.waitForFunction((name) => decodeURIComponent(location.hash).split('/').includes(name), street);
      await page.getByRole('heading', { name: street }).waitFor();
      assert.ok((await page.locator('tbody tr[data-key]').count()) > 0);
      const address = await page.evaluate(() => location.href);
      await page.locator('tbody tr[data-key] button').first().click();
      await page.waitForFunction(() => location.hash.split('/')[2] === 'plans');

      await page.goto(address);
      await page.reload();
      await page.getByRole('heading', { name: street }).waitFor();
      await page.getByRole('button', { name: WORDS[locale].passes }).click();
      await page.waitForFunction(() => location.hash.split('/').slice(2, 4).join() === 'live,street');
      await page.getByRole('complementary', { name: street }).getByRole('heading', { name: street }).waitFor();

      await page.goto(address);
      await page.getByRole('heading', { name: street }).waitFor();
      await page.getByRole('button', { name: WORDS[locale].all, exact: true }).click();
      await page.getByRole('button', { name: WORDS[locale].contractors }).click();
      await page.waitForFunction(() => location.hash.split('/').includes('contractor'));
      await page.waitForSelector('tbody tr[data-key]');
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
  }

  it('draws bars to scale, whose parts are the answer', async () => {
    const { page } = await open(browser, 'en');
    const heights = await page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll('[data-date]')]
          .map((bar) => [
            bar.dataset.date,
            Object.fromEntries(
              [...bar.querySelectorAll('[data-part]')].map((part) => [
                part.dataset.part,
                part.getBoundingClientRect().height,
              ]),
            ),
          ])
          .filter(([, parts]) => Object.keys(parts).length > 0),
      ),
    );
    const dates = await page.locator('[data-date]').evaluateAll((bars) => bars.map((bar) => bar.dataset.date));
    assert.equal(dates.length, 7);
    const to = new Date(Date.parse(`${dates[6]}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const { groups } = await answer(page, `from=${dates[0]}&to=${to}&by=day`);
    const days = groups.filter(({ planned_m }) => planned_m > 0);
    assert.deepEqual(
      Object.keys(heights),
      days.map(({ key }) => key),
    );
    for (const day of days) {
      const { done, open = 0 } = heights[day.key];
      // Which of the fleet's metres are still open changes while this looks.
      if (open === 0 || day.open_m === 0) continue;
      assert.ok(Math.abs((done + open) / done - (day.covered_m + day.open_m) / day.covered_m) < 0.2, day.key);
    }
    await page.context().close();
  });

  it('hands out the table in sight, whose rows add up', async () => {
    const { page } = await open(browser, 'ru');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const rows = text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').slice(1).map(Number));
    const sum = rows.pop();
    for (const [column, value] of sum.entries()) {
      if (column === sum.length - 1) continue;
      assert.equal(
        rows.reduce((all, row) => all + Math.round(row[column] * 100), 0),
        Math.round(value * 100),
      );
    }
    const [, sheet] = await Promise.all([
      page.getByRole('button', { name: /XLSX/ }).click(),
      page.waitForEvent('download'),
    ]);
    const bytes = await readFile(await sheet.path());
    assert.equal(bytes.subarray(0, 2).toString(), 'PK');
    await page.context().close();
  });

  it('fits a phone', async () => {
    const { page } = await open(browser, 'ru', PHONE);
    await page.getByRole('button', { name: WORDS.ru.month }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-date]').length > 27);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.context().close();
  });
});
