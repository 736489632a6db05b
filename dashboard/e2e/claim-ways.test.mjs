// The less trodden ways of a claim, clicked by both sides: stopped, put back, revised, refused, unanswered, cancelled, withheld; and what is taken along. As claims.test.mjs, and SWEEPLINE_DATABASE.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import pg from 'pg';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, URL, visit } from './browser.mjs';
import { makeContract, makeMonth } from './claims-month.mjs';
import { clientOf } from './client.mjs';
import { inTurn } from './in-turn.mjs';
import { openPage, settled } from './pages.mjs';
import { task } from './task.mjs';

const MARK = `zz-ways-${Date.now().toString(36)}`;
const DIALOG = 'dialog[open]';
const VERIFY = join(import.meta.dirname, '../../tracker-core/dist/verify-claim.js');
const run = promisify(execFile);

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

  /** What a press saves: `{ name, path, bytes }`. */
  async function saved(page, button) {
    const coming = page.waitForEvent('download');
    await button.click();
    const download = await coming;
    const path = await download.path();
    assert.equal(await download.failure(), null);
    return { name: download.suggestedFilename(), path, bytes: await readFile(path) };
  }
  const rowsIn = (workbook) => strFromU8(unzipSync(workbook)['xl/worksheets/sheet1.xml']).match(/<row /g).length;
  const isPdf = ({ bytes }) => /^%PDF-1\.7[\s\S]*%%EOF\s*$/.test(bytes.toString('latin1'));

  step('both sides take along PDF, XLSX, chain heads and the pack, which proves itself', async () => {
    const lines = (await api.get(`/claims/${claim}/lines?limit=1000`)).items;
    for (const who of ['contractor', 'auditor'])
      await as(who, 'ru', async (page) => {
        await openPage(page, 'claims', claim);
        const file = (key) => saved(page, page.locator(`[data-file="${key}"]`));
        const pdf = await file('pdf');
        assert.match(pdf.name, /^claim-.*-r2-ru\.pdf$/);
        assert.ok(isPdf(pdf));
        const xlsx = await file('xlsx');
        assert.match(xlsx.name, /^claim-.*-r2-ru\.xlsx$/);
        assert.equal(rowsIn(xlsx.bytes), lines.length + 2, 'a head, a row a line, the sums');
        const heads = await file('heads');
        // The fixes came today, and only a closed day has heads.
        assert.deepEqual(JSON.parse(heads.bytes.toString()).items, []);
        const keys = await page.request.get(`${URL}/api/v1/keys`);
        const { items } = await keys.json();
        const pack = await file('pack');
        assert.match(pack.name, /^claim-.*-r2-ru\.zip$/);
        // Ends with 0 only where everything is equal.
        const { stdout } = await run(process.execPath, [VERIFY, pack.path, '--key', items[0].publicKey]).catch(
          (failed) => failed,
        );
        assert.match(stdout, /^EQUAL$/m);
      });
  });

  step('what somebody else has done meanwhile is said where it is refused', async () => {
    await as('auditor', 'ru', async (page) => {
      await openPage(page, 'claims', claim);
      await page.getByRole('button', { name: 'Новая редакция…' }).click();
      await page.locator(DIALOG).waitFor();
      const revised = await api.post(`/claims/${claim}/revise`);
      await confirm(page, 'Составить редакцию');
      await page
        .getByRole('status')
        .getByText(/Этот период или часть его уже в претензии/)
        .waitFor();
      while ((await stateOf(revised.id)) === 'drafting');
      await api.post(`/claims/${revised.id}/stop`);
    });
  });

  /** The time to answer ends at midnight at the earliest: it is set back where it is kept. */
  async function letTimePass(id) {
    const database = new pg.Client({ host: process.env.SWEEPLINE_DATABASE, user: 'postgres', database: 'postgres' });
    await database.connect();
    await database.query(`update claim set answer_by = now() - interval '1 minute' where id = '${id}'`);
    await database.end();
  }

  step(
    'the time to answer passes: the auditor decides without an answer, a late answer is refused in words',
    async () => {
      const { total } = await api.get(`/claims/${claim}`);
      const late = visit(browser, { theme: 'light', locale: 'ru' });
      const { page: contractors } = await late;
      await signIn(contractors, made.people.contractor.password, made.people.contractor.login);
      await openPage(contractors, 'claims', claim);
      await letTimePass(claim);
      await as('auditor', 'ru', async (page) => {
        await openPage(page, 'claims', claim);
        await task(page, 'Decide a claim that was not answered', async () => {
          await page.keyboard.press('Enter');
          await confirm(page, 'Вынести решение');
          await waitForState(page, 'Решена');
        });
      });
      const decided = await api.get(`/claims/${claim}`);
      assert.deepEqual([decided.state, decided.total], ['decided', total]);
      await contractors.locator('header').getByRole('button', { name: 'Отправить ответ' }).click();
      await confirm(contractors, 'Отправить ответ');
      await contractors
        .getByRole('status')
        .getByText(/Состояние претензии: решена/)
        .waitFor();
      // What stands now is shown.
      await waitForState(contractors, 'Решена');
      await contractors.context().close();
    },
  );

  step('a claim is cancelled for a reason, and its period is free again', async () => {
    await as('auditor', 'en', async (page) => {
      await openPage(page, 'claims', claim);
      await task(page, 'Cancel a claim with the reason', async () => {
        await page.getByRole('button', { name: 'Cancel the claim…' }).click();
        await page.locator(DIALOG).getByLabel('Reasons').click();
        await page.keyboard.type('Agreed otherwise');
        await confirm(page, 'Cancel the claim');
        await waitForState(page, 'Cancelled');
      });
      await page.getByText('Agreed otherwise').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Cancel the claim…' }).count(), 0);
    });
    assert.equal(await stateOf(), 'cancelled');
  });

  step('of days of receipt that are not closed, the page says when their chain heads come', async () => {
    const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
    const period = { from: made.month.from, to: day(1) };
    const { id } = await api.post(`/contracts/${contract}/claims`, period);
    while ((await stateOf(id)) === 'drafting');
    await api.post(`/claims/${id}/issue`);
    for (const [from, link, said] of [
      [
        period.from,
        1,
        { ru: /^За дни по .+ следующие сутки \(UTC\) закроются к /, en: /^Of the days up to .+ is closed by / },
      ],
      [day(0), 0, { ru: /^Вершины цепочек появятся к .+:/, en: /^Chain heads come by .+:/ }],
    ])
      for (const locale of ['ru', 'en'])
        await as('contractor', locale, async (page) => {
          // A claim of today alone, whose work would have to be sealed by now.
          await page.route(new RegExp(`/api/v1/claims/${id}$`), async (route) => {
            const answer = await route.fetch();
            await route.fulfill({ response: answer, json: { ...(await answer.json()), from } });
          });
          await openPage(page, 'claims', id);
          assert.match(await page.locator('[data-heads="awaited"]').innerText(), said[locale]);
          assert.equal(await page.locator('[data-file="heads"]').count(), link);
          assert.deepEqual(await seriousFindings(page), []);
        });
    await api.post(`/claims/${id}/close`, { outcome: 'cancelled', note: 'Only tried' });
  });

  step('the same period is claimed again, decided, and withheld', async () => {
    const again = await api.post(`/contracts/${contract}/claims`, made.month);
    assert.equal(again.revision, 1);
    while ((await stateOf(again.id)) === 'drafting');
    await api.post(`/claims/${again.id}/issue`);
    await letTimePass(again.id);
    await api.post(`/claims/${again.id}/decide`, { lines: [], send: true });
    await as('auditor', 'ru', async (page) => {
      await openPage(page, 'claims', again.id);
      await page.keyboard.press('Enter');
      await page.locator(DIALOG).getByText('Удержана', { exact: true }).click();
      await page.locator(DIALOG).getByLabel('Пометка').fill('Акт 7');
      await confirm(page, 'Записать исход');
      await waitForState(page, 'Удержана');
      await page.getByText(/Акт 7/).waitFor();
    });
    assert.equal(await stateOf(again.id), 'withheld');
  });

  step('plan and fact of a year lead to the month and the assignment, and are saved as files', async () => {
    await as('auditor', 'ru', async (page) => {
      await openPage(page, 'live');
      await page.keyboard.press('g');
      await page.keyboard.press('a');
      await page.waitForFunction(() => location.hash.includes('/planfact'));
      await openPage(page, 'planfact', 'year', made.month.from, made.contractor);
      await task(page, 'From a contractor’s month to one assignment', async () => {
        await page.locator('[data-row] a').first().click();
        await page.locator(`[data-row="${MARK}-9"] a`).click();
        await page.waitForFunction((id) => location.hash.endsWith(`/plans/${id}`), `${MARK}-9`);
      });
      await page.goBack();
      await page.locator('tfoot').getByText('10 нарядов').waitFor();
      const file = (key) => saved(page, page.locator(`[data-file="${key}"]`));
      assert.ok(isPdf(await file('pdf')));
      assert.equal(rowsIn((await file('xlsx')).bytes), 12);
      const csv = await file('csv');
      assert.match(csv.name, /^plan-fact-.*\.csv$/);
      assert.equal(csv.bytes.toString().trim().split('\r\n').length, 12);
      for (const kind of ['day', 'week', 'month', 'year']) {
        await openPage(page, 'planfact', kind, made.month.from, made.contractor);
        await settled(page);
        assert.deepEqual(await seriousFindings(page), [], kind);
      }
    });
    const { page, complaints } = await visit(browser, { theme: 'dark', locale: 'ru', device: PHONE });
    await signIn(page, made.people.contractor.password, made.people.contractor.login);
    await openPage(page, 'planfact', 'month', made.month.from);
    await page.locator(`[data-row="${MARK}-9"]`).waitFor();
    await settled(page);
    assert.equal(await page.locator('[data-row]').count(), 10);
    assert.deepEqual(await seriousFindings(page), []);
    assert.ok((await sideways(page)) <= 0);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
