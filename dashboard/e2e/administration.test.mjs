// The administrator's page: the record in words, what the service stands on, and lists that are sent by their address.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, PASSWORD, seriousFindings, sideways, signIn, URL, visit } from './browser.mjs';
import { clientOf } from './client.mjs';
import { openPage, settled } from './pages.mjs';

const MARK = `e2e-record-${Date.now().toString(36)}`;
const WORDS = {
  en: {
    saved: 'Saved the contractor',
    removed: 'Removed the contractor',
    before: 'Before',
    now: 'Now',
    unchanged: 'Left as it was',
    raw: 'As it was recorded',
    what: 'What',
    well: 'Everything answers',
    database: 'Database',
    lacks: 'Background jobs',
    user: 'Login or name',
  },
  ru: {
    saved: 'Сохранён подрядчик',
    removed: 'Удалён подрядчик',
    before: 'Было',
    now: 'Стало',
    unchanged: 'Осталось как было',
    raw: 'Как записано',
    what: 'Что',
    well: 'Всё отвечает',
    database: 'База данных',
    lacks: 'Фоновые задания',
    user: 'Логин или имя',
  },
};

describe('administration', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 420_000 }, () => {
  let browser;
  let town;
  before(async () => {
    browser = await launch();
    const api = await clientOf();
    [town] = (await api.get('/municipalities')).items;
    await api.put(`/contractors/${MARK}`, { municipality: town.id, name: 'For the record' });
    await api.ask('DELETE', `/contractors/${MARK}`);
    for (const name of ['Was so', 'Is so']) await api.put(`/contractors/${MARK}-2`, { municipality: town.id, name });
  });
  after(() => browser?.close());

  async function enter(locale) {
    const { page, complaints } = await visit(browser, { locale });
    await signIn(page);
    return { page, complaints };
  }

  for (const locale of ['ru', 'en'])
    it(`the record says in words what was done, and a part of it is sent by its address: ${locale}`, async () => {
      const words = WORDS[locale];
      const { page, complaints } = await enter(locale);
      await openPage(page, 'administration', 'audit');
      const rows = page.locator('tbody tr[data-row]');
      await rows.filter({ hasText: `${words.removed} ${MARK}` }).waitFor();
      await rows.filter({ hasText: `${words.saved} ${MARK}` }).waitFor();
      await page.getByLabel(words.what, { exact: true }).selectOption({ label: words.removed });
      await rows.filter({ hasText: words.saved }).first().waitFor({ state: 'detached' });
      await rows.filter({ hasText: `${words.removed} ${MARK}` }).waitFor();
      assert.deepEqual(await seriousFindings(page), []);
      assert.ok((await sideways(page)) <= 0);

      const link = page.url();
      assert.ok(decodeURIComponent(link).includes('/find/action='));
      const other = await visit(browser, { locale, url: link });
      await signIn(other.page);
      const seen = other.page.locator('tbody tr[data-row]');
      await seen.filter({ hasText: `${words.removed} ${MARK}` }).waitFor();
      assert.equal(await seen.filter({ hasText: words.saved }).count(), 0);
      assert.equal(other.page.url(), link);
      assert.deepEqual([...complaints, ...other.complaints], []);
      await page.context().close();
      await other.page.context().close();
    });

  for (const locale of ['ru', 'en'])
    it(`a record opens to what was otherwise before, what was sent being one click away: ${locale}`, async () => {
      const words = WORDS[locale];
      const { page, complaints } = await enter(locale);
      await openPage(page, 'administration', 'audit');
      await page
        .getByRole('button', { name: `${words.saved} Is so` })
        .first()
        .click();
      const dialog = page.locator('dialog[open]');
      const changed = dialog.locator('tr[data-changed]');
      await changed.first().waitFor();
      assert.deepEqual((await dialog.locator('thead th').allInnerTexts()).slice(1), [words.before, words.now]);
      assert.deepEqual(await changed.locator('td').allInnerTexts(), ['Was so', 'Is so']);
      await dialog.getByText(words.unchanged).waitFor();
      await dialog.getByText(town.name, { exact: true }).waitFor();
      assert.equal(await dialog.locator('pre').isVisible(), false);
      await dialog.getByText(words.raw).click();
      assert.match(await dialog.locator('pre').innerText(), /"name": "Is so"/);
      assert.deepEqual(await seriousFindings(page), []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  it('each part shows its own content, however quickly one follows another', async () => {
    const { page, complaints } = await enter('en');
    await openPage(page, 'administration', 'audit');
    const seen = await page.evaluate(async () => {
      const own = { audit: '[aria-current=page][href$=audit]', service: '[aria-current=page][href$=service]' };
      const wrong = [];
      for (let turn = 0; turn < 40; turn++)
        for (const part of ['service', 'audit']) {
          location.hash = location.hash.replace(/administration\/.*/, `administration/${part}`);
          await new Promise((done) => setTimeout(done, turn % 4 === 0 ? 120 : turn));
          const marked = document.querySelector(own[part]) !== null;
          const lists = document.querySelector('.part .filters') !== null;
          if (!marked || lists !== (part === 'audit')) wrong.push({ turn, part, marked, lists });
        }
      return wrong;
    });
    assert.deepEqual(seen, []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  for (const locale of ['ru', 'en'])
    it(`says what the service stands on and what its database lacks: ${locale}`, async () => {
      const words = WORDS[locale];
      const { page, complaints } = await enter(locale);
      await openPage(page, 'administration', 'service');
      await page.getByText(words.well).waitFor();
      await page.locator('li b', { hasText: words.database }).waitFor();
      await page.locator('li', { hasText: words.lacks }).waitFor();
      // The broker is away: its trouble is told in words, the rest stands.
      await page.route('**/readyz', async (route) => {
        const answer = await (await route.fetch()).json();
        const troubles = { ...answer.troubles, broker: { trouble: 'not-connected' } };
        await route.fulfill({ status: 503, json: { ...answer, ready: false, troubles } });
      });
      await page.reload();
      await page
        .locator('li.trouble')
        .filter({ hasText: locale === 'ru' ? 'соединение потеряно' : 'is lost' })
        .waitFor();
      assert.deepEqual(await seriousFindings(page), []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  it('lists of the fleet, of users and of closed incidents are sent as they are narrowed', async () => {
    const { page, complaints } = await enter('en');
    await openPage(page, 'fleet');
    const plate = (await page.locator('tbody tr[data-row] b').first().innerText()).trim();
    await page.getByRole('searchbox').first().pressSequentially(plate);
    await page.waitForFunction(() => document.querySelectorAll('tbody tr[data-row]').length === 1);
    await page.reload();
    await page.waitForSelector('tbody tr[data-row]');
    assert.equal(await page.locator('tbody tr[data-row]').count(), 1);
    assert.equal(await page.getByRole('searchbox').first().inputValue(), plate);
    // Another part of the page is not narrowed by it, and the way back leads to where the list was.
    await page.getByRole('link', { name: 'Contractors' }).click();
    await page.waitForFunction(() => !location.hash.includes('find'));
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr[data-row]').length === 1);

    await openPage(page, 'administration', 'users', 'find', 'q=admin');
    await page.getByLabel(WORDS.en.user).waitFor();
    assert.equal(await page.getByLabel(WORDS.en.user).inputValue(), 'admin');

    await page.goto(`${URL}/#/${town.id}/incidents/~closed`);
    await page.getByRole('button', { name: 'Closed', pressed: true }).waitFor();
    await settled(page);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
