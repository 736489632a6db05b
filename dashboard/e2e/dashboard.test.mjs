// The dashboard in a real browser against a running service: SWEEPLINE_URL, ADMIN_PASSWORD; SCREENSHOT names the README's picture.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawnWithLegs, launch, PASSWORD, signIn, URL, visit } from './browser.mjs';
import { clientOf } from './client.mjs';
import { settled } from './pages.mjs';

const WORDS = {
  en: {
    decisions: 'Needs a decision',
    wrong: 'Login or password is not right.',
    dismissed: 'Dismissed',
    noCase: 'There is no such incident',
  },
  ru: {
    decisions: 'Требует решения',
    wrong: 'Логин или пароль не подходит.',
    dismissed: 'Отклонён',
    noCase: 'Такого инцидента нет',
  },
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

  it('opens the assignment most at risk on the page of plans, and leads nobody back to it', async () => {
    const { page, complaints } = await visit(browser, { locale: 'ru' });
    const socket = page.waitForEvent('websocket');
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyP');
    // The first of the list is the one that is open.
    await page.waitForFunction(() => {
      const [, , where, id] = location.hash.split('/');
      const [first] = document.querySelectorAll('[data-assignment]');
      return where === 'plans' && first?.ariaPressed === 'true' && first.dataset.assignment === decodeURIComponent(id);
    });
    // One press of the back button leaves the page: its own choice is no step.
    await page.goBack();
    await page.waitForFunction(() => location.hash.split('/')[2] === 'live');
    // Chosen and left at once, and then whatever the fleet does.
    await page.evaluate(() => {
      const town = location.hash.split('/')[1];
      location.hash = `#/${town}/plans`;
      location.hash = `#/${town}/week`;
    });
    await page.waitForSelector('[data-vehicle]');
    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyP');
    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyF');
    await page.waitForSelector('tbody tr[data-row]');
    for (let told = 0; told < 3; told++) await (await socket).waitForEvent('framereceived');
    assert.equal(await page.evaluate(() => location.hash.split('/')[2]), 'fleet');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('keeps an address that is typed right after signing in', async () => {
    const { id } = (await (await clientOf()).get('/municipalities')).items[0];
    for (const typed of [`#/${id}/week`, `#/${id}/fleet/devices`]) {
      const { page, complaints } = await visit(browser);
      await signIn(page);
      await page.waitForSelector('#login', { state: 'detached' });
      await page.evaluate((hash) => (location.hash = hash), typed);
      await page.waitForSelector('[data-vehicle], tbody tr[data-row]');
      await settled(page);
      // Where the map's camera stands goes along.
      assert.equal(await page.evaluate(() => location.hash.replace(/\/@[^/]*$/, '')), typed);
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
  });

  it('fetches a case of before that a link names, and says of one that is not there', async () => {
    const api = await clientOf();
    const { id: town } = (await api.get('/municipalities')).items[0];
    const { items } = await api.get(`/incidents?municipality=${town}&state=open&limit=1000`);
    // One that is over does not begin again meanwhile.
    const { id } = items.findLast(({ to }) => to !== null);
    await api.post(`/incidents/${id}/dismiss`, { reason: 'duplicate' });
    for (const locale of ['ru', 'en']) {
      const { page, complaints } = await visit(browser, { locale, url: `${URL}/#/${town}/incidents/${id}` });
      await signIn(page);
      await page.locator('ol.steps [aria-current]', { hasText: WORDS[locale].dismissed }).waitFor();
      // Out of the list of closed cases, and back to it.
      await page.goto(`${URL}/#/${town}/incidents/~closed`);
      await page.locator(`[data-incident="${id}"]`).click();
      await page.locator('ol.steps [aria-current]', { hasText: WORDS[locale].dismissed }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator(`[data-incident="${id}"]`).waitFor();
      assert.match(page.url(), /\/incidents\/~closed(\/@|$)/);
      await page.goto(`${URL}/#/${town}/incidents/nobody`);
      await page.getByRole('alert').filter({ hasText: WORDS[locale].noCase }).waitFor();
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
    await api.post(`/incidents/${id}/reopen`);
  });
});
