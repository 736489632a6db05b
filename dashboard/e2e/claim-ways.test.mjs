// The less trodden ways of a claim, clicked by the auditor: stopped, put back, revised. As claims.test.mjs.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { launch, PASSWORD, signIn, visit } from './browser.mjs';
import { makeContract, makeMonth } from './claims-month.mjs';
import { clientOf } from './client.mjs';
import { inTurn } from './in-turn.mjs';
import { openPage } from './pages.mjs';
import { task } from './task.mjs';

const MARK = `zz-ways-${Date.now().toString(36)}`;
const DIALOG = 'dialog[open]';

describe('ways of a claim', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let api;
  let made;
  let contract;
  let claim;

  before(async () => {
    browser = await launch();
    api = await clientOf();
    made = await makeMonth(api, MARK);
    contract = await makeContract(api, made, MARK);
  });
  after(async () => {
    for (const { login } of Object.values(made?.people ?? {})) await api.request('DELETE', `/users/${login}`);
    await browser?.close();
  });

  async function as(who, locale, work) {
    const { page, complaints } = await visit(browser, { theme: 'light', locale });
    const { login, password } = made.people[who];
    await signIn(page, password, login);
    await page.waitForFunction(() => location.hash.split('/').length > 2);
    await work(page);
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
  const confirm = (page, verb) => page.locator(DIALOG).getByRole('button', { name: verb, exact: true }).click();
  const waitForState = (page, words) => page.locator('header .lead').getByText(words, { exact: true }).waitFor();
  const stateOf = async (id = claim) => (await api.get(`/claims/${id}`)).state;
  const idOf = (page) => page.evaluate(() => location.hash.split('/')[3]);

  const step = inTurn();

  step('a drafting is stopped, and begun again', async () => {
    await as('auditor', 'ru', async (page) => {
      // Ten results are drafted at once: the page is told what was true a moment before.
      await page.route(/\/api\/v1\/claims\/[^/]+$/, async (route) => {
        if (route.request().method() !== 'GET') return route.continue();
        const answer = await route.fetch();
        const body = await answer.json();
        if (body.state !== 'draft') return route.fulfill({ response: answer });
        return route.fulfill({
          response: answer,
          json: { ...body, state: 'drafting', progress: { done: 3, total: 10 } },
        });
      });
      await openPage(page, 'claims', 'new', contract);
      await confirm(page, 'Составить претензию');
      await page.getByText('3 из 10 результатов').waitFor();
      await task(page, 'Stop a drafting', async () => {
        await page.getByRole('button', { name: 'Остановить' }).click();
        await waitForState(page, 'Остановлена');
      });
      assert.equal(await stateOf(await idOf(page)), 'stopped');
      await page.unroute(/\/api\/v1\/claims\/[^/]+$/);
      await page.getByRole('button', { name: 'Составить снова…' }).click();
      await confirm(page, 'Составить претензию');
      await page.locator('[data-line]').first().waitFor();
      claim = await idOf(page);
    });
    assert.equal(await stateOf(), 'draft');
  });

  step('a dropped line is put back, and the claim is what it was', async () => {
    const before = await api.get(`/claims/${claim}`);
    const [line] = (await api.get(`/claims/${claim}/lines?state=standing&kind=non-payment&limit=1`)).items;
    await as('auditor', 'ru', async (page) => {
      await openPage(page, 'claims', claim, 'line', String(line.no));
      await page.getByRole('button', { name: /^Исключить строку/ }).click();
      await page.locator(DIALOG).getByLabel('Обоснование').fill('Улица закрыта приказом');
      await confirm(page, 'Исключить');
      await page.locator(`[data-line="${line.no}"][data-state="dropped"]`).waitFor();
      assert.notEqual((await api.get(`/claims/${claim}`)).total, before.total);
      await task(page, 'Put a dropped line back', async () => {
        await page.getByRole('button', { name: 'Вернуть строку' }).click();
        await page.locator(`[data-line="${line.no}"][data-state="standing"]`).waitFor();
      });
    });
    const now = await api.get(`/claims/${claim}`);
    assert.deepEqual([now.total, now.totals], [before.total, before.totals]);
  });

  step('an issued claim is revised: both revisions and their difference are seen', async () => {
    await api.post(`/claims/${claim}/issue`);
    const former = await api.get(`/claims/${claim}`);
    await as('auditor', 'ru', async (page) => {
      await openPage(page, 'claims', claim);
      await task(page, 'Revise an issued claim', async () => {
        await page.getByRole('button', { name: 'Новая редакция…' }).click();
        await confirm(page, 'Составить редакцию');
        await page.locator('[data-difference="total"]').waitFor();
      });
      assert.notEqual(await idOf(page), claim);
      await page.getByText('Против редакции 1').waitFor();
      const total = await page.locator('[data-difference="total"] td').allInnerTexts();
      assert.equal(total[2], '–', 'the same work gives the same sum');
      await page.getByRole('link', { name: 'Заменяет прежнюю редакцию' }).click();
      await waitForState(page, 'Ждёт ответа');
      await page.goBack();
      await page.locator('[data-difference="total"]').waitFor();
      await page.keyboard.press('Enter');
      await confirm(page, 'Отправить претензию');
      await waitForState(page, 'Ждёт ответа');
      claim = await idOf(page);
      await openPage(page, 'claims', former.id);
      await page.getByRole('link', { name: 'Заменена более поздней редакцией' }).waitFor();
    });
    assert.equal(await stateOf(former.id), 'replaced');
    assert.equal((await api.get(`/claims/${claim}`)).revision, 2);
  });
});
