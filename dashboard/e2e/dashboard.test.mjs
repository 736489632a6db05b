// The dashboard in a real browser against a running service: SWEEPLINE_URL, ADMIN_PASSWORD; SCREENSHOT names the README's picture.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawnWithLegs, launch, PASSWORD, signIn, visit } from './browser.mjs';

const WORDS = {
  en: { decisions: 'Needs a decision', wrong: 'Login or password is not right.', plans: 'Assignments' },
  ru: { decisions: 'Требует решения', wrong: 'Логин или пароль не подходит.', plans: 'Наряды' },
};

describe('dashboard', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  it('refuses a wrong password in words, in both languages', async () => {
    for (const locale of ['ru', 'en']) {
      const { page } = await visit(browser, { locale });
      await signIn(page, 'certainly-not-the-password');
      await page.getByText(WORDS[locale].wrong).first().waitFor();
      await page.context().close();
    }
  });

  it('draws the town with its vehicles and legs, and lists them', async () => {
    const { page, complaints } = await visit(browser, { locale: 'ru' });
    await signIn(page);
    await page.getByRole('heading', { name: WORDS.ru.decisions }).waitFor();
    await page.waitForSelector('[data-assignment]');
    await drawnWithLegs(page);
    if (process.env.SCREENSHOT) {
      await page.locator('article[data-incident] .head, [data-assignment]').first().click();
      await page.waitForSelector('aside h2');
      await page.waitForTimeout(4_000);
      await page.screenshot({ path: process.env.SCREENSHOT });
    }
    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyF');
    await page.waitForSelector('tbody tr');
    assert.ok((await page.locator('tbody tr').count()) > 0);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('acknowledges the most urgent case by one key, and the next rises', async () => {
    const { page } = await visit(browser);
    await signIn(page);
    const loud = await page.waitForSelector('article[data-incident]');
    const id = await loud.getAttribute('data-incident');
    await page.keyboard.press('KeyA');
    await page.waitForFunction((was) => document.querySelector(`article[data-incident="${was}"]`) === null, id);
    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyI');
    await page.locator(`[data-incident="${id}"]`).click();
    await page.locator('ol.steps [aria-current]', { hasText: 'Acknowledged' }).waitFor();
    await page.context().close();
  });

  it('speaks both languages and remembers which', async () => {
    const { page } = await visit(browser, { locale: 'ru' });
    await signIn(page);
    await page.getByRole('heading', { name: WORDS.ru.decisions }).waitFor();
    await page.locator('button.person').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: WORDS.en.decisions }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    await page.reload();
    await page.getByRole('heading', { name: WORDS.en.decisions }).waitFor();
    await page.context().close();
  });
});
